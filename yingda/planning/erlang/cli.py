"""`yingda erlang …`: the closed-form models on the command line."""

import json
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from yingda.planning.erlang.formulas import Measures
from yingda.planning.erlang.model import DEFAULT_WITHIN, Demand, Model, evaluate, staff
from yingda.planning.errors import DemandRefused

erlang_app = typer.Typer(
    name="erlang",
    help="Erlang B, C and A: what agents do, or how many it takes.",
    no_args_is_help=True,
)

Agents = Annotated[int, typer.Option(help="Agents on duty.")]
Rate = Annotated[float, typer.Option(help="Calls an hour.")]
Aht = Annotated[
    float, typer.Option(help="Mean handling time in seconds: talk, hold, after-call work.")
]
Patience = Annotated[
    float | None, typer.Option(help="Mean seconds until a waiting caller hangs up (Erlang A).")
]
Within = Annotated[float, typer.Option(help="Seconds within which an answer counts for sl.")]
Target = Annotated[float, typer.Option(help="Share of calls to be answered in time, as 0.8.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

FORMULAS: Final = {
    Model.B: "p_block = (aⁿ/n!) ÷ Σₖ₌₀ⁿ aᵏ/k!    a = rate·aht/3600",
    Model.C: "p_wait = nB ÷ (n − a + aB), B = Erlang B    sl = 1 − p_wait·e^(−(n−a)·within/aht)",
    Model.A: "M/M/n+M: up a, down min(k,n) + (k−n)⁺·aht/patience   sl = answered in time ÷ offered",
}
WORDS: Final = {
    "p_wait": "waits at all",
    "p_abandon": "hangs up waiting",
    "sl": "answered in time (of all offered)",
    "asa": "mean wait of the answered, s",
    "occupancy": "share of time agents work",
    "p_block": "finds no line",
}


@erlang_app.command()
def b(
    *,
    agents: Agents,
    rate: Rate,
    aht: Aht,
    patience: Patience = None,
    within: Within = DEFAULT_WITHIN,
    as_json: AsJson = False,
) -> None:
    """Nobody waits: a call that finds no agent (line) is lost."""
    _answer(Model.B, agents, Demand(rate, aht, patience, within), as_json=as_json)


@erlang_app.command()
def c(
    *,
    agents: Agents,
    rate: Rate,
    aht: Aht,
    patience: Patience = None,
    within: Within = DEFAULT_WITHIN,
    as_json: AsJson = False,
) -> None:
    """Everybody waits as long as it takes."""
    _answer(Model.C, agents, Demand(rate, aht, patience, within), as_json=as_json)


@erlang_app.command()
def a(
    *,
    agents: Agents,
    rate: Rate,
    aht: Aht,
    patience: Patience = None,
    within: Within = DEFAULT_WITHIN,
    as_json: AsJson = False,
) -> None:
    """Waiting callers hang up when their patience ends."""
    _answer(Model.A, agents, Demand(rate, aht, patience, within), as_json=as_json)


@erlang_app.command(name="staff")
def staff_command(
    *,
    rate: Rate,
    aht: Aht,
    target: Target,
    within: Within = DEFAULT_WITHIN,
    patience: Patience = None,
    as_json: AsJson = False,
) -> None:
    """Find the fewest agents that keep the target: Erlang A with --patience, else Erlang C."""
    model = Model.C if patience is None else Model.A
    demand = Demand(rate, aht, patience, within)
    try:
        agents = staff(model, demand, target)
    except DemandRefused as error:
        raise _refusal(error) from error
    _answer(model, agents, demand, as_json=as_json, staffed=True)


def _answer(
    model: Model, agents: int, demand: Demand, *, as_json: bool, staffed: bool = False
) -> None:
    try:
        measures = evaluate(model, agents, demand)
    except DemandRefused as error:
        raise _refusal(error) from error
    shown = _shown(model, measures)
    if as_json:
        print(json.dumps({"agents": agents} | shown if staffed else shown))
        return
    title = f"Erlang {model.upper()}: {agents} agents, {demand.load:.4g} erlangs"
    table = Table(title=title, caption=FORMULAS[model], show_header=False)
    for key, value in shown.items():
        table.add_row(key, f"{value:.4f}", WORDS[key])
    Console().print(table)


def _shown(model: Model, measures: Measures) -> dict[str, float]:
    shown = measures._asdict()
    return shown if model is Model.B else {key: shown[key] for key in shown if key != "p_block"}


def _refusal(error: DemandRefused) -> typer.Exit:
    Console(stderr=True).print(f"[red]{error}[/red]", soft_wrap=True)
    return typer.Exit(2)
