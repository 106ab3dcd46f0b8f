"""`yingda up`: the whole centre in the foreground, until it is told to stop."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console

from yingda.launcher.checks import essential
from yingda.launcher.errors import LauncherError
from yingda.launcher.places import Places
from yingda.launcher.stack import ALL_PARTS, start_parts
from yingda.launcher.summary import summary
from yingda.launcher.supervisor import Supervisor
from yingda.settings import Settings, SettingsRefused, load_settings

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """We were told to stop while still starting."""


def up(console: Console) -> int:
    """Run the centre of the environment's settings and return the exit code."""
    try:
        return run(load_settings(), console)
    except (SettingsRefused, LauncherError) as refused:
        console.print(str(refused), style="red", markup=False, highlight=False, soft_wrap=True)
        return 1


def run(settings: Settings, console: Console) -> int:
    """Run the centre until a signal.

    Raises:
        LauncherError: it cannot run; nothing is left half started.
    """

    def say(text: str) -> None:
        console.print(f"[dim]·[/dim] {text}", highlight=False)

    supervisor = Supervisor(Places(settings.data), say)
    stop = threading.Event()
    with stopping(stop) as begun:
        try:
            supervisor.claim()
            refuse(essential(settings))
            parts = start_parts(settings, supervisor, ALL_PARTS, say)
            begun.set()
            console.print(summary(parts))
            supervisor.watch(stop)
        except Stopped:
            pass
        finally:
            begun.set()
            say("正在停止 stopping")
            supervisor.stop()
    return 0


@contextmanager
def stopping(stop: threading.Event) -> Iterator[threading.Event]:
    """Set `stop` at a signal; until the yielded event is set, also break off what is going on."""
    begun = threading.Event()

    def take(_number: int, _frame: FrameType | None) -> None:
        is_first = not stop.is_set()
        stop.set()
        if is_first and not begun.is_set():
            raise Stopped

    before = {number: signal.signal(number, take) for number in STOP_SIGNALS}
    try:
        yield begun
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def refuse(problems: list[LauncherError]) -> None:
    """Raise what stands in the way, all of it at once."""
    if problems:
        raise LauncherError("\n".join(str(problem) for problem in problems))
