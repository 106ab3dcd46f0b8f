"""Which call an agent takes, and which agent a call gets."""

from dataclasses import replace

import pytest

from yingda.routing.core import (
    NEVER,
    NONE,
    ClassSpec,
    CoreSpec,
    GroupSpec,
    Policy,
    SkillSpec,
    abandon,
    arrive,
    build,
    finished,
    forgive,
    leave,
    next_due,
    ready,
    refused,
    release,
    seek,
    settle,
)
from yingda.routing.core import layout as at
from yingda.routing.core.tests.centres import (
    MASS,
    SECOND,
    TWO_TIERS,
    VIP,
    agent_of,
    busy_group,
    line_of,
    one_group,
    reason_of,
)


@pytest.mark.parametrize(
    ("policy", "vip_at", "mass_at", "winner"),
    [
        (Policy.SLD, 20, 0, MASS),  # 10/10 against 30/30: equal scores, the oldest
        (Policy.SLD, 19, 0, VIP),
        (Policy.WAIT_OVER_TARGET, 21, 0, MASS),
        (Policy.PRIORITY, 29, 0, VIP),
        (Policy.FIFO, 1, 0, MASS),
        (Policy.FIFO, 0, 1, VIP),
    ],
)
def test_a_freed_agent_takes_by_policy(
    policy: Policy, vip_at: int, mass_at: int, winner: int
) -> None:
    s = busy_group(policy)
    calls = sorted([(vip_at, VIP), (mass_at, MASS)])
    for moment, klass in calls:
        arrive(s, moment * SECOND, klass, moment * SECOND)

    taken = finished(s, 30 * SECOND, 0, 0)

    assert s.calls[taken, at.CLASS] == winner
    assert s.out[at.OUT_RUNNER_UP] == 1 - winner
    assert s.out_score[at.SCORE] >= s.out_score[at.RUNNER_UP_SCORE]


def test_affine_weights_are_points_and_points_a_second() -> None:
    vip, mass = TWO_TIERS
    classes = (replace(vip, offset=5.0, slope=1.0), replace(mass, offset=0.0, slope=2.0))
    s = busy_group(Policy.AFFINE, classes=classes)
    arrive(s, 0, MASS, 0)
    arrive(s, 0, VIP, 0)
    taken = finished(s, 4 * SECOND, 0, 0)
    assert s.calls[taken, at.CLASS] == VIP
    assert s.out_score.tolist() == [9.0, 8.0]


def test_equal_calls_are_taken_in_order_of_coming_in() -> None:
    s = busy_group(Policy.FIFO)
    first, second = arrive(s, 5, MASS, 5), arrive(s, 5, VIP, 5)
    assert finished(s, 9, 0, 0) == first
    assert finished(s, 9, 0, 0) == second


def test_a_call_gets_the_lowest_rank_then_the_longest_idle() -> None:
    groups = [GroupSpec({VIP: SkillSpec(rank=2)}), GroupSpec({VIP: SkillSpec(rank=1)})]
    s = build(CoreSpec(TWO_TIERS, groups, [0, 1, 1]))
    for agent, since in ((0, 1), (1, 5), (2, 3)):
        ready(s, 9, agent, since)
    agents = []
    for _ in range(3):
        arrive(s, 10, VIP, 10)
        agents.append(agent_of(s))
    assert agents == [2, 1, 0]


def test_longest_idle_of_all_can_be_chosen_instead_of_rank() -> None:
    groups = [GroupSpec({VIP: SkillSpec(rank=2)}), GroupSpec({VIP: SkillSpec(rank=1)})]
    s = build(CoreSpec(TWO_TIERS, groups, [0, 1], by_rank=False))
    ready(s, 1, 0, 1)
    ready(s, 2, 1, 2)
    arrive(s, 10, VIP, 10)
    assert agent_of(s) == 0


def test_an_agent_without_skill_is_given_nothing() -> None:
    s = build(CoreSpec(TWO_TIERS, [GroupSpec({})], [0]))
    arrive(s, 0, VIP, 0)
    assert ready(s, 1, 0, 1) == NONE
    assert settle(s, 999) == NONE
    assert next_due(s) == NEVER


def test_an_overflow_delay_opens_on_its_millisecond() -> None:
    s = one_group(skills={VIP: SkillSpec(), MASS: SkillSpec(rank=2, after=20 * SECOND)})
    call = arrive(s, 1_000, MASS, 1_000)
    assert agent_of(s) == NONE
    assert next_due(s) == 21_000
    assert settle(s, 20_999) == NONE
    assert settle(s, 21_000) == call
    assert reason_of(s) == at.OPENED
    assert next_due(s) == NEVER


def test_a_delay_due_at_the_instant_an_agent_is_freed_is_not_lost() -> None:
    s = one_group(2, skills={VIP: SkillSpec(), MASS: SkillSpec(rank=2, after=20 * SECOND)})
    arrive(s, 0, VIP, 0)
    mass = arrive(s, 0, MASS, 0)
    later = arrive(s, 0, MASS, 0)
    assert finished(s, 20_000, 0, 0) == mass
    assert next_due(s) == 20_000
    assert settle(s, 20_000) == later


def test_a_reserve_is_kept_and_given_back_when_more_are_idle() -> None:
    s = one_group(1, skills={VIP: SkillSpec(), MASS: SkillSpec(reserve=1)})
    mass = arrive(s, 1, MASS, 1)
    assert agent_of(s) == NONE
    arrive(s, 2, VIP, 2)
    assert agent_of(s) == 0

    s = one_group(2, skills={VIP: SkillSpec(), MASS: SkillSpec(reserve=1)})
    mass = arrive(s, 1, MASS, 1)
    assert s.calls[mass, at.STATE] == at.TAKEN
    waiting = arrive(s, 2, MASS, 2)
    assert finished(s, 3, 0, 0) == waiting
    assert agent_of(s) == 1, "the longest idle takes it, the freed one becomes the reserve"


def test_past_its_guard_a_call_ignores_reserve_delay_and_score() -> None:
    vip, mass = TWO_TIERS
    classes = (vip, replace(mass, guard=60 * SECOND))
    skills = {VIP: SkillSpec(), MASS: SkillSpec(rank=2, after=300 * SECOND, reserve=1)}
    s = one_group(classes=classes, skills=skills, policy=Policy.PRIORITY)
    mass_call = arrive(s, 0, MASS, 0)
    assert next_due(s) == 60_000
    arrive(s, 1, VIP, 1)
    arrive(s, 2, VIP, 2)

    assert finished(s, 60_000, 0, 0) == mass_call
    assert reason_of(s) == at.GUARDED


def test_with_a_guard_the_lowest_tier_does_not_starve_under_strict_priority() -> None:
    vip, mass = TWO_TIERS
    s = one_group(classes=(vip, replace(mass, guard=60 * SECOND)), policy=Policy.PRIORITY)
    served = []
    arrive(s, 0, VIP, 0)
    for second in range(1, 200):
        now = second * SECOND
        arrive(s, now, VIP, now)
        call = arrive(s, now, MASS, now) if second % 10 == 1 else NONE
        taken = finished(s, now, 0, 0)
        if s.calls[taken, at.CLASS] == MASS:
            served.append(now - int(s.calls[taken, at.ARRIVED]))
        release(s, taken)
        assert call != taken
    assert len(served) >= 13
    assert max(served) <= 62 * SECOND


def test_a_refused_call_keeps_its_place_and_shuns_the_agent() -> None:
    s = one_group(2)
    leave(s, 1)
    first = arrive(s, 0, VIP, 0)
    second = arrive(s, 1, VIP, 1)
    assert refused(s, 5, first, 0) == NONE
    assert line_of(s, VIP) == [first, second]
    assert seek(s, 5, 0) == second
    assert ready(s, 6, 1, 6) == first


def test_a_forgiven_agent_is_asked_again_by_idle_time_not_reset() -> None:
    s = one_group(2)
    first = arrive(s, 10, VIP, 10)
    assert agent_of(s) == 0
    assert refused(s, 20, first, 0) == 1
    release(s, first)
    finished(s, 30, 1, 0)
    forgive(s, first, 0)
    arrive(s, 40, VIP, 40)
    assert agent_of(s) == 0, "idle since 0: the refusal did not send the agent to the end"


def test_a_call_that_comes_late_is_placed_by_its_arrival() -> None:
    s = busy_group()
    calls = [arrive(s, 100, VIP, moment) for moment in (50, 70, 60, 40, 70, 65)]
    in_order = sorted(calls, key=lambda call: (s.calls[call, at.ARRIVED], calls.index(call)))
    assert line_of(s, VIP) == in_order
    abandon(s, in_order[2])
    assert line_of(s, VIP) == in_order[:2] + in_order[3:]


def test_a_hundred_thousand_may_wait() -> None:
    s = build(CoreSpec(TWO_TIERS, [GroupSpec({VIP: SkillSpec()})], [0], calls=100_000))
    for moment in range(100_000):
        arrive(s, moment, VIP, moment)
    assert arrive(s, 100_000, VIP, 100_000) == NONE
    assert [ready(s, 100_000, 0, 100_000)] + [finished(s, 100_001, 0, 0) for _ in range(3)] == [
        0,
        1,
        2,
        3,
    ]


def test_a_class_of_its_own_channel_is_taken_beside_chats_as_the_blend_allows() -> None:
    voice, chat = ClassSpec(10_000, 0.8), ClassSpec(30_000, 0.8, channel=1)
    both = {0: SkillSpec(), 1: SkillSpec()}
    s = build(CoreSpec([voice, chat], [GroupSpec(both, (1, 2), (0b10, 0b01))], [0]))
    ready(s, 0, 0, 0)
    for _ in range(3):
        arrive(s, 1, 1, 1)
    assert s.seats[0, 1, at.LOAD] == 2
    voice_call = arrive(s, 2, 0, 2)
    assert finished(s, 3, 0, 1) != voice_call, "a chat is still open: voice must wait"
    finished(s, 4, 0, 1)
    assert finished(s, 5, 0, 1) == voice_call
    arrive(s, 6, 1, 6)
    assert agent_of(s) == NONE, "no chat during voice"
