"""Idle lanes: the free agents of one group for one channel, longest idle first."""

from yingda.routing.core import layout as at
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import State


@compiled
def is_open(s: State, agent: int, channel: int) -> bool:
    """Return whether `agent` could take one more contact of `channel` now."""
    lane = s.lanes[s.agents[agent, at.GROUP], channel]
    return bool(
        s.agents[agent, at.READY]
        and s.seats[agent, channel, at.LOAD] < lane[at.SLOTS]
        and not s.agents[agent, at.BUSY] & lane[at.BLOCKED_BY]
    )


@compiled
def idled_before(s: State, one: int, other: int) -> bool:
    """Return whether `one` has been idle longer than `other`."""
    if s.agents[one, at.SINCE] != s.agents[other, at.SINCE]:
        return bool(s.agents[one, at.SINCE] < s.agents[other, at.SINCE])
    return bool(s.agents[one, at.STAMP] < s.agents[other, at.STAMP])


@compiled
def sit(s: State, agent: int, channel: int) -> None:
    """Put `agent` into the lane of its group, where its idle time places it: mostly last."""
    lane = s.lanes[s.agents[agent, at.GROUP], channel]
    before = lane[at.TAIL]
    while before != at.NONE and idled_before(s, agent, before):
        before = s.seats[before, channel, at.SEAT_PREV]
    after = lane[at.HEAD] if before == at.NONE else s.seats[before, channel, at.SEAT_NEXT]
    seat = s.seats[agent, channel]
    seat[at.SEAT_PREV] = before
    seat[at.SEAT_NEXT] = after
    seat[at.SEATED] = 1
    if before == at.NONE:
        lane[at.HEAD] = agent
    else:
        s.seats[before, channel, at.SEAT_NEXT] = agent
    if after == at.NONE:
        lane[at.TAIL] = agent
    else:
        s.seats[after, channel, at.SEAT_PREV] = agent
    _count(s, agent, channel, 1)


@compiled
def rise(s: State, agent: int, channel: int) -> None:
    """Take `agent` out of the lane."""
    lane = s.lanes[s.agents[agent, at.GROUP], channel]
    seat = s.seats[agent, channel]
    before, after = seat[at.SEAT_PREV], seat[at.SEAT_NEXT]
    if before == at.NONE:
        lane[at.HEAD] = after
    else:
        s.seats[before, channel, at.SEAT_NEXT] = after
    if after == at.NONE:
        lane[at.TAIL] = before
    else:
        s.seats[after, channel, at.SEAT_PREV] = before
    seat[at.SEATED] = 0
    _count(s, agent, channel, -1)


@compiled
def _count(s: State, agent: int, channel: int, change: int) -> None:
    s.lanes[s.agents[agent, at.GROUP], channel, at.IDLE] += change
    s.ctl[at.IDLE_ALL] += change
    s.ctl[at.DUE_STALE] = 1


@compiled
def reseat(s: State, agent: int) -> None:
    """Bring the agent's seats in line with what it can take now."""
    for channel in range(s.lanes.shape[1]):
        seated = bool(s.seats[agent, channel, at.SEATED])
        wanted = is_open(s, agent, channel)
        if wanted and not seated:
            sit(s, agent, channel)
        elif seated and not wanted:
            rise(s, agent, channel)


@compiled
def stand(s: State, agent: int) -> None:
    """Take `agent` out of every lane."""
    for channel in range(s.lanes.shape[1]):
        if s.seats[agent, channel, at.SEATED]:
            rise(s, agent, channel)


@compiled
def note_idle(s: State, agent: int, since: int) -> None:
    """Count the agent's idle time from `since`, among equals the last; `reseat` must follow."""
    stand(s, agent)
    s.agents[agent, at.SINCE] = since
    s.agents[agent, at.STAMP] = s.ctl[at.NEXT_STAMP]
    s.ctl[at.NEXT_STAMP] += 1


@compiled
def load(s: State, agent: int, channel: int, since: int) -> None:
    """Give `agent` one contact of `channel`; with slots left it goes to the end of its lanes."""
    s.seats[agent, channel, at.LOAD] += 1
    s.agents[agent, at.BUSY] |= 1 << channel
    stand(s, agent)
    if s.lanes[s.agents[agent, at.GROUP], channel, at.SLOTS] > 1:
        note_idle(s, agent, since)
    if s.ctl[at.MULTIPLE]:
        reseat(s, agent)


@compiled
def unload(s: State, agent: int, channel: int) -> None:
    """Take one contact of `channel` from `agent`, who sits down again if ready."""
    if s.seats[agent, channel, at.LOAD] > 0:
        s.seats[agent, channel, at.LOAD] -= 1
    if s.seats[agent, channel, at.LOAD] == 0:
        s.agents[agent, at.BUSY] &= ~(1 << channel)
    reseat(s, agent)
