"""The routing core: one policy source for the live router and for the twin.

State is a named tuple of flat int64/float64 arrays (columns: `layout`); steps change it in place.
Every step is compiled (`numba.njit(cache=True, nogil=True)`) and may be called from Python or,
without any Python between, from other compiled code. With NUMBA_DISABLE_JIT=1 all of it runs as
plain Python and decides alike. Times are integer ms on one clock; the caller never goes back.

Build:  `s = build(CoreSpec(classes, groups, agents, policy=Policy.SLD, calls=...))`
        Classes, groups, agents are numbers from 0. Nobody is ready at first. `with_more_calls(s)`
        doubles the table of calls when `arrive` returned NONE.

Steps (`s` first, `now` in ms; `NONE` is -1). After a step that matched, `s.out[OUT_...]` holds
call, agent, class, group, rank, reason and runner-up class, `s.out_score` the two scores:

    arrive(s, now, klass, arrived) -> call        s.out[OUT_AGENT] is its agent, NONE if it waits
    take_slot(s, klass, arrived) -> call, then place(s, now, call) -> agent   the same in two steps,
        or place_for(s, now, call, own): waits for one agent until open_to_all(s, now, call)
    abandon(s, call)                              out of its line, slot freed
    release(s, call)                              slot of a TAKEN call freed (it was answered)
    ready(s, now, agent, since) -> call | NONE    agent signs on or comes back
    finished(s, now, agent, channel) -> call | NONE   after service and after-call work
    leave(s, agent)                               no more work (what it holds, it keeps)
    refused(s, now, call, agent) -> agent | NONE  the call keeps its place and shuns the agent
    seek(s, now, agent) -> call | NONE            one more try for an idle agent's group
    next_due(s) -> ms | NEVER                     when an overflow delay or guard opens somebody
    settle(s, now) -> call | NONE                 at that time: repeat until NONE
    resolved(s, klass, hit, abandoned)            feedback: once a call, answered or abandoned
    picked_up / not_picked_up                     call-back dialled (reason DIALLED), then answered?

In a twin:  `call = arrive(...)`; `agent = s.out[OUT_AGENT]`; if agent != NONE the call is served:
read what you need of `s.calls[call]` (CLASS, ARRIVED), `resolved(...)`, `release(s, call)`. The
agent is busy until `finished`. For a surplus agent of a smaller period: `leave(s, agent)`; the
longest idle of group g is `s.lanes[g, 0, HEAD]`, and `s.lanes[g, 0, IDLE]` counts them.
"""

from yingda.routing.core.build import (
    ClassSpec,
    CoreSpec,
    GroupSpec,
    Policy,
    SkillSpec,
    build,
    with_more_calls,
)
from yingda.routing.core.compile import compiled
from yingda.routing.core.due import next_due
from yingda.routing.core.feedback import EVERY, resolved
from yingda.routing.core.lanes import load, note_idle, unload
from yingda.routing.core.layout import NEVER, NONE, Floats, State
from yingda.routing.core.lines import (
    ahead_of,
    forgive,
    join_line,
    join_own_line,
    release,
    shun,
    take_slot,
)
from yingda.routing.core.outlook import PACE_COLUMNS, Games, play
from yingda.routing.core.steps import (
    abandon,
    arrive,
    can_serve,
    dial_on,
    dial_over,
    finished,
    hold,
    leave,
    not_picked_up,
    open_to_all,
    picked_up,
    place,
    place_for,
    ready,
    refused,
    seek,
    settle,
    sit_down,
)
from yingda.routing.core.warm import warm_up

__all__ = [
    "EVERY",
    "NEVER",
    "NONE",
    "PACE_COLUMNS",
    "ClassSpec",
    "CoreSpec",
    "Floats",
    "Games",
    "GroupSpec",
    "Policy",
    "SkillSpec",
    "State",
    "abandon",
    "ahead_of",
    "arrive",
    "build",
    "can_serve",
    "compiled",
    "dial_on",
    "dial_over",
    "finished",
    "forgive",
    "hold",
    "join_line",
    "join_own_line",
    "leave",
    "load",
    "next_due",
    "not_picked_up",
    "note_idle",
    "open_to_all",
    "picked_up",
    "place",
    "place_for",
    "play",
    "ready",
    "refused",
    "release",
    "resolved",
    "seek",
    "settle",
    "shun",
    "sit_down",
    "take_slot",
    "unload",
    "warm_up",
    "with_more_calls",
]
