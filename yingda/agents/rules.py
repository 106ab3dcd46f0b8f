"""What may follow what: the table of an agent's states, and what each act does to them.

Beginnings are strict: an offer to an agent who is not ready is refused. Endings are forgiving: a
ring that fails or a wrap-up that ends for an agent who has moved on changes nothing, so that every
report may be repeated.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from yingda.agents.errors import (
    AgentElsewhere,
    AgentNotReady,
    NotSignedOn,
    ReasonUnknown,
    SeatTaken,
)
from yingda.agents.model import AgentPolicy, AgentState, Availability, Cause, State

LAND: Final = None
"""Where the agent wants to be: the state chosen during the call, else ready."""

TABLE: Final[dict[tuple[State, Cause], State | None]] = {
    (State.READY, Cause.OFFERED): State.OFFERED,
    (State.OFFERED, Cause.TALKING): State.TALKING,
    (State.OFFERED, Cause.REJECTED): LAND,
    (State.OFFERED, Cause.WITHDRAWN): LAND,
    (State.OFFERED, Cause.RING_TIMEOUT): State.MISSED,
    (State.OFFERED, Cause.UNREACHABLE): State.MISSED,
    (State.OFFERED, Cause.WRAP_UP): LAND,
    (State.TALKING, Cause.HELD): State.HELD,
    (State.TALKING, Cause.WRAP_UP): State.WRAP_UP,
    (State.HELD, Cause.RESUMED): State.TALKING,
    (State.HELD, Cause.TALKING): State.TALKING,
    (State.HELD, Cause.WRAP_UP): State.WRAP_UP,
    (State.WRAP_UP, Cause.WRAP_UP_DONE): LAND,
}
"""What a call does to its agent."""

ENGAGED: Final = frozenset({State.OFFERED, State.TALKING, State.HELD, State.WRAP_UP})
"""States that belong to a contact: what is chosen in them applies after it."""

FREE: Final = frozenset({State.READY, State.NOT_READY, State.MISSED})
"""States in which a supervisor may take a call over."""

CHOICES: Final = frozenset({State.READY, State.NOT_READY})

_REACHED: Final = {
    Cause.OFFERED: State.OFFERED,
    Cause.TALKING: State.TALKING,
    Cause.HELD: State.HELD,
    Cause.RESUMED: State.TALKING,
    Cause.TAKEN_OVER: State.TALKING,
}
"""The beginnings, and the state in which each has happened already."""


def follow(
    state: AgentState, cause: Cause, contact: UUID, *, now: datetime, policy: AgentPolicy
) -> AgentState:
    """Return the state after the call of `contact` did `cause`.

    Raises:
        AgentNotReady: offered to an agent who is not ready.
        AgentElsewhere: talking or holding with a contact that is not the agent's.
    """
    if cause is Cause.OFFERED and availability(state).is_ready:
        return replace(_enter(state, State.OFFERED, now), contact_id=contact)
    if cause is Cause.TAKEN_OVER and state.state in FREE:
        return _taking_over(state, contact, now)
    is_with = state.contact_id == contact
    if is_with and (state.state, cause) in TABLE:
        return _after(state, TABLE[state.state, cause], cause, now=now, policy=policy)
    if cause not in _REACHED or (is_with and state.state is _REACHED[cause]):
        return state
    refusal = AgentNotReady if cause is Cause.OFFERED else AgentElsewhere
    raise refusal(agent=str(state.agent), state=state.state)


def _taking_over(state: AgentState, contact: UUID, now: datetime) -> AgentState:
    """Return the supervisor talking; after the contact they are where they were before it."""
    is_chosen = state.state in CHOICES
    return replace(
        _enter(state, State.TALKING, now),
        contact_id=contact,
        next_state=state.state if is_chosen else State.NOT_READY,
        next_reason=state.reason if is_chosen else "",
    )


def choose(
    state: AgentState,
    wanted: State,
    reason: str,
    *,
    now: datetime,
    policy: AgentPolicy,
    by: UUID | None = None,
) -> AgentState:
    """Return the state after the agent (or the supervisor `by`) chose READY or NOT_READY.

    Raises:
        NotSignedOn: nobody is there.
        ReasonUnknown: not one of the pack's reasons.
    """
    check_reason(wanted, reason, policy)
    if state.state is State.SIGNED_OFF:
        raise NotSignedOn(agent=str(state.agent))
    if state.state in ENGAGED:
        return replace(state, next_state=wanted, next_reason=reason, set_by=by)
    if (state.state, state.reason) == (wanted, reason):
        return state
    return replace(_enter(state, wanted, now, reason), set_by=by)


def check_reason(wanted: State, reason: str, policy: AgentPolicy) -> None:
    """Accept a choice.

    Raises:
        ReasonUnknown: not ready without a reason of the pack, or ready with one.
    """
    is_known = reason in policy.reasons if wanted is State.NOT_READY else reason == ""
    if wanted not in CHOICES or not is_known:
        raise ReasonUnknown(state=wanted, reason=reason)


def sign_on(state: AgentState, seat: str, now: datetime, *, take_over: bool) -> AgentState:
    """Return the state with the agent at `seat`: not ready when newly come, else as it was.

    Raises:
        SeatTaken: another connected seat holds the agent, and taking over was not asked for.
    """
    if state.state is State.SIGNED_OFF:
        fresh = _enter(state, State.NOT_READY, now)
        return replace(fresh, seat=seat, signed_on_at=fresh.since)
    if seat != state.seat and state.lost_at is None and not take_over:
        since = state.signed_on_at or state.since
        raise SeatTaken(since=since.isoformat())
    here = replace(state, seat=seat, lost_at=None)
    if state.next_state is State.SIGNED_OFF:  # signing on never means ready
        return replace(here, next_state=State.NOT_READY, next_reason="", set_by=None)
    return here


def sign_off(state: AgentState, now: datetime, by: UUID | None = None) -> AgentState:
    """Return the state signed off (by a supervisor), or to be so after the present contact."""
    if state.state in ENGAGED:
        return replace(state, next_state=State.SIGNED_OFF, next_reason="", set_by=by)
    if state.state is State.SIGNED_OFF:
        return state
    return replace(_enter(state, State.SIGNED_OFF, now), set_by=by)


def lose(state: AgentState, seat: str, now: datetime) -> AgentState:
    """Return the state with the connection of `seat` lost; another seat's loss is none."""
    if seat != state.seat or not state.is_connected:
        return state
    return replace(state, lost_at=now)


def regain(state: AgentState, seat: str) -> AgentState:
    """Return the state with the connection of `seat` back."""
    if seat != state.seat or state.lost_at is None:
        return state
    return replace(state, lost_at=None)


def expire_lost(state: AgentState, now: datetime, policy: AgentPolicy) -> AgentState:
    """Return the state signed off when its seat has been away too long and no contact holds it."""
    if state.state in ENGAGED or not _is_gone(state, now, policy):
        return state
    return _enter(state, State.SIGNED_OFF, now)


def expire_missed(state: AgentState, now: datetime, policy: AgentPolicy) -> AgentState:
    """Return the state after an unanswered ring has put the agent aside long enough."""
    is_over = policy.missed_for is not None and now - state.since >= policy.missed_for
    if state.state is not State.MISSED or not is_over:
        return state
    if state.next_state is not None:
        return _land(state, now, policy)
    return _enter(state, policy.after_missed, now, policy.after_missed_reason)


def availability(state: AgentState) -> Availability:
    """Return what the router must know: nobody is offered work while the seat is unconnected."""
    is_ready = state.state is State.READY and state.lost_at is None
    return Availability(is_ready=is_ready, since=state.idle_since or state.since)


def _after(
    state: AgentState, target: State | None, cause: Cause, *, now: datetime, policy: AgentPolicy
) -> AgentState:
    is_aside = target is State.MISSED
    if target is LAND or (is_aside and state.next_state not in {None, State.READY}):
        return _land(state, now, policy)
    return replace(
        _enter(state, target, now, cause if is_aside else ""),
        contact_id=None if is_aside else state.contact_id,
        next_state=state.next_state,
        next_reason=state.next_reason,
        set_by=state.set_by if state.next_state else None,
    )


def _land(state: AgentState, now: datetime, policy: AgentPolicy) -> AgentState:
    if _is_gone(state, now, policy):
        return _enter(state, State.SIGNED_OFF, now)
    landed = _enter(state, state.next_state or State.READY, now, state.next_reason)
    return replace(landed, set_by=state.set_by if state.next_state else None)


def _is_gone(state: AgentState, now: datetime, policy: AgentPolicy) -> bool:
    return state.lost_at is not None and now - state.lost_at >= policy.lost_for


def _enter(state: AgentState, target: State, now: datetime, reason: str = "") -> AgentState:
    """Return the agent in `target`, free of contact and plans.

    A clock that jumped backwards never makes a duration negative.
    """
    moment = max(now, state.since)
    is_off = target is State.SIGNED_OFF
    return replace(
        state,
        state=target,
        reason=reason,
        since=moment,
        next_state=None,
        next_reason="",
        contact_id=None,
        set_by=None,
        seat="" if is_off else state.seat,
        signed_on_at=None if is_off else state.signed_on_at,
        lost_at=None if is_off else state.lost_at,
        idle_since=_idle_since(state, target, moment),
    )


def _idle_since(state: AgentState, target: State, moment: datetime) -> datetime | None:
    if target is State.READY:
        return state.idle_since or moment
    return state.idle_since if target is State.OFFERED else None
