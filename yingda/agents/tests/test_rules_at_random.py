"""Whatever happens in whatever order: no dead end, no lost choice, durations that add up."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from yingda.agents import AgentState, Cause, State, rules
from yingda.agents.model import StateChange
from yingda.agents.tests.examples import CALL, NOON, OTHER_CALL, POLICY, at, signed_off
from yingda.agents.times import time_by_state
from yingda.kit.errors import YingdaError

CALL_CAUSES = sorted({cause for _, cause in rules.TABLE})


class AgentDay(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.state = signed_off()
        self.changes: list[StateChange] = []
        self.chosen: tuple[State, str] | None = None

    @initialize()
    def sits_down(self) -> None:
        self.act(Cause.SIGN_ON, lambda s: rules.sign_on(s, "tab", self.now, take_over=True))
        self.choose(State.READY, "")

    def act(self, cause: Cause, decide: Callable[[AgentState], AgentState]) -> None:
        before = self.state
        try:
            self.state = decide(before)
        except YingdaError:
            return
        if (before.state, before.reason, before.since) != (
            self.state.state,
            self.state.reason,
            self.state.since,
        ):
            lasted = self.state.since - before.since
            self.changes.append(
                StateChange(
                    at=self.state.since,
                    from_state=before.state,
                    from_reason=before.reason,
                    state=self.state.state,
                    reason=self.state.reason,
                    lasted_ms=round(lasted.total_seconds() * 1000),
                    cause=cause,
                    contact_id=None,
                )
            )

    @rule(ms=st.integers(-5_000, 90_000))
    def time_passes(self, ms: int) -> None:
        self.now += timedelta(milliseconds=ms)

    @rule(cause=st.sampled_from(CALL_CAUSES), contact=st.sampled_from([CALL, OTHER_CALL]))
    def the_call_goes_on(self, cause: Cause, contact: object) -> None:
        self.act(
            cause,
            lambda s: rules.follow(s, cause, contact, now=self.now, policy=POLICY),  # type: ignore[arg-type] # sampled from UUIDs
        )

    @rule(wanted=st.sampled_from([State.READY, State.NOT_READY]))
    def chooses(self, wanted: State) -> None:
        self.choose(wanted, "meal" if wanted is State.NOT_READY else "")

    def choose(self, wanted: State, reason: str) -> None:
        self.act(
            Cause.CHOSEN,
            lambda s: rules.choose(s, wanted, reason, now=self.now, policy=POLICY),
        )
        if self.state.state is not State.SIGNED_OFF:
            assert (wanted, reason) in {
                (self.state.state, self.state.reason),
                (self.state.next_state, self.state.next_reason),
            }

    @rule()
    def signs_off(self) -> None:
        self.act(Cause.SIGN_OFF, lambda s: rules.sign_off(s, self.now))

    @rule(seat=st.sampled_from(["tab", "tab-2"]), take_over=st.booleans())
    def signs_on(self, seat: str, *, take_over: bool) -> None:
        self.act(Cause.SIGN_ON, lambda s: rules.sign_on(s, seat, self.now, take_over=take_over))

    @rule(is_back=st.booleans())
    def connection_changes(self, *, is_back: bool) -> None:
        seat = self.state.seat
        if is_back:
            self.act(Cause.SIGN_ON, lambda s: rules.regain(s, seat))
        else:
            self.act(Cause.CONNECTION_LOST, lambda s: rules.lose(s, seat, self.now))

    @rule()
    def time_outs_are_looked_at(self) -> None:
        self.act(Cause.CONNECTION_LOST, lambda s: rules.expire_lost(s, self.now, POLICY))
        self.act(Cause.MISSED_OVER, lambda s: rules.expire_missed(s, self.now, POLICY))

    @precondition(lambda self: self.state.state in rules.ENGAGED and self.state.next_state)
    @rule()
    def the_call_ends_and_the_choice_is_kept(self) -> None:
        wanted = (self.state.next_state, self.state.next_reason)
        is_gone = self.state.lost_at and self.now - self.state.lost_at >= POLICY.lost_for
        contact = self.state.contact_id
        assert contact is not None
        for cause in (Cause.TALKING, Cause.WRAP_UP, Cause.WRAP_UP_DONE):
            if cause is Cause.TALKING and self.state.state is not State.OFFERED:
                continue
            self.act(
                cause,
                lambda s, cause=cause: rules.follow(  # type: ignore[misc] # bound per turn
                    s, cause, contact, now=self.now, policy=POLICY
                ),
            )
        assert is_gone or (self.state.state, self.state.reason) == wanted

    @invariant()
    def durations_add_up(self) -> None:
        totals = time_by_state(self.changes, self.state, NOON, self.now)
        end = max(self.now, self.state.since)
        assert sum(total.total_ms for total in totals) == round((end - NOON).total_seconds() * 1000)

    @invariant()
    def a_contact_is_held_only_by_the_engaged(self) -> None:
        assert (self.state.contact_id is not None) == (self.state.state in rules.ENGAGED)
        assert (self.state.seat == "") == (self.state.state is State.SIGNED_OFF)

    @invariant()
    def there_is_a_way_to_ready(self) -> None:
        state = self.state
        contact = state.contact_id
        if contact is not None:
            if state.state is State.OFFERED:
                state = rules.follow(state, Cause.WITHDRAWN, contact, now=self.now, policy=POLICY)
            for cause in (Cause.WRAP_UP, Cause.WRAP_UP_DONE):
                state = rules.follow(state, cause, contact, now=self.now, policy=POLICY)
        state = rules.sign_on(state, "new", self.now, take_over=True)
        state = rules.choose(state, State.READY, "", now=self.now, policy=POLICY)
        assert rules.availability(state).is_ready


AgentDay.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAgentDay = AgentDay.TestCase


def test_a_day_that_began_before_midnight_counts_from_midnight() -> None:
    state = signed_off()

    totals = time_by_state([], state, at(3600), at(7200))

    assert [(total.state, total.total_ms) for total in totals] == [(State.SIGNED_OFF, 3_600_000)]
