"""The floor: who waits, who is free, who holds whom; and the moves all acts are made of."""

from heapq import heappush

from yingda.agents import AgentId
from yingda.routing import core, rules
from yingda.routing.changes import Changes, Repair
from yingda.routing.core import NONE
from yingda.routing.core import layout as at
from yingda.routing.matches import decided, offered
from yingda.routing.model import (
    Readiness,
    Reason,
    Request,
    RequestId,
    RoutingPlan,
    Steering,
)
from yingda.routing.pace import Pace
from yingda.routing.plans import with_orphans
from yingda.routing.rules import ANSWERED, OFFERED
from yingda.routing.tables import Tables, restored


class Floor:
    """Live requests and agents of one centre, on the core's tables. `timers` are for `tick`."""

    def __init__(self, plan: RoutingPlan, first_number: int) -> None:
        self.tables = Tables(plan)
        self.requests: dict[RequestId, Request] = {}
        self.readiness: dict[AgentId, Readiness] = {}
        self.held: dict[AgentId, set[RequestId]] = {}
        self.changes = Changes()
        self.timers: list[tuple[int, RequestId]] = []
        self.steering = Steering(0, 0, {}, {})
        self.pace = Pace()
        self.next_number = first_number
        self._repaired = 0

    def place(self, request: Request, call: int, now: int) -> None:
        s, own = self.tables.state, self.tables.agent_number(request.preferred)
        if own != NONE and (request.preferred_until_ms or 0) > now:
            agent = core.place_for(s, now, call, own)
        else:
            s.calls[call, at.OWN] = NONE
            agent = core.place(s, now, call)
        if agent != NONE:
            self.matched(now)

    def settle(self, now: int) -> None:
        while core.settle(self.tables.state, now) != NONE:
            self.matched(now)

    def matched(self, now: int) -> None:
        """Journal the match the core has just made."""
        call = int(self.tables.state.out[at.OUT_CALL])
        request = self.requests[self.tables.request_of(call)]
        decision = decided(
            self.tables,
            request,
            number=self.next_number,
            steering=self.steering.version,
            now=now,
        )
        self.next_number += 1
        patience = self.tables.plan.patience
        is_dial = decision.reason is Reason.CALL_BACK
        due = now + (patience.dialling_ms if is_dial else patience.offer_ms)
        after, offer = offered(request, decision, due_ms=due)
        if now > request.changed_ms:
            self.waited(request, int(self.tables.state.out[at.OUT_CLASS]), now, came_free=True)
        self.changes.decisions.append(decision)
        self.changes.offers.append(offer)
        self.note(after)

    def waited(self, request: Request, line: int, now: int, *, came_free: bool) -> None:
        """Let the pace know how the wait of one who is in line no more has ended."""
        name, sharing = self.tables.names[line], self.tables.sharing[line]
        note = self.pace.taken if came_free else self.pace.given_up
        note(name, now - request.changed_ms)
        fronts = self.tables.state.lines[:, at.HEAD].tolist()
        since = [
            self.requests[self.tables.request_of(fronts[rival])].changed_ms
            for rival in sharing.rivals
            if fronts[rival] != NONE
        ]
        first = min([request.changed_ms, *since])
        self.pace.waited(sharing.pools, since_ms=first, now_ms=now, came_free=came_free)

    def note(self, request: Request) -> None:
        """Make this the present state of the request."""
        before = self.requests.get(request.id)
        if before is not None and before.agent is not None:
            self.held.get(before.agent, set()).discard(request.id)
        if request.state in rules.LIVE:
            self.requests[request.id] = request
        else:
            self.requests.pop(request.id, None)
        if request.agent is not None and request.state in rules.HOLDS_AGENT:
            self.held.setdefault(request.agent, set()).add(request.id)
        self.changes.requests[request.id] = request
        self.watch(request)

    def watch(self, request: Request) -> None:
        due = rules.next_look(request)
        if due is not None:
            heappush(self.timers, (due, request.id))

    def take_out(self, request: Request, now: int) -> None:
        """Free whatever the request holds in the core."""
        if request.state is ANSWERED:
            self.unload(request, idle_since=now)
            return
        s, call = self.tables.state, self.tables.forget_call(request.id)
        if s.calls[call, at.STATE] == at.DIALLING:
            core.dial_over(s, call)
        core.abandon(s, call)
        if request.state is OFFERED:
            self.unload(request)

    def unload(self, request: Request, idle_since: int | None = None) -> None:
        """Free the agent of the request; an offer that came to nothing leaves the idle time."""
        number = self.tables.agent_number(request.agent)
        if number != NONE:
            if idle_since is not None:
                core.note_idle(self.tables.state, number, idle_since)
            core.unload(self.tables.state, number, self.tables.channel_of(request))

    def load(self, request: Request, agent: AgentId, now: int) -> None:
        number = self.tables.agent_number(agent)
        if number != NONE:
            core.load(self.tables.state, number, self.tables.channel_of(request), now)

    def set_ready(self, agent: AgentId, *, is_ready: bool) -> None:
        before = self.readiness.get(agent)
        since = before.since_ms if before else 0
        if before is None or before.is_ready is not is_ready:
            after = Readiness(agent, is_ready, since)
            self.readiness[agent] = self.changes.agents[agent] = after
        number = self.tables.agent_number(agent)
        if number != NONE and not is_ready:
            core.leave(self.tables.state, number)

    def has_others(self, call: int, agent: AgentId) -> bool:
        """Return whether anybody else at work could take the call, now or after the present one."""
        s = self.tables.state
        return any(
            core.can_serve(s, number, call)
            for each, readiness in self.readiness.items()
            if each != agent and readiness.is_ready
            if (number := self.tables.agent_number(each)) != NONE
        )

    def resolve(self, request: Request, now: int, *, is_hit: bool, has_abandoned: bool) -> None:
        s = self.tables.state
        klass = self.tables.class_number(request.key, is_callback=request.is_callback)
        core.resolved(s, klass, int(is_hit), int(has_abandoned))
        if s.ctl[at.RESOLVED_ALL] % core.EVERY == 0:
            self.steering = self.tables.steering(self.steering.version + 1, now)
            self.changes.steering = self.steering

    def repair(
        self, kind: str, now: int, *, request: RequestId | None, agent: AgentId | None
    ) -> None:
        self._repaired += 1
        self.changes.repairs.append(Repair(self._repaired, kind, request, agent, now))

    def lay_anew(self, plan: RoutingPlan, steering: Steering | None, now: int) -> None:
        keys = [each.key for each in self.requests.values()]
        self.tables = restored(
            with_orphans(plan, self.tables.plan, keys),
            requests=self.requests.values(),
            readiness=self.readiness,
            steering=steering,
            now_ms=now,
        )
        self.settle(now)
