"""`yingda twin …`: what-ifs through the same router, on the command line."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from yingda.kit.errors import YingdaError
from yingda.planning.twin.run import Progress as Advance
from yingda.planning.twin.run import run_scenario
from yingda.planning.twin.scenario import load_scenario
from yingda.planning.twin.show import tables_of
from yingda.routing.core import Policy

twin_app = typer.Typer(
    name="twin", help="What-ifs: the same router, with simulated callers.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="Scenario file, YAML or JSON (docs/twin.md).")]
PolicyName = Annotated[Policy | None, typer.Option(help="Instead of the file's policy.")]
Replications = Annotated[int | None, typer.Option(min=1, help="Instead of the file's number.")]
Workers = Annotated[
    int, typer.Option(min=1, max=1024, help="Threads; the figures do not depend on it.")
]
Seed = Annotated[int | None, typer.Option(min=0, help="Instead of the file's seed.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

CORES = os.cpu_count() or 1


@twin_app.command()
def run(
    file: File,
    *,
    policy: PolicyName = None,
    replications: Replications = None,
    workers: Workers = CORES,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Run a scenario and show what each class and group gets, with 95 % intervals."""
    with refusals(), progress_bar("replications") as advance:
        scenario = load_scenario(file).with_run(policy=policy, replications=replications, seed=seed)
        result = run_scenario(scenario, workers=workers, progress=advance)
    if as_json:
        print(json.dumps(result.as_json()))
        return
    console = Console()
    for table in tables_of(result):
        console.print(table)
    console.print(f"{result.calls_per_second:,.0f} calls a second on {workers} cores")


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal into its sentence on stderr and exit code 2."""
    try:
        yield
    except YingdaError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(130) from error


@contextmanager
def progress_bar(what: str) -> Iterator[Advance]:
    """Show progress on stderr, on a terminal only."""
    console = Console(stderr=True)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
