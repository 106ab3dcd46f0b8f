"""SIPp, the load tool: many callers and many agents, sound both ways, from two processes."""

import asyncio
import csv
import os
import shutil
import signal
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.lab import audio
from yingda.launcher.engine_store import loader, prepared

SCENARIOS = Path(__file__).parent / "scenarios"
PACKAGES = ("sip-tester",)
HOST = "127.0.0.1"
SETTLE_S = 30
ALL_WELL = 0
SOME_FAILED = 1


@dataclass(frozen=True, slots=True)
class Load:
    """Calls to place: `calls` of them at `rate` a second, each `hold_ms` long after the answer.

    A phone sends its first packet `sound_after_ms` after the answer: it holds that much sound.
    """

    number: str
    rate: int
    calls: int
    hold_ms: int
    sound_after_ms: int = 20


@dataclass(frozen=True, slots=True)
class Crowd:
    """Callers of `number`: at most `calls`, `rate` a second, `at_once` of them on the line."""

    number: str
    rate: int
    calls: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Outcome:
    succeeded: int
    failed: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A crowd on the line."""

    running: asyncio.subprocess.Process
    statistics: Path

    def no_more(self) -> None:
        """Let nobody call any more; who is on the line stays."""
        self.running.send_signal(signal.SIGUSR1)

    async def over(self) -> Outcome:
        """Return what became of all calls once the last is over."""
        await self.running.wait()
        return _outcome(self.statistics)


def find(mirror: str | None = None) -> tuple[str, ...]:
    """Return the words that start SIPp: the system's, or one unpacked without root at first use."""
    system = shutil.which("sipp")
    if system:
        return (system,)
    folder = prepared(PACKAGES, mirror, lambda _: None)
    return (*loader(folder), str(folder / "root" / "usr" / "bin" / "sipp"))


class Sipp:
    """Runs SIPp in `folder`, which keeps its logs."""

    def __init__(self, program: tuple[str, ...], folder: Path) -> None:
        self._program, self._folder = program, folder
        self._agents: list[asyncio.subprocess.Process] = []
        shutil.copytree(SCENARIOS, folder, dirs_exist_ok=True)
        (folder / "tone.alaw").write_bytes(b"".join(audio.tone_frames(440)))

    async def agents(self, port: int) -> int:
        """Answer every call that comes to `port` until `stop`; return the process id."""
        media = free_ports(4)
        running = await self._start(
            "agents", "-p", str(port), "-mp", str(media), "-rtp_echo", "-nostdin"
        )
        self._agents.append(running)
        return running.pid

    async def callers(self, load: Load, server: str, numbers: Iterable[str]) -> Outcome:
        """Place the calls of `load`, callers taken in turn from `numbers`, to their end."""
        (self._folder / "callers.csv").write_text("\n".join(["SEQUENTIAL", *numbers]) + "\n")
        statistics = self._folder / "callers-statistics.csv"
        statistics.unlink(missing_ok=True)
        seconds = load.calls // load.rate + load.hold_ms // 1000 + SETTLE_S
        running = await self._start(
            "caller", server, "-s", load.number, "-inf", "callers.csv", "-p", str(free_ports(1)),
            "-r", str(load.rate), "-m", str(load.calls), "-l", str(load.calls),
            "-d", str(load.hold_ms), "-set", "sound_after", str(load.sound_after_ms),
            "-timeout", f"{seconds}s", "-nostdin",
            "-min_rtp_port", "20000", "-max_rtp_port", "29998",
            "-trace_stat", "-stf", statistics.name, "-fd", "60",
        )  # fmt: skip
        if await running.wait() not in {ALL_WELL, SOME_FAILED}:
            log = (self._folder / "caller.log").read_text(errors="replace")
            raise RuntimeError(f"SIPp ended with {running.returncode}: {log[-2000:]}")
        return _outcome(statistics)

    async def talkers(self, port: int, talk_ms: int) -> None:
        """Answer every call that comes to `port` until `stop`, and hang up after the talk."""
        running = await self._start(
            "talkers", "-p", str(port), "-mp", str(free_ports(4)), "-d", str(talk_ms), "-nostdin"
        )
        self._agents.append(running)

    async def crowd(self, crowd: "Crowd", server: str, numbers: Iterable[str]) -> "Waiting":
        """Let a crowd call and wait to be answered; one crowd a folder."""
        (self._folder / "callers.csv").write_text("\n".join(["SEQUENTIAL", *numbers]) + "\n")
        statistics = self._folder / "patient-statistics.csv"
        running = await self._start(
            "patient", server, "-s", crowd.number, "-inf", "callers.csv", "-p", str(free_ports(1)),
            "-r", str(crowd.rate), "-m", str(crowd.calls), "-l", str(crowd.at_once),
            "-mp", str(free_ports(4)), "-nostdin",
            "-trace_stat", "-stf", statistics.name, "-fd", "60",
        )  # fmt: skip
        self._agents.append(running)
        return Waiting(running, statistics)

    async def stop(self) -> None:
        """End whoever still runs."""
        for running in self._agents:
            if running.returncode is None:
                running.send_signal(signal.SIGKILL)
                await running.wait()
        self._agents.clear()

    async def _start(self, scenario: str, *arguments: str) -> asyncio.subprocess.Process:
        with (self._folder / f"{scenario}.log").open("wb") as log:
            return await asyncio.create_subprocess_exec(
                *self._program, "-sf", f"{scenario}.xml", *arguments,
                "-i", HOST, "-mi", HOST, "-trace_err",
                "-error_file", f"{scenario}-errors.log",
                cwd=self._folder, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "TERM": "dumb"},
            )  # fmt: skip


def free_ports(count: int) -> int:
    """Return the first, even, of `count` neighbouring UDP ports nobody has now."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as first:
            first.bind((HOST, 0))
            port: int = first.getsockname()[1]
        if port % 2 == 0 and all(_is_free(port + step) for step in range(count)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _outcome(statistics: Path) -> Outcome:
    with statistics.open(newline="") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return Outcome(int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]))
