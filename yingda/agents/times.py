"""How an agent's day was spent: durations of states, cut at the edges of the period. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from yingda.agents.model import AgentState, State, StateChange, TimeInState


def day_start(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last local midnight, in UTC."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC)


def time_by_state(
    changes: Sequence[StateChange], state: AgentState, begin: datetime, now: datetime
) -> list[TimeInState]:
    """Return how long each state and reason lasted between `begin` and `now`.

    `changes` are those since `begin`, oldest first; the present state counts until `now`. The
    durations add up to the period from the later of `begin` and the first known state.
    """
    totals: dict[tuple[State, str], TimeInState] = {}
    spans = [
        (change.from_state, change.from_reason, _lasted(change), change.at) for change in changes
    ]
    spans.append((state.state, state.reason, state.since, max(now, state.since)))
    for kind, reason, first, last in spans:
        lasted = last - max(first, begin)
        if lasted < timedelta(0):
            continue
        known = totals.get((kind, reason), TimeInState(kind, reason, 0, 0))
        total_ms = known.total_ms + round(lasted.total_seconds() * 1000)
        totals[kind, reason] = TimeInState(kind, reason, total_ms, known.count + 1)
    return sorted(totals.values(), key=lambda total: -total.total_ms)


def _lasted(change: StateChange) -> datetime:
    return change.at - timedelta(milliseconds=change.lasted_ms)
