"""Runs: the same for any workers, right against the closed forms, honest about boundaries."""

import math

import numpy as np
import pytest

from yingda.planning.erlang import Demand, Model, evaluate
from yingda.planning.errors import RunCancelled
from yingda.planning.twin.kernel import tables as at
from yingda.planning.twin.result import Estimate, Result
from yingda.planning.twin.run import run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.tests.scenes import one_class, scene
from yingda.routing.core import Policy

SIGMAS = 4.5  # joint 99.9 % for the comparisons of this file (Bonferroni), in standard errors


def agrees(found: Estimate, expected: float, *, rounding: float = 0.0) -> bool:
    """Return whether the interval, widened to joint 99.9 %, holds; times are whole ms in a run."""
    return abs(found.mean - expected) <= SIGMAS / 2 * found.half_width + rounding


@pytest.mark.parametrize("policy", list(Policy))
def test_any_number_of_workers_finds_the_same(policy: Policy) -> None:
    scenario = Scenario.model_validate(scene(policy=policy))
    one, three = run_scenario(scenario, workers=1), run_scenario(scenario, workers=3)

    assert np.array_equal(one.books.tally, three.books.tally)
    assert np.array_equal(one.books.work, three.books.work)
    assert one.total == three.total


def test_another_seed_finds_something_else_and_the_same_seed_the_same() -> None:
    scenario = Scenario.model_validate(scene())
    first, again = run_scenario(scenario), run_scenario(scenario)
    other = run_scenario(scenario.with_run(seed=2))

    assert np.array_equal(first.books.tally, again.books.tally)
    assert not np.array_equal(first.books.tally, other.books.tally)


def test_policies_see_the_same_callers() -> None:
    runs = [
        run_scenario(Scenario.model_validate(scene(policy=policy)))
        for policy in (Policy.SLD, Policy.PRIORITY)
    ]

    one, other = (each.books.tally[..., at.OFFERED] for each in runs)
    assert np.array_equal(one, other)
    assert runs[0].total != runs[1].total


def test_strict_priority_serves_the_first_class_better_than_fifo() -> None:
    by = {
        policy: run_scenario(Scenario.model_validate(scene(policy=policy))).total.classes
        for policy in (Policy.PRIORITY, Policy.FIFO)
    }

    assert by[Policy.PRIORITY]["vip"]["wait"].mean < by[Policy.FIFO]["vip"]["wait"].mean
    assert by[Policy.PRIORITY]["mass"]["wait"].mean > by[Policy.FIFO]["mass"]["wait"].mean


@pytest.mark.parametrize(
    ("rate", "agents", "patience"),
    [(180, 10, None), (200, 10, 120), (1950, 100, None), (2000, 100, 60), (2400, 100, 300)],
)
def test_one_class_is_erlang(rate: float, agents: int, patience: float | None) -> None:
    law = "none" if patience is None else {"dist": "exp", "mean": patience}
    result = run_scenario(one_class(rate, agents, patience=law))
    model = Model.C if patience is None else Model.A
    expected = evaluate(model, agents, Demand(rate, 180, patience, 20))
    found = result.total.classes["all"]

    assert agrees(found["sl_off"], expected.sl, rounding=1e-4)
    assert agrees(found["p_wait"], expected.p_wait, rounding=1e-3)
    assert agrees(found["p_abandon"], expected.p_abandon, rounding=1e-4)
    assert agrees(found["asa"], expected.asa, rounding=2e-3)
    assert agrees(result.total.groups["all"]["occupancy"], expected.occupancy, rounding=1e-4)


def test_fixed_service_and_one_agent_is_pollaczek_khinchine() -> None:
    for law, scv in (
        ({"dist": "deterministic", "mean": 180}, 0.0),
        ({"dist": "lognormal", "mean": 180, "scv": 2.0}, 2.0),
    ):
        result = run_scenario(one_class(12, 1, service=law))
        expected = 0.6 * 180 * (1 + scv) / (2 * (1 - 0.6))

        assert agrees(result.total.classes["all"]["asa"], expected)


def test_after_call_work_keeps_agents_and_speed_does_not_shorten_it() -> None:
    scenario = one_class(40, 10, acw={"dist": "deterministic", "mean": 60})
    fast = scenario.model_copy(
        update={"groups": [scenario.groups[0].model_copy(update={"speed": 2.0})]}
    )

    occupancy = run_scenario(fast).total.groups["all"]["occupancy"]
    assert agrees(occupancy, 40 * (180 / 2 + 60) / 3600 / 10)


def day(**changes: object) -> Scenario:
    data = scene(periods={"count": 3, "length": 1800}, run={"replications": 40})
    data["classes"] = [
        {
            "name": "all",
            "arrivals": [600, 0, 60],
            "service": {"dist": "deterministic", "mean": 60},
            "target": {"share": 0.8, "within": 0},
        }
        | changes
    ]
    data["groups"] = [{"name": "all", "agents": [5, 20, 0], "skills": {"all": {}}}]
    return Scenario.model_validate(data)


def test_a_day_ends_with_nobody_waiting_and_counts_by_period_of_arrival() -> None:
    result = run_scenario(day())
    found = [each.classes["all"] for each in result.periods]

    assert found[0]["answered"].mean == found[0]["offered"].mean > 250
    assert found[1]["offered"].mean == 0
    assert math.isnan(found[1]["sl_off"].mean)
    assert found[2]["offered"].mean > 20
    assert found[2]["answered"].mean == 0, "nobody is on duty in the last period"
    assert result.total.classes["all"]["answered"] == found[0]["answered"]


def test_agents_finish_their_call_after_their_crew_is_gone() -> None:
    data = day().model_dump()
    data["classes"][0] |= {"arrivals": (60.0, 0.0, 0.0), "service": {"dist": "exp", "mean": 1000}}
    data["groups"][0] |= {"agents": (1, 0, 0)}
    result = run_scenario(Scenario.model_validate(data))

    work = result.books.work[:, :, 0]
    assert (work[:, 0, at.DUTY] == 1_800_000).all()
    assert (work[:, 1:, at.DUTY] == work[:, 1:, at.BUSY]).all(), "overtime is work only"
    assert work[:, 1:, at.BUSY].sum() > 0


def test_the_policy_may_starve_a_patient_class_and_the_run_still_ends() -> None:
    data = scene(policy="priority")
    data["classes"][0] |= {"arrivals": 2000}
    data["classes"][1] |= {"arrivals": 20, "patience": None}
    data["groups"] = [{"name": "one", "agents": 5, "skills": {"vip": {}, "mass": {}}}]
    data["run"] |= {"replications": 2}
    mass = run_scenario(Scenario.model_validate(data)).total.classes["mass"]

    assert mass["answered"].mean < mass["offered"].mean
    assert mass["p_wait_over_3tau"].mean > 0.9


def test_progress_is_told_and_a_run_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []
    run_scenario(
        Scenario.model_validate(scene()), progress=lambda done, total: told.append((done, total))
    )

    assert told == [(done, 8) for done in range(1, 9)]
    with pytest.raises(RunCancelled):
        run_scenario(Scenario.model_validate(scene()), is_cancelled=lambda: True)


def test_json_has_every_measure_with_mean_and_half_width() -> None:
    result: Result = run_scenario(day())
    shown = result.as_json()
    assert isinstance(shown["classes"], dict)

    assert set(shown["classes"]["all"]) == {
        "offered", "answered", "abandoned", "sl_off", "sl_net", "sl_opt", "sl_srv", "asa", "wait",
        "p_wait", "p_abandon", "p_wait_over_3tau",
    }  # fmt: skip
    assert shown["seed"] == 1
    assert isinstance(shown["periods"], list)
    assert shown["periods"][1]["classes"]["all"]["sl_off"] == {"mean": None, "half_width": None}
    assert set(shown["periods"][0]["groups"]["all"]["occupancy"]) == {"mean", "half_width"}
