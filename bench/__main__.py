"""`python -m bench`: measure, print tables, keep the results as JSON."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import call_setup, machine, results
from bench.pack import write_pack
from tests.lab import sipp
from tests.lab.remote import Remote
from yingda.launcher import Parts, running_parts

CENTRE = frozenset({"postgres", "nats", "engine", "service"})
ENGINE = frozenset({"engine"})
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    rates: Annotated[str, typer.Option(help="calls a second, with commas between")] = "5,20,40",
    repeats: Annotated[int, typer.Option(help="turns of each side at each rate")] = 3,
    sound_after_ms: Annotated[int, typer.Option(help="answer to the caller's first packet")] = 20,
    *,
    native_only: Annotated[bool, typer.Option(help="leave our side out")] = False,
) -> None:
    """Measure call set-up on this machine."""
    plan = call_setup.Plan(
        rates=tuple(int(rate) for rate in rates.split(",")),
        repeats=repeats,
        sound_after_ms=sound_after_ms,
    )
    console = Console()
    facts = machine.facts()
    with tempfile.TemporaryDirectory(prefix="yingda-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        given = {} if native_only else {"pack": str(write_pack(folder / "pack", plan.agents))}
        parts_wanted = ENGINE if native_only else CENTRE
        with running_parts(folder / "centre", parts_wanted, **given) as parts:
            report = asyncio.run(_call_setup(plan, parts, folder, native_only=native_only))
    results.show(report, console)
    console.print(f"kept in {results.keep([report], facts)}")


async def _call_setup(
    plan: call_setup.Plan, parts: Parts, folder: Path, *, native_only: bool
) -> results.Report:
    async with AsyncExitStack() as stack:
        remote = await stack.enter_async_context(Remote(parts))
        tool = sipp.Sipp(sipp.find(), folder / "sipp")
        stack.push_async_callback(tool.stop)
        witness = await call_setup.Witness.call(remote, sipp.free_ports(1))
        stack.push_async_callback(witness.leave)
        sides: list[call_setup.Side] = [call_setup.Native(parts, remote)]
        if not native_only:
            sides.append(call_setup.Ours(parts))
        ports = {side.name: sipp.free_ports(2) for side in sides}
        stand = call_setup.Stand(tool, witness, str(parts.sip))
        return call_setup.report(plan, await call_setup.measure(plan, sides, stand, ports))


if __name__ == "__main__":
    app()
