"""Starts the parts in order, keeps them running, and stops them all."""

import fcntl
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from yingda.launcher import logs, rules
from yingda.launcher.errors import AlreadyRunning, LauncherError, NotReady, PartFailed
from yingda.launcher.part import Part
from yingda.launcher.places import Places
from yingda.launcher.process import Child, Command
from yingda.launcher.stopping import StopWish

Say = Callable[[str], None]

READY_LIMIT_S = 180.0  # a first start compiles the router, and a busy machine is slow
CHECK_EVERY_S = 5.0
LOOK_EVERY_S = 0.1
SERVICE_GRACE_S = 4.0
GRACE_S = 3.0
LAST_LINES = 15
LOCK = "launcher.lock"


class Supervisor:
    """The parts of one data folder. `start` and `stop` are called by one thread, `watch` by any."""

    def __init__(self, places: Places, say: Say, wish: StopWish) -> None:
        self._wish = wish
        self._places = places
        self._say = say
        self._children: dict[str, Child] = {}
        self._health: dict[str, rules.Health] = {}
        self._parts: list[Part] = []
        self._told_before: dict[str, int] = {}
        self._lock = threading.RLock()
        self._claim: IO[str] | None = None

    def claim(self) -> None:
        """Make sure that no other launcher serves this data folder.

        Raises:
            AlreadyRunning: one does.
        """
        self._places.make()
        raise_file_limit()
        claim = (self._places.run / LOCK).open("a+", encoding="ascii")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            claim.seek(0)
            owner = claim.read().strip()
            claim.close()
            raise AlreadyRunning(
                f"A centre already runs in {self._places.data} (pid {owner}).",
                "Stop it first, or set YINGDA_DATA to another folder.",
            ) from held
        claim.truncate(0)
        claim.write(str(os.getpid()))
        claim.flush()
        self._claim = claim

    def start(self, part: Part) -> None:
        """Take over or start one part, and return when it serves.

        Raises:
            LauncherError: it does not serve; nothing of it is left running.
        """
        began = time.monotonic()
        adopted = self._adopted(part)
        if adopted:
            self._enter(part, adopted)
        else:
            command = part.prepare()
            with self._wish.held():
                self._enter(part, self._born(part, command))
        self._await_ready(part)
        self._say(f"{part.name}: serves ({time.monotonic() - began:.1f} s)")

    def pid(self, name: str) -> int:
        """Return the process of a part."""
        return self._children[name].trace.pid

    def addresses(self) -> dict[str, str]:
        """Return where our parts are reached now, as settings' environment variables."""
        return {name: text for part in self._parts for name, text in part.addresses().items()}

    def watch(self) -> None:
        """Start dead parts again until told to stop."""
        next_check = time.monotonic() + CHECK_EVERY_S
        while not self._wish.event.wait(LOOK_EVERY_S):
            is_check_due = time.monotonic() >= next_check
            if is_check_due:
                next_check = time.monotonic() + CHECK_EVERY_S
                self._trim_logs()
            for part in self._parts:
                with self._lock:
                    if not self._wish.event.is_set():
                        self._look_after(part, is_check_due=is_check_due)

    def stop(self) -> None:
        """End all parts: the service first, as it uses the others, then the rest at once."""
        with self._lock:
            living = [(p, self._children[p.name]) for p in reversed(self._parts)]
            for part, child in living:
                if part.name == "service":
                    child.end(part.stop_signal, grace_s=SERVICE_GRACE_S)
            for part, child in living:
                child.ask(part.stop_signal)
            until = time.monotonic() + GRACE_S
            for part, child in living:
                if not child.wait(max(0.0, until - time.monotonic())):
                    child.end(signal.SIGKILL, grace_s=2.0)
                self._trace(part).unlink(missing_ok=True)
            self._parts.clear()
        if self._claim:
            self._end_left_over()
            self._claim.close()

    def _end_left_over(self) -> None:
        """End what an earlier launcher left and this one did not come to take over."""
        for path in self._places.run.glob("*.json"):
            child = Child.adopt(path)
            if child:
                child.end(signal.SIGTERM, grace_s=GRACE_S)
            path.unlink()

    def _adopted(self, part: Part) -> Child | None:
        """Return the healthy process an earlier launcher left; one of no use is ended."""
        child = Child.adopt(self._trace(part))
        if child is None:
            return None
        part.take_up()
        try:
            if part.outlives_us and child.trace.mark == part.mark:
                part.check()
                self._say(f"{part.name}: taken over (pid {child.trace.pid})")
                return child
            self._say(f"{part.name}: left over from another start, ending it")
        except NotReady as seen:
            self._say(f"{part.name}: left over and silent ({seen}), ending it")
        child.end(part.stop_signal, grace_s=GRACE_S)
        return None

    def _enter(self, part: Part, child: Child) -> None:
        with self._lock:
            self._parts.append(part)
            self._children[part.name] = child
            self._health[part.name] = rules.Health(started_at=time.monotonic())

    def _born(self, part: Part, command: Command) -> Child:
        log = self._log(part)
        self._told_before[part.name] = log.stat().st_size if log.exists() else 0
        return Child.start(command, log=log, trace_file=self._trace(part), mark=part.mark)

    def _await_ready(self, part: Part) -> None:
        child = self._children[part.name]
        until = time.monotonic() + READY_LIMIT_S
        seen = "nothing"
        while time.monotonic() < until:
            if not child.is_alive:
                raise PartFailed(f"{part.name} ended while starting. {self._last_lines(part)}")
            try:
                part.check()
            except NotReady as unready:
                seen = str(unready)
                time.sleep(LOOK_EVERY_S)
            else:
                return
        raise PartFailed(
            f"{part.name} does not serve after {READY_LIMIT_S:.0f} s: {seen}. "
            f"{self._last_lines(part)}"
        )

    def _look_after(self, part: Part, *, is_check_due: bool) -> None:
        health, child = self._health[part.name], self._children[part.name]
        now = time.monotonic()
        if health.is_down:
            if now >= (health.due_at or 0.0):
                self._start_again(part)
        elif not child.is_alive:
            self._health[part.name] = rules.died(health, now)
            self._say(f"{part.name}: ended unexpectedly, starting it again")
        elif is_check_due:
            self._health[part.name] = rules.checked(health, answered=_answers(part))
            if rules.is_hung(self._health[part.name]):
                self._say(f"{part.name}: does not answer any more, ending it")
                child.end(part.stop_signal, grace_s=GRACE_S)

    def _start_again(self, part: Part) -> None:
        before = dict(part.addresses())
        try:
            self._children[part.name] = self._born(part, part.prepare())
        except (LauncherError, OSError) as refused:
            self._say(f"{part.name}: {refused}")
            self._health[part.name] = rules.died(self._health[part.name], time.monotonic())
            return
        self._health[part.name] = rules.restarted(self._health[part.name], time.monotonic())
        if part.addresses() != before:
            self._tell_new_address()

    def _tell_new_address(self) -> None:
        """End the service: it is started again with the addresses that are true now."""
        service = self._children.get("service")
        if service:
            service.end(signal.SIGTERM, grace_s=SERVICE_GRACE_S)

    def _last_lines(self, part: Part) -> str:
        """Return what this start said; an earlier one may have failed for another reason."""
        log = self._log(part)
        told = log.read_bytes()[self._told_before.get(part.name, 0) :]
        lines = told.decode(errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join([f"The last lines of {log}:", *lines])

    def _trim_logs(self) -> None:
        for folder in (self._places.log, self._places.engine / "log"):
            logs.trim(folder)

    def _log(self, part: Part) -> Path:
        return self._places.log / f"{part.name}.log"

    def _trace(self, part: Part) -> Path:
        return self._places.run / f"{part.name}.json"


def is_claimed(places: Places) -> bool:
    """Return whether a launcher serves this data folder now."""
    try:
        with (places.run / LOCK).open("rb") as claim:
            fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def raise_file_limit() -> None:
    """Let us and our parts open as many files as this user may: a call needs several."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _answers(part: Part) -> bool:
    try:
        part.check()
    except NotReady as seen:
        return seen.is_awake
    return True
