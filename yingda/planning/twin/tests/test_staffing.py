"""Staffing: no more than needed, confirmed, and refused with the class that cannot be served."""

from typing import Any

import pytest

from yingda.planning.erlang import Demand, Model, staff
from yingda.planning.errors import Infeasible, RunCancelled
from yingda.planning.twin.judge import Verdict, judge
from yingda.planning.twin.run import run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.staffing import Effort
from yingda.planning.twin.staffing_day import staff_scenario
from yingda.planning.twin.tests.scenes import one_class, scene

SMALL = Effort(coarse=20_000, fine=40_000, confirm=1_000_000)


def ten_times_longer(scenario: Scenario, crews: list[tuple[int, ...]]) -> Verdict:
    run = scenario.run.model_copy(
        update={"seed": 99, "replications": 10 * scenario.run.replications}
    )
    longer = scenario.with_agents(crews).model_copy(update={"run": run})
    return judge(run_scenario(longer))


@pytest.mark.parametrize(("rate", "patience"), [(190, None), (600, 90)])
def test_one_class_needs_what_erlang_says(rate: float, patience: float | None) -> None:
    law = "none" if patience is None else {"dist": "exp", "mean": patience}
    scenario = one_class(rate, 1_000, patience=law, tail=1)
    model = Model.C if patience is None else Model.A
    found = staff_scenario(scenario)
    exact = staff(model, Demand(rate, 180, patience, 20), 0.8)

    assert found.crews[0][0] - exact in {0, 1}, "one more where exactly enough is not for sure"


def test_two_groups_keep_every_promise_in_a_longer_run_of_other_callers() -> None:
    scenario = Scenario.model_validate(scene())
    found = staff_scenario(scenario)

    assert ten_times_longer(scenario, found.crews).is_kept()
    assert sum(size for (size,) in found.crews) <= 26


def test_a_day_is_staffed_by_period() -> None:
    data = scene(periods={"count": 2, "length": 7200}, run={"replications": 50})
    data["classes"][0]["arrivals"] = [20, 60]
    data["classes"][1]["arrivals"] = [60, 200]
    scenario = Scenario.model_validate(data)
    parts: list[tuple[int, int]] = []
    found = staff_scenario(
        scenario, effort=SMALL, part=lambda done, total: parts.append((done, total))
    )

    assert parts == [(0, 2), (1, 2), (2, 2)]
    first, second = (sum(crew[period] for crew in found.crews) for period in (0, 1))
    assert first < second
    assert ten_times_longer(scenario, found.crews).is_kept()
    assert found.as_json()["total"] == [first, second]


@pytest.mark.parametrize(
    ("klass", "group", "cause", "words"),
    [
        (
            {"target": {"share": 1.0, "within": 10}},
            {},
            "every-call",
            "vip needs at least every call",
        ),
        ({"abandon_cap": 0}, {}, "every-caller", "vip needs at least every caller"),
        ({}, {"skills": {"vip": {"after": 15}, "mass": {}}}, "opens-late", ".* opens within 10 s"),
        ({}, {"most": 4}, "too-few", r"vip needs at least \d+ agents with its skill .* may have 4"),
        ({"abandon_cap": 1e-9}, {"most": 7}, "limits", "vip needs at least .* more of p_abandon"),
    ],
)
def test_what_cannot_be_staffed_is_refused_with_the_class_and_its_need(
    klass: dict[str, Any], group: dict[str, Any], cause: str, words: str
) -> None:
    data = scene()
    data["classes"][0] |= klass
    data["groups"][0] |= group

    with pytest.raises(Infeasible, match=f"infeasible because class {words}") as refused:
        staff_scenario(Scenario.model_validate(data))
    assert (refused.value.why["cause"], refused.value.why["klass"]) == (cause, "vip")


def test_a_search_can_be_stopped() -> None:
    with pytest.raises(RunCancelled):
        staff_scenario(Scenario.model_validate(scene()), is_cancelled=lambda: True)
