"""The twin's clock, compiled: one replication through the same core that routes live calls.

Order of what falls on one instant: agents become free, a period begins, overflow delays come due,
calls arrive, callers hang up. So a call whose patience ends when an agent frees is answered.
"""

from yingda.planning.twin.kernel.draws import ACW, ARRIVES, CLASS, LEAVES, SERVICE
from yingda.planning.twin.kernel.heap import BITS, LATEST, MASK, packed, push, replace_first
from yingda.planning.twin.kernel.plan import FROM, UPTO, Ints
from yingda.planning.twin.kernel.staffed import (
    add_time,
    call_in,
    change_head_count,
    next_period,
    send_home,
    shrink,
)
from yingda.planning.twin.kernel.tables import (
    ABANDONED,
    ACW_MS,
    ANSWERED,
    BOUNDARY,
    BUSY,
    COUNTED_IN,
    DEPARTURES,
    ENDINGS,
    HITS,
    LATE,
    LEAVES_AT,
    OFFERED,
    ON_DUTY,
    OPEN,
    PERIOD,
    SERVICE_MS,
    SHORT,
    SIMULATED,
    SURPLUS,
    WAIT_ALL,
    WAIT_ANSWERED,
    WAITED,
    Centre,
)
from yingda.routing.core import (
    NEVER,
    NONE,
    abandon,
    arrive,
    compiled,
    finished,
    next_due,
    ready,
    release,
    resolved,
    settle,
)
from yingda.routing.core import layout as at

TABLE_FULL = -1
TAIL = 3  # a wait of more than so many targets is in the tail


@compiled
def open_centre(c: Centre) -> None:
    """Begin at 0 with the first period's crews, all idle."""
    next_period(c)
    for group in range(c.plan.speed.size):
        _grow(c, group, 0)


@compiled
def bring(c: Centre, block: Ints) -> int:
    """Let the calls of `block` come in turn, with all that happens before each.

    Returns how many came: fewer than all once every counted call is resolved and no more will be
    counted; TABLE_FULL when more wait than the tables hold.
    """
    size: int = block.shape[0]
    for place in range(size):
        now = block[place, ARRIVES]
        pass_time(c, now)
        if now >= c.plan.spans[UPTO] and c.books.ctl[OPEN] == 0:
            return place
        call = arrive(c.core, now, block[place, CLASS], now)
        if call == NONE:
            return TABLE_FULL
        _register(c, call, block[place])
        if c.core.out[at.OUT_AGENT] != NONE:
            _begin(c, now, call)
        else:
            _let_wait(c, call, block[place])
    return size


@compiled
def _register(c: Centre, call: int, row: Ints) -> None:
    """Note what the core does not keep of a new call."""
    slot = c.books.slots[call]
    slot[LEAVES_AT] = NONE
    slot[SERVICE_MS] = row[SERVICE]
    slot[ACW_MS] = row[ACW]
    slot[COUNTED_IN] = NONE
    c.books.ctl[SIMULATED] += 1
    if c.plan.spans[FROM] <= row[ARRIVES] < c.plan.spans[UPTO]:
        slot[COUNTED_IN] = c.books.ctl[PERIOD]
        c.books.tally[c.books.ctl[PERIOD], row[CLASS], OFFERED] += 1


@compiled
def _let_wait(c: Centre, call: int, row: Ints) -> None:
    period = c.books.slots[call, COUNTED_IN]
    if period != NONE:
        c.books.ctl[OPEN] += 1
        c.books.tally[period, row[CLASS], WAITED] += 1
    if row[LEAVES] < LATEST >> BITS:
        c.books.slots[call, LEAVES_AT] = row[LEAVES]
        if c.books.ctl[DEPARTURES] == c.books.departures.size:
            _drop_stale(c)
        push(c.books.departures, c.books.ctl[DEPARTURES], packed(row[LEAVES], call))
        c.books.ctl[DEPARTURES] += 1


@compiled
def _is_stale(c: Centre, entry: int) -> bool:
    call = entry & MASK
    return bool(c.books.slots[call, LEAVES_AT] != entry >> BITS)


@compiled
def _drop_stale(c: Centre) -> None:
    """Forget departures of calls that were answered; at most as many remain as calls fit."""
    kept = 0
    for place in range(c.books.ctl[DEPARTURES]):
        entry = c.books.departures[place]
        if not _is_stale(c, entry):
            push(c.books.departures, kept, entry)
            kept += 1
    c.books.ctl[DEPARTURES] = kept


@compiled
def _first(heap: Ints, size: int) -> int:
    return heap[0] >> BITS if size else LATEST


@compiled
def pass_time(c: Centre, until: int) -> None:
    """Let everything happen that comes before an arrival at `until`."""
    while True:
        leaves = _first(c.books.departures, c.books.ctl[DEPARTURES])
        ends, due = _first(c.books.endings, c.books.ctl[ENDINGS]), next_due(c.core)
        now = min(ends, due, c.books.ctl[BOUNDARY])
        if now > until or now > leaves:
            if leaves >= until:
                return
            _depart(c)
        elif now == NEVER:
            return
        elif ends == now:
            _end(c, now)
        elif c.books.ctl[BOUNDARY] == now:
            _change_period(c, now)
        else:
            call = settle(c.core, now)
            if call != NONE:
                push(c.books.endings, c.books.ctl[ENDINGS], _begin_after_waiting(c, now, call))
                c.books.ctl[ENDINGS] += 1


@compiled
def _serve(c: Centre, now: int, call: int) -> int:
    """Book the call just matched and return the entry for when its agent is free again."""
    klass, group, agent = (
        c.core.out[at.OUT_CLASS],
        c.core.out[at.OUT_GROUP],
        c.core.out[at.OUT_AGENT],
    )
    slot, waited = c.books.slots[call], now - c.core.calls[call, at.ARRIVED]
    ends = now + int(slot[SERVICE_MS] / c.plan.speed[group] + 0.5) + slot[ACW_MS]
    add_time(c.plan, c.books.work[:, group, BUSY], 1, (now, ends))
    hit = int(waited <= c.plan.within[klass])
    if slot[COUNTED_IN] != NONE:
        row = c.books.tally[slot[COUNTED_IN], klass]
        row[ANSWERED] += 1
        row[HITS] += hit
        row[LATE] += int(waited > TAIL * c.plan.within[klass])
        row[WAIT_ANSWERED] += waited
        row[WAIT_ALL] += waited
    slot[LEAVES_AT] = NONE
    resolved(c.core, klass, hit, 0)
    release(c.core, call)
    return packed(ends, agent)


@compiled
def _begin(c: Centre, now: int, call: int) -> None:
    push(c.books.endings, c.books.ctl[ENDINGS], _serve(c, now, call))
    c.books.ctl[ENDINGS] += 1


@compiled
def _begin_after_waiting(c: Centre, now: int, call: int) -> int:
    if c.books.slots[call, COUNTED_IN] != NONE:
        c.books.ctl[OPEN] -= 1
    return _serve(c, now, call)


@compiled
def _depart(c: Centre) -> None:
    """Take the earliest departure; the call, if it still waits, hangs up."""
    entry = c.books.departures[0]
    c.books.ctl[DEPARTURES] -= 1
    replace_first(
        c.books.departures, c.books.ctl[DEPARTURES], c.books.departures[c.books.ctl[DEPARTURES]]
    )
    if _is_stale(c, entry):
        return
    call, now = entry & MASK, entry >> BITS
    klass, waited = c.core.calls[call, at.CLASS], now - c.core.calls[call, at.ARRIVED]
    slot = c.books.slots[call]
    slot[LEAVES_AT] = NONE
    if slot[COUNTED_IN] != NONE:
        c.books.ctl[OPEN] -= 1
        row = c.books.tally[slot[COUNTED_IN], klass]
        row[ABANDONED] += 1
        row[SHORT] += int(waited <= c.plan.within[klass])
        row[LATE] += int(waited > TAIL * c.plan.within[klass])
        row[WAIT_ALL] += waited
    abandon(c.core, call)
    resolved(c.core, klass, 0, 1)


@compiled
def _end(c: Centre, now: int) -> None:
    """Free the agent whose work ends first; it goes home, takes a waiting call, or sits idle."""
    agent = c.books.endings[0] & MASK
    group, call = c.core.agents[agent, at.GROUP], NONE
    if c.books.groups[group, SURPLUS] > 0:
        c.books.groups[group, SURPLUS] -= 1
        send_home(c, agent, now)
        finished(c.core, now, agent, 0)
    else:
        call = finished(c.core, now, agent, 0)
    if call != NONE:
        replace_first(c.books.endings, c.books.ctl[ENDINGS], _begin_after_waiting(c, now, call))
    else:
        c.books.ctl[ENDINGS] -= 1
        replace_first(c.books.endings, c.books.ctl[ENDINGS], c.books.endings[c.books.ctl[ENDINGS]])


@compiled
def _grow(c: Centre, group: int, now: int) -> None:
    """Let the agents of a larger crew begin; each takes a waiting call or sits down idle."""
    while c.books.groups[group, ON_DUTY] < c.plan.crew[c.books.ctl[PERIOD], group]:
        call = ready(c.core, now, call_in(c, group, now), now)
        if call != NONE:
            push(c.books.endings, c.books.ctl[ENDINGS], _begin_after_waiting(c, now, call))
            c.books.ctl[ENDINGS] += 1


@compiled
def _change_period(c: Centre, now: int) -> None:
    next_period(c)
    for group in range(c.plan.speed.size):
        shrink(c, group, now)
    for group in range(c.plan.speed.size):
        _grow(c, group, now)


@compiled
def close_centre(c: Centre, now: int) -> None:
    """End the books: duty of all groups, and the waits so far of calls nobody will answer."""
    for group in range(c.plan.speed.size):
        change_head_count(c, group, now, 0)
    for klass in range(c.plan.within.size):
        call = c.core.lines[klass, at.HEAD]
        while call != NONE:
            period, waited = c.books.slots[call, COUNTED_IN], now - c.core.calls[call, at.ARRIVED]
            if period != NONE:
                c.books.tally[period, klass, LATE] += int(waited > TAIL * c.plan.within[klass])
                c.books.tally[period, klass, WAIT_ALL] += waited
            call = c.core.calls[call, at.NEXT]
