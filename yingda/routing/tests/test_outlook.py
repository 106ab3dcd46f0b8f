"""What callers are told of their wait: how fast it goes, and how long that takes."""

import random
from collections.abc import Iterable

import numpy as np
import pytest

from bench.routing_wait import Day, Line, row
from yingda.routing.core import (
    PACE_COLUMNS,
    ClassSpec,
    CoreSpec,
    Floats,
    Games,
    GroupSpec,
    Policy,
    SkillSpec,
    State,
    arrive,
    build,
    play,
)
from yingda.routing.core import layout as at
from yingda.routing.estimate import GAMES, LONGEST_MS, quantile, spread
from yingda.routing.outlook import Outlook, sharing_of
from yingda.routing.pace import Pace
from yingda.routing.recent import Known, Recent

VIP, MASS = 0, 1
SECOND = 1_000
FREE = 1 / SECOND
SURE = Known(10**9, 10**9 * SECOND)
"""One agent a second, beyond doubt."""


def lines(*arrivals: tuple[int, int], policy: Policy = Policy.SLD) -> State:
    """Return a state in which these (class, arrived) wait, nobody being free."""
    classes = [ClassSpec(10 * SECOND, 0.9, priority=1), ClassSpec(30 * SECOND, 0.7, priority=2)]
    skills = {VIP: SkillSpec(), MASS: SkillSpec()}
    s = build(CoreSpec(classes, [GroupSpec(skills)], [0], policy, calls=16_384))
    for klass, arrived in arrivals:
        arrive(s, arrived, klass, arrived)
    return s


def last(s: State) -> int:
    return int(s.ctl[at.NEXT_PLACE]) - 1


def waits(
    s: State, now: int, call: int, *, coming: Iterable[float] = (0, 0), leaving: float = 0.0
) -> Floats:
    """Return waits of many estimates."""
    pace = np.zeros((2, PACE_COLUMNS))
    pace[:, 0], pace[:, 1] = list(coming), leaving
    chance = np.array([17, 23], dtype=np.uint64)
    games = Games(
        np.array([call, now, 0]),
        pace,
        spread(SURE),
        np.zeros(2, np.int64),
        np.zeros(2),
        chance,
        np.zeros(GAMES),
    )
    return np.concatenate([games.waits[: play(s, games)].copy() for _ in range(30)])


@pytest.mark.parametrize("ahead", [0, 1, 5, 40])
@pytest.mark.parametrize("leaving", [0.0, 0.00005])
def test_one_line_is_as_long_as_the_formula_says(ahead: int, leaving: float) -> None:
    s = lines(*[(MASS, number) for number in range(ahead + 1)])
    told = waits(s, 100, last(s), leaving=leaving)
    rates = [FREE + number * leaving for number in range(ahead + 1)]

    assert told.mean() == pytest.approx(sum(1 / rate for rate in rates), rel=0.05)
    assert told.var() == pytest.approx(sum(1 / rate**2 for rate in rates), rel=0.2)


def test_who_will_be_more_urgent_goes_first_whether_here_or_still_to_come() -> None:
    s = lines((MASS, 0), policy=Policy.PRIORITY)
    alone, chased = waits(s, 100, last(s)), waits(s, 100, last(s), coming=(FREE / 2, 0))
    s = lines((MASS, 0), (VIP, 50), policy=Policy.PRIORITY)

    assert waits(s, 100, 0).mean() == pytest.approx(2 * alone.mean(), rel=0.1)
    assert chased.mean() == pytest.approx(2 * alone.mean(), rel=0.2), "half of all agents are lost"
    assert waits(s, 100, 1).mean() == pytest.approx(alone.mean(), rel=0.1)


def test_one_past_the_guard_goes_first() -> None:
    s = lines((VIP, 0), (MASS, 1), policy=Policy.PRIORITY)
    free = waits(s, 100, 1).mean()
    s.lines[MASS, at.GUARD] = 0

    assert waits(s, 100, 1).mean() == pytest.approx(free / 2, rel=0.1)


def test_a_line_too_long_to_be_played_to_its_end_goes_on_as_it_began() -> None:
    s = lines(*[(MASS, 0)] * 12_000)
    told = waits(s, 0, last(s))

    assert 4 * 30 <= len(told) < GAMES
    assert told.mean() == pytest.approx(12_000 * SECOND, rel=0.03)


def test_a_line_that_never_moves_has_no_estimate() -> None:
    s = lines((MASS, 0), policy=Policy.PRIORITY)
    told = sorted(waits(s, 0, 0, coming=(3 * FREE, 0)).tolist())

    assert quantile(told, 0.8) is None
    assert quantile([LONGEST_MS, LONGEST_MS + 1], 0.3) == LONGEST_MS


def test_a_quantile_is_as_high_as_the_next_wait_stays_below_that_often() -> None:
    rng, held = random.Random(5), 0
    for _ in range(5_000):
        *told, wait = [rng.expovariate(1) * 1_000 for _ in range(10)]
        found = quantile(sorted(told), 0.8)
        held += found is not None and wait <= found
    assert held / 5_000 == pytest.approx(0.8, abs=0.02)


def test_a_rate_seen_few_times_is_played_wide() -> None:
    rough, fine = spread(Known(8, 8 * SECOND)), spread(Known(2_000, 2_000 * SECOND))

    assert rough.mean() == pytest.approx(FREE, rel=0.01)
    assert rough.std() == pytest.approx(FREE / 8**0.5, rel=0.05)
    assert fine.std() == pytest.approx(FREE / 2_000**0.5, rel=0.05)


def seen(recent: Recent, gaps: Iterable[float]) -> Recent:
    for gap in gaps:
        recent.watch(round(gap))
        recent.happened()
    return recent


def test_a_steady_past_is_believed_as_far_as_it_goes() -> None:
    rng = random.Random(2)
    known = seen(Recent(), [rng.expovariate(FREE) for _ in range(5_000)]).known()

    assert known.events > 2_000
    assert known.per_ms == pytest.approx(FREE, rel=0.06)


def test_a_past_that_is_over_is_forgotten() -> None:
    rng = random.Random(3)
    recent = seen(Recent(), [rng.expovariate(FREE) for _ in range(2_000)])
    after = seen(recent, [rng.expovariate(FREE / 3) for _ in range(60)]).known()

    assert after.per_ms == pytest.approx(FREE / 3, rel=0.3)


def test_standing_still_counts_though_nothing_happens() -> None:
    recent = seen(Recent(), [SECOND] * 100)

    assert recent.known(3 * SECOND).per_ms == pytest.approx(FREE, rel=0.05)
    assert recent.known(60 * SECOND).per_ms < FREE / 4


def test_a_night_without_callers_is_not_waiting() -> None:
    pace, pool = Pace(), frozenset({"a"})
    for moment in range(0, 100 * SECOND, SECOND):
        pace.waited([pool], since_ms=0, now_ms=moment, came_free=True)
    morning = 36_000 * SECOND
    known = pace.freeing(pool, since_ms=morning, now_ms=morning + SECOND)

    assert known is not None
    assert known.per_ms == pytest.approx(FREE, rel=0.05)


def test_lines_are_rivals_if_one_agent_serves_both() -> None:
    classes = [ClassSpec(SECOND, 0.8)] * 4
    groups = [
        GroupSpec({0: SkillSpec(), 1: SkillSpec()}),
        GroupSpec({1: SkillSpec(), 2: SkillSpec()}),
    ]
    first, middle, _, alone = sharing_of(build(CoreSpec(classes, groups, [])), list("abcd"))

    assert first.rivals == (0, 1)
    assert set(first.pools) == {frozenset("ab"), frozenset("abc")}
    assert middle.pool == frozenset("abc")
    assert alone.rivals == (3,)


def test_nothing_is_told_before_something_is_known_and_the_same_twice() -> None:
    s, pace = lines((MASS, 0)), Pace()
    names = ["vip", "mass"]
    outlook = Outlook(names, sharing_of(s, names), pace)
    assert outlook.position(s, 0, SECOND).p80_ms is None

    for moment in range(0, 30 * SECOND, SECOND):
        pace.waited([frozenset(names)], since_ms=0, now_ms=moment, came_free=True)
    told = outlook.position(s, 0, 30 * SECOND)
    assert told == outlook.position(s, 0, 30 * SECOND)
    assert told.p50_ms is not None
    assert told.p80_ms is not None
    assert SECOND / 2 < told.p50_ms < told.p80_ms < 3 * SECOND


def test_what_the_live_router_tells_holds_as_often_as_it_says() -> None:
    gold = Line("gold", 30, 180_000, 10_000, 0.95)
    plain = Line("plain", 90, 120_000, 30_000, 0.7)
    Day(6, [gold, plain], seed=3, learning=2_000, patient=0.15).run(14_000)
    told = row("all", [gold, plain], has_best=False)

    assert float(str(told["p80_held"])) == pytest.approx(0.8, abs=0.05)
    assert float(str(told["mse_vs_les"])) < 0.7
