"""One child process: started, found again after a crash of ours, ended for certain."""

import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from yingda.launcher.places import write_whole

POLL_S = 0.05


@dataclass(frozen=True)
class Command:
    """What to run. Secrets travel in `environment` or in files, never in `arguments`."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    user: str | None = None


@dataclass(frozen=True)
class Trace:
    """Which process it was: a pid alone may meanwhile belong to somebody else."""

    pid: int
    started: int
    mark: str = ""

    @property
    def is_alive(self) -> bool:
        return started_at(self.pid) == self.started


def started_at(pid: int) -> int | None:
    """Return the start time of a living process in kernel ticks; a zombie counts as dead."""
    try:
        text = Path("/proc", str(pid), "stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] in {"Z", "X"} else int(fields[19])


def read_trace(path: Path) -> Trace | None:
    """Return the process a file speaks of, dead or alive; nothing when the file is no trace."""
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        return Trace(int(kept["pid"]), int(kept["started"]), str(kept["mark"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Child:
    """A process in a session of its own, so that Ctrl-C and our death do not reach it."""

    def __init__(self, trace: Trace, popen: subprocess.Popen[bytes] | None = None) -> None:
        self.trace = trace
        self._popen = popen

    @classmethod
    def start(cls, command: Command, *, log: Path, trace_file: Path, mark: str = "") -> "Child":
        """Start it, with its output appended to `log` and its trace kept in `trace_file`."""
        account = pwd.getpwnam(command.user) if command.user else None
        with log.open("ab") as output:
            popen = subprocess.Popen(
                list(command.arguments),
                env={**_plain_environment(), **command.environment},
                cwd=command.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
        trace = Trace(popen.pid, started_at(popen.pid) or 0, mark)
        write_whole(trace_file, json.dumps(asdict(trace)))
        return cls(trace, popen)

    @classmethod
    def adopt(cls, trace_file: Path) -> "Child | None":
        """Return the living process that an earlier launcher left, if any."""
        trace = read_trace(trace_file)
        return cls(trace) if trace and trace.is_alive else None

    @property
    def is_alive(self) -> bool:
        if self._popen is not None:
            return self._popen.poll() is None
        return self.trace.is_alive

    def end(self, first: signal.Signals, *, grace_s: float) -> None:
        """Ask it to end, wait up to `grace_s`, then kill its whole group; it is gone on return."""
        self.ask(first)
        if not self.wait(grace_s):
            self.ask(signal.SIGKILL, group=True)
            self.wait(2.0)

    def ask(self, what: signal.Signals, *, group: bool = False) -> None:
        """Send a signal, unless the process is gone."""
        if not self.is_alive:
            return
        try:
            if group:
                os.killpg(self.trace.pid, what)
            else:
                os.kill(self.trace.pid, what)
        except ProcessLookupError:  # it ended between the two lines
            return

    def wait(self, limit_s: float) -> bool:
        """Return whether it ended within the limit."""
        until = time.monotonic() + limit_s
        while self.is_alive and time.monotonic() < until:
            time.sleep(POLL_S)
        return not self.is_alive


def _plain_environment() -> dict[str, str]:
    """Return our environment without our settings: each part is told what it needs."""
    return {name: text for name, text in os.environ.items() if not name.startswith("YINGDA_")}
