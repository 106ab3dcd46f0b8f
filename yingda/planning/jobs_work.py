"""What the planner's process does: from the words of a request to the words of an answer."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yingda.kit.yamlfile import FileRefused, Mistake, parse
from yingda.planning.erlang import DEFAULT_WITHIN, Demand, Model, evaluate, staff
from yingda.planning.erlang.cli import FORMULAS
from yingda.planning.errors import DemandRefused, Infeasible
from yingda.planning.jobs_errors import ScenarioRefused
from yingda.planning.twin.run import Stopped, run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.staffing_day import staff_scenario
from yingda.routing.core import Policy

Progress = Callable[[Mapping[str, Any]], None]
Answer = Mapping[str, Any]

MOST_CALLS: Final = 50_000_000
MOST_TOLD: Final = 20
CORES: Final = os.cpu_count() or 1


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ErlangRequest(_Request):
    """`agents` → measures, or (without it, or as model `staff`) `target` → agents and measures."""

    model: Literal["b", "c", "a", "staff"]
    rate: float
    aht: float
    agents: int | None = None
    patience: float | None = None
    within: float = DEFAULT_WITHIN
    target: float | None = None


class RunRequest(_Request):
    scenario: dict[str, Any]
    policy: Policy | None = None
    replications: Annotated[int, Field(ge=2, le=1000)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None


def erlang(told: Mapping[str, Any]) -> Answer:
    """Return the measures of an Erlang model, with the agents they are for.

    Raises:
        DemandRefused: a number that means nothing, or a load that the model cannot carry.
    """
    asked = ErlangRequest.model_validate(told)
    demand = Demand(asked.rate, asked.aht, asked.patience, asked.within)
    model = _model(asked)
    agents = asked.agents
    if agents is None or asked.model == "staff":
        if asked.target is None:
            raise DemandRefused("target: expected, because the number of agents is asked for")
        agents = staff(model, demand, asked.target)
    return {
        "model": model.value,
        "agents": agents,
        "load": demand.load,
        **evaluate(model, agents, demand)._asdict(),
        "formula": FORMULAS[model],
    }


def _model(asked: ErlangRequest) -> Model:
    if asked.model == "staff":
        return Model.C if asked.patience is None else Model.A
    return Model(asked.model)


def check(told: Mapping[str, Any]) -> Answer:
    """Return nothing for a scenario that can run.

    Raises:
        ScenarioRefused: with every mistake, its path and what was expected.
    """
    _scenario(told)
    return {}


def what_if(told: Mapping[str, Any], progress: Progress, is_cancelled: Stopped) -> Answer:
    """Return what the scenario's callers and agents get."""
    result = run_scenario(
        _scenario(told),
        workers=CORES,
        progress=lambda done, total: progress({"phase": "run", "share": done / total}),
        is_cancelled=is_cancelled,
    )
    return result.as_json()


def staffing(told: Mapping[str, Any], progress: Progress, is_cancelled: Stopped) -> Answer:
    """Return the fewest agents of each group, or why no number of agents is enough."""
    far: dict[str, float] = {}
    try:
        found = staff_scenario(
            _scenario(told),
            workers=CORES,
            note=lambda phase, agents: progress({**far, "phase": phase, "agents": agents}),
            part=lambda done, total: far.update(share=done / total),
            is_cancelled=is_cancelled,
        )
    except Infeasible as error:
        return error.as_json()
    shown = found.as_json()
    occupancy = shown.pop("groups")
    return shown | {"groups": shown.pop("agents"), "occupancy": occupancy, "reason": ""}


def warm_up() -> None:
    """Run the smallest scenario, so that the twin is loaded and compiled."""
    klass = {
        "name": "calls",
        "arrivals": 1,
        "service": {"dist": "exp", "mean": 1},
        "target": {"share": 0.8, "within": 20},
    }
    groups = [{"name": "agents", "agents": 1, "skills": {"calls": {}}}]
    run = {"window": 3600, "replications": 2}
    told = {"classes": [klass], "groups": groups, "run": run}
    run_scenario(Scenario.model_validate(told), workers=1)


def _scenario(told: Mapping[str, Any]) -> Scenario:
    asked = RunRequest.model_validate(told)
    scenario = _parsed(asked.scenario).with_run(
        policy=asked.policy, replications=asked.replications, seed=asked.seed
    )
    calls = _calls(scenario)
    if calls > MOST_CALLS:
        path = "run.replications"
        said = f"expected at most {MOST_CALLS} calls to simulate, found about {calls:.0f}"
        raise refusal([Mistake("", 0, path, said)])
    return scenario


def _parsed(scenario: Mapping[str, Any]) -> Scenario:
    """Validate at once; what is refused is read again, slowly, for its sentences."""
    try:
        return Scenario.model_validate(scenario)
    except ValidationError:
        content = json.dumps(scenario, ensure_ascii=False).encode(errors="replace")
    try:
        return parse(content, Scenario, file="scenario")
    except FileRefused as refused:
        raise refusal(refused.mistakes) from refused


def refusal(mistakes: Sequence[Mistake]) -> ScenarioRefused:
    """Return the refusal that names the first mistakes."""
    lines = [f"{each.path}: {each.message}" for each in mistakes[:MOST_TOLD]]
    return ScenarioRefused(mistakes="\n".join(lines), count=len(mistakes))


def _calls(scenario: Scenario) -> float:
    rates = (sum(each.arrivals) / len(each.arrivals) for each in scenario.classes)
    seconds = scenario.seconds + scenario.run.warmup
    return sum(rates) / 3600 * seconds * scenario.run.replications
