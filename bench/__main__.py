"""`python -m bench`: measure, print tables, keep the results as JSON."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import call_setup, desk_load, machine, memory, pop, results, rows
from bench.pack import write_pack
from tests.lab import sipp
from tests.lab.remote import Remote
from yingda.launcher import Parts, running_parts

CENTRE = frozenset({"postgres", "nats", "engine", "service"})
# In this order: idle first, the load last.
BENCHES = {"memory": memory.run, "pop": pop.run, "desk-load": desk_load.run}
LOADS = ("call-setup", "call-length")
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    names: Annotated[list[str] | None, typer.Argument(help="which benches; all by default")] = None,
    rates: Annotated[str, typer.Option(help="calls a second, with commas between")] = "5,20,40",
    repeats: Annotated[int, typer.Option(help="turns of each side at each rate")] = 3,
    sound_after_ms: Annotated[int, typer.Option(help="answer to the caller's first packet")] = 20,
) -> None:
    """Measure on this machine: the whole centre first, then rooms by themselves.

    memory, pop, desk-load, call-setup, call-length; routing-core, routing-live, routing-trace,
    routing-wait, twin, twin-nine, step, erlang, forecast, staffing-rivals, staffing.
    Only when named: routing-kill.
    """
    by_themselves = {**rows.BENCHES, **rows.SOAKS}
    if unknown := set(names or ()) - {*BENCHES, *LOADS, *by_themselves}:
        raise typer.BadParameter(f"no such bench: {', '.join(sorted(unknown))}")
    plan = call_setup.Plan(
        rates=tuple(int(rate) for rate in rates.split(",")),
        repeats=repeats,
        sound_after_ms=sound_after_ms,
    )
    facts, console = machine.facts(), Console()
    reports = _centre(names or [], plan) if _needs_centre(names) else []
    reports += [rows.report(name) for name in by_themselves if name in (names or rows.BENCHES)]
    for report in reports:
        results.show(report, console)
    console.print(f"kept in {results.keep(reports, facts)}")


def _needs_centre(names: list[str] | None) -> bool:
    return not names or bool(set(names) - {*rows.BENCHES, *rows.SOAKS})


def _centre(names: list[str], plan: call_setup.Plan) -> list[results.Report]:
    loads = [load for load in LOADS if not names or load in names]
    with tempfile.TemporaryDirectory(prefix="yingda-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        pack = write_pack(folder / "pack", _agents(loads, plan))
        with running_parts(folder / "centre", CENTRE, pack=str(pack)) as parts:
            chosen = [bench for each, bench in BENCHES.items() if not names or each in names]
            reports = [asyncio.run(bench(parts)) for bench in chosen]
            if loads:
                reports += asyncio.run(_under_load(loads, plan, parts, folder))
    return reports


def _agents(loads: list[str], plan: call_setup.Plan) -> int:
    lengths = call_setup.PLANS if "call-length" in loads else ()
    return max(each.agents for each in (plan, *lengths))


async def _under_load(
    loads: list[str], plan: call_setup.Plan, parts: Parts, folder: Path
) -> list[results.Report]:
    async with AsyncExitStack() as stack:
        remote = await stack.enter_async_context(Remote(parts))
        tool = sipp.Sipp(sipp.find(), folder / "sipp")
        stack.push_async_callback(tool.stop)
        witness = await call_setup.Witness.call(remote, sipp.free_ports(1))
        stack.push_async_callback(witness.leave)
        sides = (call_setup.Native(parts, remote), call_setup.Ours(parts))
        ports = {side.name: sipp.free_ports(2) for side in sides}
        stand = call_setup.Stand(tool, witness, str(parts.sip))
        await call_setup.prepare(_agents(loads, plan), sides, stand, ports)
        reports = []
        if "call-setup" in loads:
            turns = await call_setup.measure(plan, sides, stand)
            reports.append(call_setup.report(plan, turns))
        if "call-length" in loads:
            each = zip(call_setup.LENGTHS_S, call_setup.PLANS, strict=True)
            told = {s: await call_setup.measure(one, sides, stand) for s, one in each}
            reports.append(call_setup.length_report(told))
        return reports


if __name__ == "__main__":
    app()
