"""What the planner's process answers is what the API's document says, no less and no more."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter

from yingda.planning.forecast.show import FORMULAS
from yingda.planning.forecast.views import ForecastView
from yingda.planning.forecast.work import answer
from yingda.planning.jobs_work import erlang, staffing, what_if
from yingda.planning.views import ErlangView, JobView


def scenario(share: float = 0.8, **more: object) -> dict[str, Any]:
    klass = {
        "name": "calls",
        "arrivals": 60,
        "service": {"dist": "exp", "mean": 120},
        "target": {"share": share, "within": 20},
    }
    groups = [{"name": "agents", "agents": 5, "skills": {"calls": {}}}]
    return {"classes": [klass], "groups": groups, **more}


def result(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the result of a job as its route would let it out."""
    job = {"job": "1", "kind": "staff", "state": "done", "progress": 1.0}
    nothing = {"phase": None, "agents": None, "error": None}
    shown: Any = known(JobView, {**job, **nothing, "result": told})
    assert shown["result"] is not None
    return dict(shown["result"])


def known(kind: type, told: Mapping[str, Any]) -> object:
    adapter = TypeAdapter[object](kind)
    return adapter.dump_python(adapter.validate_python(told), mode="json")


@pytest.mark.parametrize(
    "more",
    [
        {"run": {"window": 3600, "replications": 2}},
        {"periods": {"count": 2, "length": 1800}, "run": {"replications": 2}},
    ],
    ids=["steady", "day"],
)
def test_a_run(more: dict[str, Any]) -> None:
    told = what_if({"scenario": scenario(**more)}, lambda _: None, lambda: False)

    assert result(told) == told


def test_a_staff_that_was_found_and_one_that_cannot_be() -> None:
    run = {"window": 3600, "replications": 2}
    found = staffing({"scenario": scenario(run=run)}, lambda _: None, lambda: False)
    never = staffing({"scenario": scenario(1, run=run)}, lambda _: None, lambda: False)

    assert (found["feasible"], never["feasible"]) == (True, False)
    assert result(found) == found
    assert result(never) == never


@pytest.mark.parametrize("model", ["b", "c", "a"])
def test_an_erlang_model(model: str) -> None:
    told = erlang({"model": model, "rate": 60, "aht": 120, "agents": 5, "patience": 90})

    assert known(ErlangView, told) == told


def test_a_forecast() -> None:
    day = [5.0 if 18 <= slot < 40 else 0.0 for slot in range(48)]
    asked = {"first": "2026-03-02", "calls": [day] * 84, "days": 2, "backtest": 14}
    history = {"first": "2026-03-02", "days": 84, "brought": 0}
    told = {**answer(asked), "history": history, "formulas": FORMULAS}

    assert known(ForecastView, told) == told
