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
from yingda.planning.errors import Infeasible
from yingda.planning.twin.recorded import load_day
from yingda.planning.twin.replay import Replay
from yingda.planning.twin.result import measures_as_json
from yingda.planning.twin.run import Progress as Advance
from yingda.planning.twin.run import run_scenario
from yingda.planning.twin.scenario import load_scenario
from yingda.planning.twin.show import recorded_table, staff_table, tables_of
from yingda.planning.twin.staffing import Note
from yingda.planning.twin.staffing_day import staff_scenario
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


@twin_app.command()
def staff(
    file: File, *, workers: Workers = CORES, seed: Seed = None, as_json: AsJson = False
) -> None:
    """Find the smallest staff, and its mix, that keeps target, cap and tail of every class."""
    with refusals(), spinner() as note:
        scenario = load_scenario(file).with_run(seed=seed)
        try:
            found = staff_scenario(scenario, workers=workers, note=note)
        except Infeasible as error:
            if as_json:
                print(json.dumps(error.as_json()))
            raise
    if as_json:
        print(json.dumps(found.as_json()))
        return
    console = Console()
    console.print(staff_table(found))
    for table in tables_of(found.result):
        console.print(table)


@twin_app.command()
def replay(
    day: Annotated[Path, typer.Argument(help="Recorded day, JSON or CSV (docs/twin.md).")],
    scenario: Annotated[Path, typer.Option(help="Scenario with classes, groups and policy.")],
    *,
    policy: PolicyName = None,
    replications: Replications = None,
    workers: Workers = CORES,
    as_json: AsJson = False,
) -> None:
    """Show what a recorded day would have been under a scenario's table, roster and policy."""
    with refusals(), progress_bar("replications") as advance:
        wanted = load_scenario(scenario).with_run(policy=policy, replications=replications)
        replayed = Replay(load_day(day), wanted, file=str(day))
        result = replayed.run(workers=workers, progress=advance)
    recorded = replayed.recorded()
    if as_json:
        print(json.dumps(result.as_json() | {"recorded": measures_as_json(recorded)}))
        return
    console = Console()
    console.print(recorded_table(recorded, result))
    for table in tables_of(result):
        console.print(table)


@contextmanager
def spinner() -> Iterator[Note]:
    """Show what a search is doing on stderr, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _phase, _agents: None
        return
    with console.status("search") as status:
        yield lambda phase, agents: status.update(f"{phase}: {agents} agents")


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
