"""`yingda up`: the whole centre in the foreground, until it is told to stop."""

from rich.console import Console

from yingda.launcher.checks import essential
from yingda.launcher.errors import LauncherError
from yingda.launcher.places import Places
from yingda.launcher.stack import ALL_PARTS, start_parts
from yingda.launcher.stopping import Stopped, StopWish
from yingda.launcher.summary import summary
from yingda.launcher.supervisor import Supervisor
from yingda.settings import Settings, SettingsRefused, load_settings


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

    wish = StopWish()
    supervisor = Supervisor(Places(settings.data), say, wish)
    with wish.listening():
        try:
            with wish.breaking_off():
                supervisor.claim()
                refuse(essential(settings))
                parts = start_parts(settings, supervisor, ALL_PARTS, say)
            console.print(summary(parts))
            supervisor.watch()
        except Stopped:
            pass
        finally:
            say("正在停止 stopping")
            supervisor.stop()
    return 0


def refuse(problems: list[LauncherError]) -> None:
    """Raise what stands in the way, all of it at once."""
    if problems:
        raise LauncherError("\n".join(str(problem) for problem in problems))
