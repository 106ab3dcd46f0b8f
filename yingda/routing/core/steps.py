"""The steps: what may happen to a call or an agent, and the match that follows."""

from yingda.routing.core import layout as at
from yingda.routing.core.choose import (
    agent_for,
    call_for,
    clear_out,
    longest_idle_for,
    most_urgent,
    score,
)
from yingda.routing.core.compile import compiled
from yingda.routing.core.lanes import load, note_idle, reseat, stand, unload
from yingda.routing.core.layout import State
from yingda.routing.core.lines import (
    join_line,
    join_own_line,
    leave_line,
    release,
    shun,
    take_slot,
)


@compiled
def dial_on(s: State, call: int, agent: int) -> None:
    """Count the call-back as being dialled on the strength of the idle agents of this lane."""
    s.calls[call, at.AGENT] = agent
    s.calls[call, at.STATE] = at.DIALLING
    channel = s.lines[s.calls[call, at.CLASS], at.CHANNEL]
    s.lanes[s.agents[agent, at.GROUP], channel, at.IN_FLIGHT] += 1
    s.ctl[at.DUE_STALE] = 1


@compiled
def _take(s: State, now: int, call: int, agent: int) -> None:
    """Give `call` to `agent`; a call-back is dialled first and holds nobody."""
    klass, group = s.calls[call, at.CLASS], s.agents[agent, at.GROUP]
    leave_line(s, call)
    s.out[at.OUT_CALL] = call
    s.out[at.OUT_AGENT] = agent
    s.out[at.OUT_CLASS] = klass
    s.out[at.OUT_GROUP] = group
    s.out[at.OUT_RANK] = s.skills[group, klass, at.RANK]
    if s.lines[klass, at.DIALS]:
        s.out[at.OUT_REASON] = at.DIALLED
        dial_on(s, call, agent)
    else:
        s.calls[call, at.AGENT] = agent
        s.calls[call, at.STATE] = at.TAKEN
        load(s, agent, s.lines[klass, at.CHANNEL], now)


@compiled
def can_serve(s: State, agent: int, call: int) -> bool:
    """Return whether the agent's group has the skill for `call`."""
    return bool(s.skills[s.agents[agent, at.GROUP], s.calls[call, at.CLASS], at.RANK] > 0)


@compiled
def place(s: State, now: int, call: int) -> int:
    """Give a call that is in no line to an agent, or let it wait; return the agent or NONE."""
    clear_out(s)
    klass, own = s.calls[call, at.CLASS], s.calls[call, at.OWN]
    if own != at.NONE and can_serve(s, own, call):
        if not s.seats[own, s.lines[klass, at.CHANNEL], at.SEATED]:
            join_own_line(s, call, own)
            return at.NONE
        agent: int = own
        s.out[at.OUT_REASON] = at.OWN_AGENT
    else:
        s.calls[call, at.OWN] = at.NONE
        agent = agent_for(s, now, call)
        s.out[at.OUT_REASON] = at.ARRIVAL
    if agent == at.NONE:
        join_line(s, call)
        return at.NONE
    s.out_score[at.SCORE] = score(s, klass, now - s.calls[call, at.ARRIVED])
    _take(s, now, call, agent)
    return agent


@compiled
def arrive(s: State, now: int, klass: int, arrived: int) -> int:
    """Bring in a call of `klass`; return it, or NONE when the table is full.

    `out[OUT_AGENT]` is the agent it was given to, or NONE if it waits.
    """
    call = take_slot(s, klass, arrived)
    if call != at.NONE:
        place(s, now, call)
    return call


@compiled
def place_for(s: State, now: int, call: int, own: int) -> int:
    """Place a call that waits for the agent `own` alone until `open_to_all`; return its agent."""
    s.calls[call, at.OWN] = own
    return place(s, now, call)


@compiled
def open_to_all(s: State, now: int, call: int) -> int:
    """Let a call that waited for one agent go to anybody; return the agent it got, or NONE."""
    leave_line(s, call)
    s.calls[call, at.OWN] = at.NONE
    return place(s, now, call)


@compiled
def abandon(s: State, call: int) -> None:
    """Take `call` out for good, wherever it stands. Its agent, if any, is freed by `finished`."""
    leave_line(s, call)
    release(s, call)


@compiled
def seek(s: State, now: int, agent: int) -> int:
    """Match the group of an idle agent once; return the call, or NONE.

    The longest idle of the group takes it, which is not `agent` where a reserve kept others idle.
    """
    call = call_for(s, now, agent)
    if call == at.NONE:
        return at.NONE
    taker = agent
    s.out[at.OUT_REASON] = at.OWN_AGENT
    if s.calls[call, at.OWN] == at.NONE:
        s.out[at.OUT_REASON] = at.GUARDED if s.out[at.OUT_OVERDUE] >= 0 else at.FREED
        group = s.agents[agent, at.GROUP]
        taker = longest_idle_for(s, group, s.lines[s.calls[call, at.CLASS], at.CHANNEL], call)
    _take(s, now, call, taker)
    return call


@compiled
def sit_down(s: State, agent: int, since: int) -> None:
    """Let `agent` be offered work, idle since `since`, without asking for any."""
    s.agents[agent, at.READY] = 1
    note_idle(s, agent, since)
    reseat(s, agent)


@compiled
def ready(s: State, now: int, agent: int, since: int) -> int:
    """Let `agent` take work, idle since `since`; return the call it or its group took, or NONE."""
    sit_down(s, agent, since)
    return seek(s, now, agent)


@compiled
def finished(s: State, now: int, agent: int, channel: int) -> int:
    """End one contact of `agent`, after-call work included; return the next call, or NONE."""
    note_idle(s, agent, now)
    unload(s, agent, channel)
    return seek(s, now, agent)


@compiled
def leave(s: State, agent: int) -> None:
    """Let `agent` take no more work; what it holds it keeps, and who waits for it still does."""
    s.agents[agent, at.READY] = 0
    stand(s, agent)


@compiled
def hold(s: State, now: int, call: int, agent: int) -> None:
    """Give a call that is in no line to `agent` without a decision: it was made before."""
    s.calls[call, at.AGENT] = agent
    s.calls[call, at.STATE] = at.TAKEN
    load(s, agent, s.lines[s.calls[call, at.CLASS], at.CHANNEL], now)


@compiled
def refused(s: State, now: int, call: int, agent: int) -> int:
    """Take a call back from `agent`: it keeps its place, the agent its idle time.

    Returns the agent it went to at once, or NONE. The agent itself may `seek` or `leave` next.
    """
    shun(s, call, agent)
    s.calls[call, at.OWN] = at.NONE
    unload(s, agent, s.lines[s.calls[call, at.CLASS], at.CHANNEL])
    return place(s, now, call)


@compiled
def settle(s: State, now: int) -> int:
    """Make the most urgent match that is possible now; return the call, or NONE if none is left.

    Needed when an overflow delay or a guard has come due (`next_due`), and after anything that is
    not one call or one agent: a new plan, an agent gone, several slots freed.
    """
    call = most_urgent(s, now)
    if call == at.NONE:
        s.ctl[at.SETTLED] = now
        s.ctl[at.DUE_STALE] = 1
        return at.NONE
    agent = agent_for(s, now, call)
    delay = s.skills[s.agents[agent, at.GROUP], s.calls[call, at.CLASS], at.AFTER]
    opened = at.OPENED if delay > 0 else at.FREED
    s.out[at.OUT_REASON] = at.GUARDED if s.out[at.OUT_OVERDUE] >= 0 else opened
    _take(s, now, call, agent)
    return call


@compiled
def dial_over(s: State, call: int) -> None:
    """Stop counting the call-back as being dialled."""
    lane = s.lanes[
        s.agents[s.calls[call, at.AGENT], at.GROUP], s.lines[s.calls[call, at.CLASS], at.CHANNEL]
    ]
    lane[at.IN_FLIGHT] -= 1
    s.ctl[at.DUE_STALE] = 1


@compiled
def picked_up(s: State, now: int, call: int) -> int:
    """Place a call-back whose customer has answered, by its first arrival; return the agent."""
    dial_over(s, call)
    s.calls[call, at.CLASS] = s.lines[s.calls[call, at.CLASS], at.PARTNER]
    return place(s, now, call)


@compiled
def not_picked_up(s: State, call: int) -> None:
    """Take a call-back out whose customer could not be reached."""
    dial_over(s, call)
    release(s, call)
