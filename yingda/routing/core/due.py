"""When time alone opens an idle agent to a waiting call."""

from yingda.routing.core import layout as at
from yingda.routing.core.choose import opens_after
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import State


@compiled
def _due_of(s: State, klass: int) -> int:
    channel, arrived = s.lines[klass, at.CHANNEL], s.lines[klass, at.HEAD_ARRIVED]
    soonest = at.NEVER
    for i in range(s.groups_of.shape[1]):
        group = s.groups_of[klass, i]
        if group == at.NONE:
            break
        if s.lanes[group, channel, at.IDLE] == 0:
            continue
        opens = opens_after(s, klass, group)
        if opens < at.NEVER and s.ctl[at.SETTLED] < arrived + opens < soonest:
            soonest = arrived + opens
    return soonest


@compiled
def next_due(s: State) -> int:
    """Return when `settle` must be called next, or NEVER. Free of cost while nothing changed."""
    if not s.ctl[at.ANY_TIMED] or s.ctl[at.IDLE_ALL] == 0:
        return at.NEVER
    if s.ctl[at.DUE_STALE]:
        soonest = at.NEVER
        for klass in range(s.lines.shape[0]):
            if s.lines[klass, at.TIMED] and s.lines[klass, at.HEAD] != at.NONE:
                soonest = min(soonest, _due_of(s, klass))
        s.ctl[at.DUE] = soonest
        s.ctl[at.DUE_STALE] = 0
    due: int = s.ctl[at.DUE]
    return due
