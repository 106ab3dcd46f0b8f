"""Waiting lines: the calls of one class, in order of arrival, as a doubly linked list."""

from yingda.routing.core import layout as at
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import State


@compiled
def take_slot(s: State, klass: int, arrived: int) -> int:
    """Return a fresh call of `klass`, in no line yet; NONE when the table is full."""
    call: int = s.ctl[at.FREE_CALL]
    if call == at.NONE:
        return at.NONE
    s.ctl[at.FREE_CALL] = s.calls[call, at.NEXT]
    s.calls[call, at.CLASS] = klass
    s.calls[call, at.ARRIVED] = arrived
    s.calls[call, at.PLACE] = s.ctl[at.NEXT_PLACE]
    s.ctl[at.NEXT_PLACE] += 1
    s.calls[call, at.AGENT] = at.NONE
    s.calls[call, at.OWN] = at.NONE
    for i in range(at.SHUNS):
        s.calls[call, at.SHUN_0 + i] = at.NONE
    return call


@compiled
def release(s: State, call: int) -> None:
    """Give the slot of a call that is in no line back."""
    s.calls[call, at.STATE] = at.FREE
    s.calls[call, at.NEXT] = s.ctl[at.FREE_CALL]
    s.ctl[at.FREE_CALL] = call


@compiled
def is_before(s: State, one: int, other: int) -> bool:
    """Return whether `one` arrived before `other`; same instant: who came into the core first."""
    if s.calls[one, at.ARRIVED] != s.calls[other, at.ARRIVED]:
        return bool(s.calls[one, at.ARRIVED] < s.calls[other, at.ARRIVED])
    return bool(s.calls[one, at.PLACE] < s.calls[other, at.PLACE])


@compiled
def _predecessor(s: State, head: int, tail: int, call: int) -> int:
    """Return the call after which `call` belongs: NONE for the front.

    New calls belong at the end and returning ones near the front, so each end is tried; a call in
    the middle (its own agent did not come in time) is sought from the end its arrival is nearer to.
    """
    if tail == at.NONE or not is_before(s, call, tail):
        return tail
    arrived = s.calls[call, at.ARRIVED]
    if arrived - s.calls[head, at.ARRIVED] <= s.calls[tail, at.ARRIVED] - arrived:
        after = head
        while is_before(s, after, call):
            after = s.calls[after, at.NEXT]
        before: int = s.calls[after, at.PREV]
        return before
    before = tail
    while before != at.NONE and is_before(s, call, before):
        before = s.calls[before, at.PREV]
    return before


@compiled
def _note_head(s: State, klass: int, head: int) -> None:
    s.lines[klass, at.HEAD] = head
    if head != at.NONE:
        s.lines[klass, at.HEAD_ARRIVED] = s.calls[head, at.ARRIVED]
    if s.lines[klass, at.TIMED]:
        s.ctl[at.DUE_STALE] = 1


@compiled
def join_line(s: State, call: int) -> None:
    """Put `call` into its class's line, at the place its arrival gives it."""
    klass = s.calls[call, at.CLASS]
    before = _predecessor(s, s.lines[klass, at.HEAD], s.lines[klass, at.TAIL], call)
    after = s.lines[klass, at.HEAD] if before == at.NONE else s.calls[before, at.NEXT]
    s.calls[call, at.PREV] = before
    s.calls[call, at.NEXT] = after
    if after == at.NONE:
        s.lines[klass, at.TAIL] = call
    else:
        s.calls[after, at.PREV] = call
    if before == at.NONE:
        _note_head(s, klass, call)
    else:
        s.calls[before, at.NEXT] = call
    s.calls[call, at.STATE] = at.IN_LINE
    s.lines[klass, at.WAITING] += 1


@compiled
def _leave_class_line(s: State, call: int) -> None:
    klass = s.calls[call, at.CLASS]
    before, after = s.calls[call, at.PREV], s.calls[call, at.NEXT]
    if after == at.NONE:
        s.lines[klass, at.TAIL] = before
    else:
        s.calls[after, at.PREV] = before
    if before == at.NONE:
        _note_head(s, klass, after)
    else:
        s.calls[before, at.NEXT] = after
    s.lines[klass, at.WAITING] -= 1


@compiled
def join_own_line(s: State, call: int, agent: int) -> None:
    """Let `call` wait for `agent` alone, behind those who arrived earlier."""
    before, after = at.NONE, s.agents[agent, at.OWN_HEAD]
    while after != at.NONE and is_before(s, after, call):
        before, after = after, s.calls[after, at.NEXT]
    s.calls[call, at.PREV] = before
    s.calls[call, at.NEXT] = after
    if after != at.NONE:
        s.calls[after, at.PREV] = call
    if before == at.NONE:
        s.agents[agent, at.OWN_HEAD] = call
    else:
        s.calls[before, at.NEXT] = call
    s.calls[call, at.OWN] = agent
    s.calls[call, at.STATE] = at.OWN_LINE


@compiled
def _leave_own_line(s: State, call: int) -> None:
    before, after = s.calls[call, at.PREV], s.calls[call, at.NEXT]
    if after != at.NONE:
        s.calls[after, at.PREV] = before
    if before == at.NONE:
        s.agents[s.calls[call, at.OWN], at.OWN_HEAD] = after
    else:
        s.calls[before, at.NEXT] = after


@compiled
def leave_line(s: State, call: int) -> None:
    """Take `call` out of whatever line it waits in; out of none it stays out."""
    if s.calls[call, at.STATE] == at.IN_LINE:
        _leave_class_line(s, call)
    elif s.calls[call, at.STATE] == at.OWN_LINE:
        _leave_own_line(s, call)
    s.calls[call, at.STATE] = at.FREE


@compiled
def shuns(s: State, call: int, agent: int) -> bool:
    """Return whether `call` must not be offered to `agent`, who refused it."""
    for i in range(at.SHUNS):
        shunned = s.calls[call, at.SHUN_0 + i]
        if shunned == at.NONE:
            return False
        if shunned == agent:
            return True
    return False


@compiled
def shun(s: State, call: int, agent: int) -> None:
    """Keep `call` from `agent`; the longest kept of SHUNS others is forgotten."""
    if shuns(s, call, agent):
        return
    for i in range(at.SHUNS - 1, 0, -1):
        s.calls[call, at.SHUN_0 + i] = s.calls[call, at.SHUN_0 + i - 1]
    s.calls[call, at.SHUN_0] = agent


@compiled
def forgive(s: State, call: int, agent: int) -> None:
    """Let `agent` be offered `call` again."""
    kept = 0
    for i in range(at.SHUNS):
        shunned = s.calls[call, at.SHUN_0 + i]
        if shunned != agent:
            s.calls[call, at.SHUN_0 + kept] = shunned
            kept += 1
    for i in range(kept, at.SHUNS):
        s.calls[call, at.SHUN_0 + i] = at.NONE


@compiled
def first_for(s: State, klass: int, agent: int) -> int:
    """Return the oldest waiting call of `klass` that may be offered to `agent`, or NONE."""
    call: int = s.lines[klass, at.HEAD]
    while call != at.NONE and s.calls[call, at.SHUN_0] != at.NONE and shuns(s, call, agent):
        call = s.calls[call, at.NEXT]
    return call


@compiled
def ahead_of(s: State, call: int) -> int:
    """Return how many wait before `call` in its line."""
    ahead, other = 0, s.calls[call, at.PREV]
    while other != at.NONE:
        ahead += 1
        other = s.calls[other, at.PREV]
    return ahead
