"""What falls on one instant has one order: calls given to the ms, not drawn."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from yingda.planning.twin.kernel import tables as at
from yingda.planning.twin.kernel.draws import NEVER_LEAVES
from yingda.planning.twin.kernel.plan import Ints
from yingda.planning.twin.run import run_scenario
from yingda.planning.twin.scenario import Scenario

Call = tuple[int, int, int, int]  # arrives, class, service, patience; ms


def centre(groups: list[dict[str, Any]], *, within: float = 60, **changes: Any) -> Scenario:
    law = {"dist": "exp", "mean": 100}
    classes = [
        {"name": name, "arrivals": 1, "service": law, "patience": law,
         "target": {"share": 0.8, "within": within}, "priority": place}
        for place, name in enumerate("ab")
    ]  # fmt: skip
    return Scenario.model_validate(
        {
            "classes": classes,
            "groups": groups,
            "periods": {"count": 1, "length": 1000},
            "run": {"replications": 1},
        }
        | changes
    )


def both(agents: Any = 1, **skill: Any) -> dict[str, Any]:
    return {"name": "both", "agents": agents, "skills": {"a": skill, "b": skill}}


def tally(scenario: Scenario, calls: Sequence[Call]) -> Ints:
    rows = [
        [at_ms, klass, service, 0, at_ms + patience] for at_ms, klass, service, patience in calls
    ]
    block = np.array(rows, dtype=np.int64)
    books = run_scenario(scenario, source=lambda _replication: [block]).books
    found: Ints = books.tally[0].sum(axis=0)
    return found


LONG = NEVER_LEAVES // 2


@pytest.mark.parametrize(("within", "hits"), [(59.999, 1), (60, 2), (119.999, 2), (120, 3)])
def test_a_wait_of_exactly_tau_is_within(within: float, hits: int) -> None:
    found = tally(centre([both()], within=within), [(0, 0, 60_000, LONG)] * 3)

    assert found[0, at.HITS] == hits
    assert found[0, at.WAIT_ANSWERED] == 180_000


@pytest.mark.parametrize(("within", "late"), [(20, 0), (19.999, 1)])
def test_a_wait_of_exactly_three_tau_is_not_in_the_tail(within: float, late: int) -> None:
    found = tally(centre([both()], within=within), [(0, 0, 60_000, LONG)] * 2)

    assert found[0, at.LATE] == late


@pytest.mark.parametrize(("patience", "answered"), [(59_999, 1), (60_000, 2)])
def test_a_caller_whose_patience_ends_as_an_agent_frees_is_answered(
    patience: int, answered: int
) -> None:
    found = tally(centre([both()]), [(0, 0, 60_000, LONG), (0, 0, 1000, patience)])

    assert found[0, at.ANSWERED] == answered
    assert found[0, at.ABANDONED] == 2 - answered


def test_a_caller_without_patience_who_finds_an_idle_agent_is_answered() -> None:
    found = tally(centre([both()]), [(0, 0, 1000, 0), (500, 0, 1000, 0)])

    assert found[0, at.ANSWERED] == 1
    assert found[0, at.SHORT] == 1


def test_an_overflow_delay_opens_the_group_to_the_ms() -> None:
    groups = [both(), {"name": "help", "agents": 1, "skills": {"a": {"rank": 2, "after": 20}}}]
    found = tally(centre(groups), [(0, 0, 90_000, LONG), (1000, 0, 5000, LONG)])

    assert found[0, at.WAIT_ANSWERED] == 20_000


def test_priority_decides_when_an_agent_frees_and_age_breaks_ties() -> None:
    calls = [(0, 0, 10_000, LONG), (1000, 1, 10_000, LONG), (2000, 0, 10_000, LONG)]
    strict, fifo = (
        tally(centre([both()], policy=policy), calls) for policy in ("priority", "fifo")
    )

    assert [strict[k, at.WAIT_ANSWERED] for k in (0, 1)] == [8_000, 19_000]
    assert [fifo[k, at.WAIT_ANSWERED] for k in (0, 1)] == [18_000, 9_000]


def test_more_agents_of_a_new_period_take_waiting_calls_at_once() -> None:
    periods = {"count": 2, "length": 30}
    found = tally(
        centre([both([1, 2])], periods=periods), [(0, 0, 90_000, LONG), (1000, 0, 5000, LONG)]
    )

    assert found[0, at.WAIT_ANSWERED] == 29_000


def test_a_smaller_crew_sends_idle_agents_first() -> None:
    periods = {"count": 2, "length": 30}
    calls = [(0, 0, 100_000, LONG), (31_000, 0, 5000, LONG)]
    found = tally(centre([both([2, 1])], periods=periods), calls)

    assert found[0, at.WAIT_ANSWERED] == 69_000, "the idle one left, the busy one takes the call"


def test_a_reserve_keeps_an_agent_idle() -> None:
    found = tally(centre([both(2, reserve=1)]), [(0, 0, 10_000, LONG), (0, 0, 10_000, LONG)])

    assert found[0, at.WAIT_ANSWERED] == 10_000


def test_the_room_for_waiting_calls_grows_and_changes_nothing() -> None:
    found = tally(centre([both()]), [(0, 0, 1000, LONG)] * 5000)

    assert found[0, at.ANSWERED] == 5000
    assert found[0, at.WAIT_ANSWERED] == 1000 * sum(range(5000))
