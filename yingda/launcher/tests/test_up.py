"""The whole centre as an operator runs it: `python -m yingda.launcher`, with the real service."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from yingda.launcher.errors import NotReady
from yingda.launcher.ports import LOOPBACK, free_port
from yingda.launcher.process import Trace, read_trace
from yingda.launcher.service import check_health
from yingda.settings import Address

pytestmark = pytest.mark.engine
NAMES = ("postgres", "nats", "engine", "service")


@dataclass(frozen=True)
class Centre:
    """One `yingda up` in a data folder."""

    data: Path
    http: Address
    sip: Address

    def trace(self, name: str) -> Trace:
        trace = read_trace(self.data / "run" / f"{name}.json")
        assert trace is not None, f"{name} left no trace"
        return trace

    def is_healthy(self) -> bool:
        try:
            check_health(self.http)
        except NotReady:
            return False
        return True

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run it until told to stop; its words are kept in the data folder's parent."""
        settings = {"DATA": self.data, "HTTP": self.http, "SIP": self.sip}
        environment = {f"YINGDA_{name}": str(text) for name, text in settings.items()}
        with (
            self.words.open("wb") as words,
            subprocess.Popen(
                [sys.executable, "-m", "yingda.launcher"],
                env={**os.environ, **environment}, stdout=words, stderr=words,
            ) as launcher,
        ):  # fmt: skip
            try:
                until(lambda: "Ctrl-C" in self.words.read_text(), self.words.read_text)
                yield launcher
            finally:
                launcher.send_signal(signal.SIGTERM)

    @property
    def words(self) -> Path:
        return self.data.with_suffix(".words")


def until(holds: Callable[[], bool], witness: Callable[[], str]) -> None:
    limit = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < limit, witness()
        time.sleep(0.1)


@pytest.fixture
def centre(parts_folder: Path) -> Centre:
    data = parts_folder / f"centre-{time.monotonic_ns()}"
    return Centre(data, Address(LOOPBACK, free_port()), Address(LOOPBACK, free_port()))


def test_a_centre_serves_tells_where_and_leaves_nothing_behind(centre: Centre) -> None:
    with centre.running() as launcher:
        assert centre.is_healthy()
        told = centre.words.read_text()
        assert f"http://{centre.http}/phone" in told
        assert "10000" in told
        assert "supervisor" in told
        traces = [centre.trace(name) for name in NAMES]

    assert launcher.returncode == 0, centre.words.read_text()
    assert [trace.is_alive for trace in traces] == [False] * len(NAMES)
    assert not list((centre.data / "run").glob("*.json"))


def test_secrets_are_in_no_log_and_on_no_command_line(centre: Centre) -> None:
    with centre.running():
        secrets = [path.read_text() for path in (centre.data / "secrets").iterdir()]
        lines = [Path("/proc", str(centre.trace(n).pid), "cmdline").read_text() for n in NAMES]
    logs = [path.read_text(errors="replace") for path in (centre.data / "log").glob("*.log")]
    logs += [path.read_text(errors="replace") for path in centre.data.glob("engine/log/*.log")]

    assert len(secrets) >= 4
    for text in [*lines, *logs, centre.words.read_text()]:
        assert not [secret for secret in secrets if secret in text]


def test_a_killed_service_is_back_and_the_engine_never_stopped(centre: Centre) -> None:
    with centre.running():
        service, engine = centre.trace("service"), centre.trace("engine")
        os.kill(service.pid, signal.SIGKILL)

        until(
            lambda: centre.trace("service") != service and centre.is_healthy(),
            centre.words.read_text,
        )

        assert centre.trace("engine") == engine
        assert engine.is_alive


def test_a_killed_launcher_cuts_no_call_and_the_next_takes_over(centre: Centre) -> None:
    with centre.running() as launcher:
        before = {name: centre.trace(name) for name in NAMES}
        launcher.kill()
        launcher.wait()
        assert all(trace.is_alive for trace in before.values())

    with centre.running():
        after = {name: centre.trace(name) for name in NAMES}
        assert centre.is_healthy()

    assert {name for name in NAMES if before[name] == after[name]} == {"postgres", "nats", "engine"}
    assert not before["service"].is_alive
