"""The planner's process as the service sees it: started when needed, asked by line, ended with us.

The service's own loop must never wait for a simulation, and must not load compiler and solvers.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import Any, Final

import structlog

from yingda.planning.jobs_errors import PlannerAway, retold

Answer = Mapping[str, Any]
Progress = Callable[[Answer], None]

PROGRAM: Final = "yingda.planning.jobs_worker"
LONGEST_LINE: Final = 64 * 1024 * 1024
OURS: Final = "YINGDA_"
"""Settings of the service, passwords among them: a calculator needs none."""

log = structlog.get_logger(__name__)


class PlannerProcess:
    """One child at a time. A child that died is followed by another at the next question."""

    def __init__(self) -> None:
        self._child: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._numbers = count(1)
        self._waiting: dict[int, tuple[asyncio.Future[Answer], Progress]] = {}

    @property
    def pid(self) -> int | None:
        """The child, if it runs."""
        return self._child.pid if self._is_alive() and self._child else None

    async def ask(
        self, do: str, told: Answer, progress: Progress = lambda _progress: None
    ) -> Answer:
        """Return the answer; when the asker is cancelled, so is the work.

        Raises:
            PlannerAway: the child died meanwhile.
            YingdaError: what it refused.
        """
        await self.start()
        number = next(self._numbers)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer, progress
        try:
            await self._say({"id": number, "do": do, "with": told})
            return await answer
        except asyncio.CancelledError:
            with suppress(PlannerAway):
                await self._say({"cancel": number})
            raise
        finally:
            self._waiting.pop(number, None)

    async def start(self) -> None:
        """Make sure that a child runs."""
        async with self._starting:
            if self._is_alive():
                return
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                PROGRAM,
                stdin=PIPE,
                stdout=PIPE,
                limit=LONGEST_LINE,
                env={
                    name: value for name, value in os.environ.items() if not name.startswith(OURS)
                },
            )
            self._reading = asyncio.create_task(self._read(self._child))

    async def stop(self) -> None:
        """End the child at once; what was asked is answered by `PlannerAway`."""
        child, reading = self._child, self._reading
        if child is None or reading is None:
            return
        with suppress(ProcessLookupError):
            child.kill()
        await reading

    def _is_alive(self) -> bool:
        return self._reading is not None and not self._reading.done()

    async def _say(self, message: Answer) -> None:
        if self._child is None or self._child.stdin is None:
            raise PlannerAway
        try:
            self._child.stdin.write(json.dumps(message).encode() + b"\n")
            await self._child.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as gone:
            raise PlannerAway from gone

    async def _read(self, child: Process) -> None:
        """Hand out what the child says until it ends; then nobody waits any longer."""
        assert child.stdout is not None  # noqa: S101 -- asked for as a pipe
        try:
            while line := await child.stdout.readline():
                self._take(json.loads(line))
        finally:
            if child.stdin is not None:
                child.stdin.close()
            code = await child.wait()
            log.info("planner-ended", code=code)
            for answer, _ in self._waiting.values():
                if not answer.done():
                    answer.set_exception(PlannerAway())

    def _take(self, message: Answer) -> None:
        if message["id"] not in self._waiting:
            return
        answer, progress = self._waiting[message["id"]]
        if "progress" in message:
            progress(message["progress"])
        elif answer.done():
            return
        elif "error" in message:
            answer.set_exception(retold(message["error"]))
        else:
            answer.set_result(message["result"])
