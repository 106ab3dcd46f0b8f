"""The command line: `yingda up | serve | doctor | migrate | engine | version`, the planner's own.

What needs large libraries is a program of its own, taken up in our place: `doctor` answers at once.
"""

import os
import sys
from importlib.metadata import version as installed_version
from typing import Any, Final, NoReturn

import typer
from rich.console import Console

from yingda.launcher import LauncherError
from yingda.launcher import migrate as bring_forward
from yingda.launcher.doctor import doctor as diagnose
from yingda.launcher.doctor import own_database
from yingda.launcher.engine_store import build_engine
from yingda.settings import Settings, SettingsRefused, load_settings

app = typer.Typer(
    help="应答 Yingda: an open contact centre. Settings are YINGDA_* variables: docs/settings.md.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

PASSED_ON: Final[dict[str, Any]] = {
    "add_help_option": False,
    "context_settings": {"allow_extra_args": True, "ignore_unknown_options": True},
}


@app.command()
def up() -> None:
    """Start the whole centre in the foreground. 在前台启动整个中心。"""
    _become("yingda.launcher")


@app.command()
def serve() -> None:
    """Run the service alone; the other parts run elsewhere. 只运行服务。"""
    _become("yingda.app")


@app.command()
def doctor() -> None:
    """Say what is missing, each with its mend. 检查缺什么、如何补。"""
    raise typer.Exit(diagnose(_settings(), Console()))


@app.command()
def migrate() -> None:
    """Bring the database's schema forward. 升级数据库结构。"""
    settings = _settings()
    url = settings.database_url or own_database(settings)
    if url is None:
        _refuse("No database runs. Start the centre (it migrates by itself), or set"
                " YINGDA_DATABASE_URL.")  # fmt: skip
    try:
        before = bring_forward(url)
    except LauncherError as refused:
        _refuse(str(refused))
    typer.echo(f"{before.current or 'empty'} → {before.head}")


@app.command()
def engine() -> None:
    """Build the voice engine if it is not there yet. 准备语音引擎。"""
    try:
        typer.echo(f"voice engine ready: {build_engine(_settings(), typer.echo)}")
    except LauncherError as refused:
        _refuse(str(refused))


@app.command()
def version() -> None:
    """Say which release this is. 版本。"""
    typer.echo(installed_version("yingda"))


@app.command(**PASSED_ON)
def erlang(context: typer.Context) -> None:
    """Erlang B, C and A, exact; how many agents a target needs. 话务计算。"""
    _become("yingda.planning", "erlang", *context.args)


@app.command(**PASSED_ON)
def twin(context: typer.Context) -> None:
    """Run a scenario in the twin, or search its staffing. 仿真孪生。"""
    _become("yingda.planning", "twin", *context.args)


@app.command(**PASSED_ON)
def forecast(context: typer.Context) -> None:
    """Forecast calls by half-hour from a file of past weeks. 话务预测。"""
    _become("yingda.planning", "forecast", *context.args)


def _become(program: str, *arguments: str) -> NoReturn:
    """Go on as another program of ours, in this process."""
    words = [sys.executable, "-m", program, *arguments]
    os.execv(sys.executable, words)  # noqa: S606 -- a list of words, no shell


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsRefused as refused:
        _refuse(str(refused))


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()
