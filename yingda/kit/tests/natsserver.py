"""A real NATS server of a test's own, which it may stop and start again."""

import asyncio
import resource
import socket
import subprocess
import sysconfig
from pathlib import Path

from yingda.kit.factstream import OUTAGES, connect


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class NatsServer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self._port}"

    async def start(self) -> None:
        program = Path(sysconfig.get_path("scripts"), "nats-server")
        self._running = subprocess.Popen(  # noqa: ASYNC220 - forking takes a millisecond
            [program, "-a", "127.0.0.1", "-p", str(self._port), "-js", "-sd", self._folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        async with asyncio.timeout(20):
            while True:
                if await self._answers():
                    return
                await asyncio.sleep(0.02)

    def fill_disk(self) -> None:
        """Let no file of the server grow any more, as on a full disk."""
        self._limit_files(1)

    def make_room(self) -> None:
        """Let files grow again."""
        self._limit_files(resource.RLIM_INFINITY)

    def _limit_files(self, size: int) -> None:
        if self._running is not None:
            both = (size, resource.RLIM_INFINITY)
            resource.prlimit(self._running.pid, resource.RLIMIT_FSIZE, both)

    def kill(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    async def _answers(self) -> bool:
        try:
            client = await connect(self.url, "test")
            await client.jetstream().account_info()
            await client.close()
        except OUTAGES:
            return False
        return True
