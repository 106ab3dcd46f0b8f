"""Each row of the table, and the conventions around it."""

from dataclasses import replace
from uuid import UUID

import pytest

from yingda.agents import AgentState, Cause, State, rules
from yingda.agents.errors import (
    AgentElsewhere,
    AgentNotReady,
    NotSignedOn,
    ReasonUnknown,
    SeatTaken,
)
from yingda.agents.tests.examples import CALL, NOON, OTHER_CALL, POLICY, at, signed_off


def seated() -> AgentState:
    return rules.sign_on(signed_off(), "tab-1", at(1), take_over=False)


def ready() -> AgentState:
    return rules.choose(seated(), State.READY, "", now=at(2), policy=POLICY)


def after(*causes: Cause, start: AgentState | None = None) -> AgentState:
    state = start or ready()
    for place, cause in enumerate(causes):
        state = rules.follow(state, cause, CALL, now=at(10 + place), policy=POLICY)
    return state


def chosen(state: AgentState, wanted: State, reason: str = "") -> AgentState:
    return rules.choose(state, wanted, reason, now=at(30), policy=POLICY)


TALK = (Cause.OFFERED, Cause.TALKING)


def test_signing_on_never_means_ready() -> None:
    assert seated().state is State.NOT_READY
    assert not rules.availability(seated()).is_ready


@pytest.mark.parametrize(
    ("causes", "expected"),
    [
        ((Cause.OFFERED,), State.OFFERED),
        (TALK, State.TALKING),
        ((*TALK, Cause.HELD), State.HELD),
        ((*TALK, Cause.HELD, Cause.RESUMED), State.TALKING),
        ((*TALK, Cause.HELD, Cause.TALKING), State.TALKING),
        ((*TALK, Cause.WRAP_UP), State.WRAP_UP),
        ((*TALK, Cause.HELD, Cause.WRAP_UP), State.WRAP_UP),
        ((*TALK, Cause.WRAP_UP, Cause.WRAP_UP_DONE), State.READY),
        ((Cause.OFFERED, Cause.REJECTED), State.READY),
        ((Cause.OFFERED, Cause.WITHDRAWN), State.READY),
        ((Cause.OFFERED, Cause.WRAP_UP), State.READY),
        ((Cause.OFFERED, Cause.RING_TIMEOUT), State.MISSED),
        ((Cause.OFFERED, Cause.UNREACHABLE), State.MISSED),
    ],
)
def test_a_call_moves_its_agent(causes: tuple[Cause, ...], expected: State) -> None:
    assert after(*causes).state is expected


@pytest.mark.parametrize("cause", sorted({cause for _, cause in rules.TABLE}))
def test_a_report_may_be_repeated(cause: Cause) -> None:
    lead = {
        Cause.OFFERED: (),
        Cause.TALKING: (Cause.OFFERED,),
        Cause.HELD: TALK,
        Cause.RESUMED: (*TALK, Cause.HELD),
        Cause.WRAP_UP: TALK,
        Cause.WRAP_UP_DONE: (*TALK, Cause.WRAP_UP),
    }.get(cause, (Cause.OFFERED,))
    once = after(*lead, cause)

    if once.state is State.READY:
        assert rules.follow(once, cause, CALL, now=at(50), policy=POLICY) == once
    else:
        assert after(cause, start=once) == once


def test_work_is_refused_by_an_agent_who_is_not_ready() -> None:
    for state in (signed_off(), seated(), after(*TALK), after(*TALK, Cause.WRAP_UP)):
        with pytest.raises(AgentNotReady):
            rules.follow(state, Cause.OFFERED, OTHER_CALL, now=at(60), policy=POLICY)


def test_work_is_refused_while_the_connection_is_lost() -> None:
    lost = rules.lose(ready(), "tab-1", at(5))

    assert lost.state is State.READY
    assert not rules.availability(lost).is_ready
    with pytest.raises(AgentNotReady):
        rules.follow(lost, Cause.OFFERED, CALL, now=at(6), policy=POLICY)


@pytest.mark.parametrize("cause", [Cause.TALKING, Cause.HELD, Cause.RESUMED])
def test_another_contact_cannot_begin_with_a_busy_agent(cause: Cause) -> None:
    with pytest.raises(AgentElsewhere):
        rules.follow(after(*TALK), cause, OTHER_CALL, now=at(60), policy=POLICY)


@pytest.mark.parametrize(
    "cause", [Cause.RING_TIMEOUT, Cause.WITHDRAWN, Cause.WRAP_UP, Cause.WRAP_UP_DONE]
)
def test_the_end_of_another_contact_changes_nothing(cause: Cause) -> None:
    talking = after(*TALK)

    assert rules.follow(talking, cause, OTHER_CALL, now=at(60), policy=POLICY) == talking


@pytest.mark.parametrize(
    ("during", "rest"),
    [
        ((Cause.OFFERED,), (Cause.TALKING, Cause.WRAP_UP, Cause.WRAP_UP_DONE)),
        (TALK, (Cause.WRAP_UP, Cause.WRAP_UP_DONE)),
        ((*TALK, Cause.HELD), (Cause.WRAP_UP, Cause.WRAP_UP_DONE)),
        ((*TALK, Cause.WRAP_UP), (Cause.WRAP_UP_DONE,)),
    ],
)
def test_a_state_chosen_during_a_call_applies_after_it(
    during: tuple[Cause, ...], rest: tuple[Cause, ...]
) -> None:
    busy = after(*during)
    planned = chosen(busy, State.NOT_READY, "meal")
    assert (planned.state, planned.next_state) == (busy.state, State.NOT_READY)

    done = after(*rest, start=planned)
    assert (done.state, done.reason, done.next_state) == (State.NOT_READY, "meal", None)


def test_a_break_chosen_while_ringing_begins_when_the_ring_fails() -> None:
    planned = chosen(after(Cause.OFFERED), State.NOT_READY, "break")

    for failure in (Cause.RING_TIMEOUT, Cause.REJECTED, Cause.WITHDRAWN):
        ended = rules.follow(planned, failure, CALL, now=at(40), policy=POLICY)
        assert (ended.state, ended.reason) == (State.NOT_READY, "break")


def test_an_unanswered_ring_puts_the_agent_aside_until_the_agent_acts() -> None:
    aside = after(Cause.OFFERED, Cause.RING_TIMEOUT)

    assert not rules.availability(aside).is_ready
    assert chosen(aside, State.READY).state is State.READY


@pytest.mark.parametrize(("seconds", "expected"), [(119, State.MISSED), (120, State.NOT_READY)])
def test_an_unanswered_ring_is_over_after_the_packs_time(seconds: int, expected: State) -> None:
    aside = after(Cause.OFFERED, Cause.RING_TIMEOUT)
    later = rules.expire_missed(aside, aside.since + (at(seconds) - NOON), POLICY)

    assert later.state is expected


def test_a_ready_chosen_while_ringing_outlives_the_missed_ring() -> None:
    aside = after(Cause.RING_TIMEOUT, start=chosen(after(Cause.OFFERED), State.READY))

    assert aside.state is State.MISSED
    assert rules.expire_missed(aside, at(900), POLICY).state is State.READY


def test_without_a_limit_an_unanswered_ring_waits_for_the_agent() -> None:
    aside = after(Cause.OFFERED, Cause.RING_TIMEOUT)

    assert rules.expire_missed(aside, at(9e6), replace(POLICY, missed_for=None)) == aside


@pytest.mark.parametrize("failure", [Cause.REJECTED, Cause.WITHDRAWN])
def test_a_declined_offer_keeps_the_place_of_the_longest_idle(failure: Cause) -> None:
    back = after(Cause.OFFERED, failure)

    assert rules.availability(back).since == at(2)
    assert back.since > at(2)


def test_idleness_begins_at_the_end_of_after_call_work() -> None:
    done = after(*TALK, Cause.WRAP_UP, Cause.WRAP_UP_DONE)

    assert rules.availability(done).since == done.since == at(13)


def test_choosing_what_is_already_so_changes_nothing() -> None:
    assert chosen(ready(), State.READY) == ready()


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (State.NOT_READY, ""),
        (State.NOT_READY, "golf"),
        (State.READY, "break"),
        (State.TALKING, ""),
        (State.SIGNED_OFF, ""),
    ],
)
def test_a_reason_must_be_one_of_the_packs(wanted: State, reason: str) -> None:
    with pytest.raises(ReasonUnknown):
        chosen(ready(), wanted, reason)


def test_nobody_signed_off_can_be_made_ready() -> None:
    with pytest.raises(NotSignedOn):
        chosen(signed_off(), State.READY)


def test_a_second_seat_is_told_that_the_first_is_taken() -> None:
    with pytest.raises(SeatTaken) as refusal:
        rules.sign_on(ready(), "tab-2", at(9), take_over=False)

    assert refusal.value.details == {"since": at(1).isoformat()}


def test_taking_over_keeps_the_state_even_in_a_call() -> None:
    taken = rules.sign_on(after(*TALK), "tab-2", at(20), take_over=True)

    assert (taken.state, taken.contact_id, taken.seat) == (State.TALKING, CALL, "tab-2")
    assert rules.lose(taken, "tab-1", at(21)) == taken


def test_a_lost_seat_may_be_taken_without_asking() -> None:
    lost = rules.lose(ready(), "tab-1", at(5))
    taken = rules.sign_on(lost, "tab-2", at(6), take_over=False)

    assert (taken.state, taken.is_connected) == (State.READY, True)


@pytest.mark.parametrize(("seconds", "expected"), [(59, State.READY), (60, State.SIGNED_OFF)])
def test_a_lost_connection_keeps_the_state_for_a_minute(seconds: int, expected: State) -> None:
    lost = rules.lose(ready(), "tab-1", at(5))

    assert rules.expire_lost(lost, at(5 + seconds), POLICY).state is expected


def test_a_connection_that_comes_back_was_never_away() -> None:
    assert rules.regain(rules.lose(ready(), "tab-1", at(5)), "tab-1") == ready()


def test_whoever_is_lost_in_a_call_is_signed_off_after_it() -> None:
    lost = rules.lose(after(*TALK), "tab-1", at(20))
    assert rules.expire_lost(lost, at(200), POLICY) == lost

    wrapped = rules.follow(lost, Cause.WRAP_UP, CALL, now=at(200), policy=POLICY)
    done = rules.follow(wrapped, Cause.WRAP_UP_DONE, CALL, now=at(230), policy=POLICY)
    assert (done.state, done.seat, done.lost_at) == (State.SIGNED_OFF, "", None)


def test_signing_off_in_a_call_waits_for_its_end() -> None:
    leaving = rules.sign_off(after(*TALK), at(20))
    assert leaving.state is State.TALKING

    ended = after(Cause.WRAP_UP, Cause.WRAP_UP_DONE, start=leaving)
    assert ended.state is State.SIGNED_OFF


def test_signing_on_again_in_a_call_takes_the_signing_off_back() -> None:
    leaving = rules.sign_off(after(*TALK), at(20))
    back = rules.sign_on(leaving, "tab-1", at(21), take_over=False)

    assert back.next_state is State.NOT_READY


def test_a_clock_that_jumps_backwards_makes_no_negative_time() -> None:
    held = rules.follow(after(*TALK), Cause.HELD, CALL, now=at(-500), policy=POLICY)

    assert held.since == after(*TALK).since


@pytest.mark.parametrize(
    ("before", "landed"),
    [
        (seated(), (State.NOT_READY, "")),
        (chosen(seated(), State.NOT_READY, "meal"), (State.NOT_READY, "meal")),
        (ready(), (State.READY, "")),
        (after(Cause.OFFERED, Cause.RING_TIMEOUT), (State.NOT_READY, "")),
    ],
)
def test_a_supervisor_who_took_over_is_afterwards_where_they_were(
    before: AgentState, landed: tuple[State, str]
) -> None:
    talking = rules.follow(before, Cause.TAKEN_OVER, CALL, now=at(40), policy=POLICY)
    done = after(Cause.WRAP_UP, Cause.WRAP_UP_DONE, start=talking)

    assert (talking.state, talking.contact_id) == (State.TALKING, CALL)
    assert (done.state, done.reason) == landed


def test_only_who_is_free_takes_over_and_once() -> None:
    talking = rules.follow(seated(), Cause.TAKEN_OVER, CALL, now=at(40), policy=POLICY)
    again = rules.follow(talking, Cause.TAKEN_OVER, CALL, now=at(41), policy=POLICY)

    assert again == talking
    for state in (signed_off(), talking):
        with pytest.raises(AgentElsewhere):
            rules.follow(state, Cause.TAKEN_OVER, OTHER_CALL, now=at(42), policy=POLICY)


def test_who_set_the_state_is_known_until_the_agent_acts() -> None:
    boss = UUID(int=9)
    away = chosen(seated(), State.NOT_READY, "meal")
    back = rules.choose(away, State.READY, "", now=at(31), policy=POLICY, by=boss)
    planned = rules.sign_off(after(*TALK), at(32), boss)
    off = rules.follow(planned, Cause.WRAP_UP, CALL, now=at(33), policy=POLICY)
    landed = rules.follow(off, Cause.WRAP_UP_DONE, CALL, now=at(34), policy=POLICY)

    assert (back.state, back.set_by) == (State.READY, boss)
    assert after(Cause.OFFERED, start=back).set_by is None
    assert chosen(back, State.NOT_READY, "meal").set_by is None
    assert (planned.next_state, off.set_by, landed.set_by) == (State.SIGNED_OFF, boss, boss)
    assert landed.state is State.SIGNED_OFF
    assert chosen(planned, State.READY).set_by is None
