"""The clock that never goes back, and plans."""

from dataclasses import replace

import pytest

from yingda.routing import ANY, ClassKey, ClassUnknown, PlanUnusable, Step, plan_from
from yingda.routing.core import layout as at
from yingda.routing.plans import class_for, lay_out, step_for, with_orphans
from yingda.routing.steady import SteadyTime
from yingda.routing.tests.examples import (
    CHAT,
    MASS,
    MASS_ROW,
    VIP,
    VIP_ROW,
    a_plan,
    an_agent,
)


def test_time_goes_on_when_the_clock_jumps_back() -> None:
    time = SteadyTime()
    assert [time.now(wall) for wall in (1_000, 1_500, 900, 1_000)] == [1_000, 1_500, 1_500, 1_600]


def test_newcomers_after_a_jump_back_stand_behind_those_who_wait() -> None:
    time = SteadyTime()
    time.now(1_000_000)
    early = time.of(999_000)
    time.now(400_000)
    assert time.of(400_000) > early


def test_a_restart_begins_where_the_journal_ends() -> None:
    assert SteadyTime(5_000).now(1_000) == 5_000


def test_a_row_for_every_channel_becomes_a_class_each() -> None:
    row = replace(MASS_ROW, key=MASS._replace(channel=ANY))
    narrow = replace(row, key=CHAT, within_ms=60_000)
    plan = plan_from([row, narrow], [an_agent(0, capacity={"voice": 1, "chat": 3})], version=1)
    assert {(each.key, each.within_ms) for each in plan.classes} == {
        (MASS, 30_000),
        (CHAT, 60_000),
    }


def test_the_narrowest_class_is_asked() -> None:
    keys = [VIP, VIP._replace(kind=ANY), ClassKey(ANY, ANY, "voice")]
    classes = {key: number for number, key in enumerate(keys)}
    assert class_for(classes, VIP) == 0
    assert class_for(classes, VIP._replace(kind="fault")) == 1
    assert class_for(classes, MASS) == 2
    with pytest.raises(ClassUnknown):
        class_for(classes, CHAT)


def test_agents_who_are_alike_share_a_profile() -> None:
    plan = a_plan(an_agent(0), an_agent(1), an_agent(2, skills={"consult": 1}))
    layout = lay_out(plan)
    assert list(layout.spec.agents) == [0, 0, 1]


def test_a_step_asks_for_group_level_and_skill() -> None:
    row = replace(
        VIP_ROW, steps=(Step("senior", 1, 0, min_level=3), Step(ANY, 2, 9_000, min_level=1))
    )
    steps = [
        step_for(an_agent(0, group, skills=skills), row)
        for group, skills in (
            ("senior", {"consult": 3}),
            ("senior", {"consult": 2}),
            ("junior", {"consult": 1}),
            ("junior", {"consult": 0}),
            ("senior", {"fault": 5}),
        )
    ]
    assert [step and step.rank for step in steps] == [1, 2, 2, None, None]


def test_a_reserve_is_held_against_lower_classes_of_the_same_channel_only() -> None:
    plan = a_plan(
        an_agent(0, capacity={"voice": 1, "chat": 1}),
        rows=[replace(VIP_ROW, reserve=2), MASS_ROW, replace(MASS_ROW, key=CHAT)],
    )
    skills = lay_out(plan).spec.groups[0].skills
    assert [skills[number].reserve for number in range(3)] == [0, 2, 0]


def test_voice_is_taken_alone_unless_blended() -> None:
    both = {"voice": 1, "chat": 3}
    rows = [VIP_ROW, replace(MASS_ROW, key=CHAT)]
    alone = lay_out(a_plan(an_agent(0, capacity=both), rows=rows))
    blended = lay_out(a_plan(an_agent(0, capacity=both, is_blended=True), rows=rows))
    assert alone.channels == {"chat": 0, "voice": 1}
    assert list(alone.spec.groups[0].blocked_by) == [0b10, 0b01]
    assert list(blended.spec.groups[0].blocked_by) == [0, 0]
    assert list(alone.spec.groups[0].slots) == [3, 1]


def test_those_whose_class_is_gone_keep_it_or_are_open_to_all() -> None:
    new, old = a_plan(rows=[VIP_ROW], version=2), a_plan()
    stranger = ClassKey("gold", "fault", "fax")
    plan = with_orphans(new, old, [VIP, MASS, stranger])
    assert [each.key for each in plan.classes] == [VIP, stranger, MASS]
    assert plan.classes[2] == MASS_ROW
    assert plan.classes[1].steps == (Step(),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": 0.0},
        {"target": 1.5},
        {"abandon_cap": -0.1},
        {"within_ms": 0},
        {"slope": 0.0},
        {"reserve": -1},
    ],
)
def test_a_promise_that_cannot_be_meant_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(PlanUnusable):
        a_plan(rows=[replace(VIP_ROW, **wrong)])  # type: ignore[arg-type]  # tests only


def test_one_class_or_agent_twice_is_refused() -> None:
    with pytest.raises(PlanUnusable):
        a_plan(rows=[VIP_ROW, VIP_ROW])
    with pytest.raises(PlanUnusable):
        a_plan(an_agent(0), an_agent(0))


def test_an_agent_of_no_skill_stands_in_no_line_of_the_core() -> None:
    layout = lay_out(a_plan(an_agent(0, skills={})))
    assert not layout.spec.groups[0].skills
    assert at.NONE not in layout.agents.values()
