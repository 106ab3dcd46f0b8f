"""The board: one centre's requests and agents on the routing core, with no outside at all.

Every act takes the instant in ms, changes the board, and notes what must be journalled;
`take_changes` hands that over. An act that comes late or twice changes nothing. Nothing is carried
out from here.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from heapq import heappop

from yingda.agents import AgentId
from yingda.routing import core, rules
from yingda.routing.changes import Changes
from yingda.routing.core import NEVER, NONE
from yingda.routing.core import layout as at
from yingda.routing.floor import Floor
from yingda.routing.matches import offer_of
from yingda.routing.model import (
    Position,
    Readiness,
    Reason,
    Refusal,
    Request,
    RequestId,
    RoutingPlan,
    Steering,
    Withdrawal,
)
from yingda.routing.outlook import Outlook
from yingda.routing.plans import check
from yingda.routing.rules import ANSWERED, DIALLING, OFFERED, WAITING
from yingda.routing.tables import Tables


class Board:
    def __init__(self, plan: RoutingPlan, *, first_number: int = 1) -> None:
        check(plan)
        self._floor = Floor(plan, first_number)
        self._next_place = 1

    @property
    def tables(self) -> Tables:
        return self._floor.tables

    @property
    def requests(self) -> Mapping[RequestId, Request]:
        """Every live request."""
        return self._floor.requests

    @property
    def readiness(self) -> Mapping[AgentId, Readiness]:
        return self._floor.readiness

    @property
    def held(self) -> Mapping[AgentId, Set[RequestId]]:
        """What each agent was offered or has answered."""
        return self._floor.held

    def take_changes(self) -> Changes:
        """Return what has happened since the last call, to be journalled."""
        changes, self._floor.changes = self._floor.changes, Changes()
        return changes

    def next_due(self) -> int:
        """Return when `tick` must be called at the latest, or NEVER."""
        timer = self._floor.timers[0][0] if self._floor.timers else NEVER
        return min(timer, int(core.next_due(self._floor.tables.state)))

    # the life of a request

    def enqueue(self, now: int, request: Request) -> None:
        """Place the request, or let it wait. One that already waits or rings stays as it is.

        Whoever asks while it rings has not heard of the offer: it is passed on once more.
        One that is to be called back instead, or whose customer is back on the line, changes its
        line and keeps its place in time.

        Raises:
            ClassUnknown: the plan has no class for it.
        """
        known = self._floor.requests.get(request.id)
        if known is not None and not rules.is_asked_anew(known, request):
            self.offer_again(request.id)
            return
        line = self._line(request)
        if known is None or known.state is ANSWERED:
            self._floor.pace.arrived(line, now)
        if known is not None:
            self._floor.take_out(known, now)
            request = rules.asked_anew(known, request)
        arrived = min(request.arrived_ms, now)
        waiting = replace(request, arrived_ms=arrived, place=self._next_place, changed_ms=now)
        self._next_place += 1
        self._floor.note(waiting)
        self._floor.place(waiting, self._floor.tables.new_call(waiting), now)
        self._floor.settle(now)

    def withdraw(self, now: int, request_id: RequestId, why: Withdrawal) -> None:
        """Take the request out, wherever it stands."""
        request = self._floor.requests.get(request_id)
        if request is None:
            return
        self._floor.take_out(request, now)
        after = rules.closed(request, why, now)
        if request.state is WAITING and after.state is rules.ABANDONED:
            line = self._floor.tables.class_number(request.key)
            self._floor.waited(request, line, now, came_free=False)
        if after.state is rules.ABANDONED:
            self._floor.resolve(request, now, is_hit=False, has_abandoned=True)
        self._floor.note(after)
        self._floor.settle(now)

    def answered(self, now: int, request_id: RequestId, agent: AgentId) -> None:
        """Note that both are connected. What has happened wins over what was planned."""
        request = self._floor.requests.get(request_id)
        if request is None or (request.state is ANSWERED and request.agent == agent):
            return
        if rules.is_offered_to(request, agent):
            core.release(self._floor.tables.state, self._floor.tables.forget_call(request.id))
        else:
            self._floor.repair("answered-unasked", now, request=request.id, agent=agent)
            self._floor.take_out(request, now)
            self._floor.load(request, agent, now)
        waited = now - request.arrived_ms
        klass = self._floor.tables.class_number(request.key, is_callback=request.is_callback)
        is_hit = waited <= self._floor.tables.state.lines[klass, at.WITHIN]
        if request.state is not ANSWERED:
            self._floor.resolve(request, now, is_hit=bool(is_hit), has_abandoned=False)
        self._floor.note(replace(request, state=ANSWERED, agent=agent, changed_ms=now, due_ms=None))
        self._keep_from_more(request, agent)
        self._floor.settle(now)

    def refused(self, now: int, request_id: RequestId, agent: AgentId, why: Refusal) -> None:
        """Put the caller back at the old place, away from this agent for a while."""
        request = self._floor.requests.get(request_id)
        if request is None or not rules.is_offered_to(request, agent):
            return
        call = self._floor.tables.call_of[request.id]
        patience = self._floor.tables.plan.patience
        has_others = self._floor.has_others(call, agent)
        pause = patience.refusal_pause_ms if has_others else patience.retry_pause_ms
        waiting = rules.shunning(rules.back_in_line(request, now), agent, now + pause)
        self._floor.note(waiting)
        self._floor.unload(request)
        if why is not Refusal.REJECTED:
            self._floor.set_ready(agent, is_ready=False)
        number = self._floor.tables.agent_number(agent)
        if number != NONE:
            core.shun(self._floor.tables.state, call, number)
        self._floor.place(waiting, call, now)
        self._floor.settle(now)

    def customer_answered(self, now: int, request_id: RequestId) -> None:
        """The called-back customer is on the line: an agent now, by the first arrival."""
        request = self._floor.requests.get(request_id)
        if request is None or request.state is not DIALLING:
            return
        call, s = self._floor.tables.call_of[request_id], self._floor.tables.state
        if s.calls[call, at.STATE] == at.DIALLING:
            core.dial_over(s, call)
        s.calls[call, at.CLASS] = self._floor.tables.class_number(request.key)
        waiting = replace(rules.back_in_line(request, now), is_connected=True)
        self._floor.note(waiting)
        self._floor.place(waiting, call, now)
        self._floor.settle(now)

    def offer_again(self, request_id: RequestId) -> None:
        """Pass an offer that stands on once more; it is still one offer."""
        request = self._floor.requests.get(request_id)
        if request is not None and request.state is OFFERED:
            self._floor.changes.offers.append(offer_of(request, Reason.MOST_URGENT))

    def carried_out(self, request_id: RequestId, decision: int) -> None:
        """Note that the offer has been passed on: after a crash it need not be again."""
        request = self._floor.requests.get(request_id)
        if request is not None and request.decision == decision:
            self._floor.note(replace(request, is_carried_out=True))

    # agents

    def agent_ready(self, now: int, agent: AgentId, since: int) -> None:
        """Let the agent take work. Whoever is ready holds no call: one left over is closed."""
        for request_id in sorted(self._floor.held.get(agent, ())):
            request = self._floor.requests[request_id]
            if request.state is ANSWERED and self._floor.tables.is_exclusive(request, agent):
                self._floor.repair("left-over-call", now, request=request_id, agent=agent)
                self.withdraw(now, request_id, Withdrawal.COMPLETED)
        since = min(since, now)
        known = Readiness(agent, is_ready=True, since_ms=since)
        self._floor.readiness[agent] = self._floor.changes.agents[agent] = known
        number = self._floor.tables.agent_number(agent)
        if number != NONE:
            core.sit_down(self._floor.tables.state, number, since)
            self._floor.settle(now)

    def agent_not_ready(self, agent: AgentId) -> None:
        """Offer the agent nothing more. An offer that stands is not touched."""
        self._floor.set_ready(agent, is_ready=False)

    # time and plan

    def tick(self, now: int) -> None:
        """Do what time alone brings: offers unanswered, pauses over, delays passed."""
        while self._floor.timers and self._floor.timers[0][0] <= now:
            request = self._floor.requests.get(heappop(self._floor.timers)[1])
            if request is not None and (rules.next_look(request) or NEVER) <= now:
                self._look(request, now)
        self._floor.settle(now)

    def expire(self, now: int) -> None:
        """Close what nobody can still be waiting for or talking in."""
        patience = self._floor.tables.plan.patience
        limits = {WAITING: patience.waiting_ms, ANSWERED: patience.answered_ms}
        for request in list(self._floor.requests.values()):
            if now - request.changed_ms > limits.get(request.state, NEVER):
                self._floor.repair("expired", now, request=request.id, agent=request.agent)
                self.withdraw(now, request.id, Withdrawal.EXPIRED)

    def replan(self, now: int, plan: RoutingPlan) -> None:
        """Put everybody where they stand under another plan.

        Raises:
            PlanUnusable: nothing has changed then.
        """
        check(plan)
        steering = self._floor.tables.steering(self._floor.steering.version, now)
        self._floor.lay_anew(plan, steering, now)

    def restore(
        self,
        now: int,
        requests: Iterable[Request],
        readiness: Iterable[Readiness],
        steering: Steering | None,
    ) -> None:
        """Take over from the journal and match whatever can be matched."""
        self._floor.requests = {each.id: each for each in requests}
        self._floor.readiness = {each.agent: each for each in readiness}
        self._next_place = 1 + max(
            (each.place for each in self._floor.requests.values()), default=0
        )
        self._floor.steering = steering or self._floor.steering
        for request in self._floor.requests.values():
            if request.agent is not None and request.state in rules.HOLDS_AGENT:
                self._floor.held.setdefault(request.agent, set()).add(request.id)
            self._floor.watch(request)
        self._floor.lay_anew(self._floor.tables.plan, steering, now)

    # repairs

    def note_repair(
        self, kind: str, now: int, *, request: RequestId | None, agent: AgentId | None
    ) -> None:
        """Tell that something was wrong and is being mended."""
        self._floor.repair(kind, now, request=request, agent=agent)

    def lay_anew(self, now: int) -> None:
        """Build the core's tables again from the requests and agents."""
        steering = self.tables.steering(self._floor.steering.version, now)
        self._floor.lay_anew(self.tables.plan, steering, now)

    def adopt(self, now: int, journalled: Iterable[Request]) -> None:
        """Take up requests of the journal the board does not know; write the others again."""
        differing = list(journalled)
        for request in differing:
            known = self._floor.requests.get(request.id)
            kind = "request-unknown" if known is None else "journal-disagrees"
            self._floor.repair(kind, now, request=request.id, agent=request.agent)
            self._floor.note(known or request)
        if differing:
            self.lay_anew(now)

    # views

    def position(self, request: Request, now: int) -> Position:
        """Return how many are ahead in the request's line, and the wait to expect."""
        call = self.tables.call_of.get(request.id)
        if call is None or request.state is not WAITING:
            return Position(0, 0, 0)
        return self.outlook().position(self.tables.state, call, now)

    def outlook(self) -> Outlook:
        """Return the estimates on the present state."""
        return Outlook(self.tables.names, self.tables.sharing, self._floor.pace)

    def _line(self, request: Request) -> str:
        """Return the name of the request's line.

        Raises:
            ClassUnknown: the plan has no class for it.
        """
        return self.tables.names[self.tables.class_number(request.key)]

    # what some acts are made of

    def _look(self, request: Request, now: int) -> None:
        if request.state is OFFERED and request.agent is not None:
            self._floor.repair("offer-timed-out", now, request=request.id, agent=request.agent)
            self.refused(now, request.id, request.agent, Refusal.RING_TIMEOUT)
        elif request.state is DIALLING:
            self.withdraw(now, request.id, Withdrawal.UNREACHED)
        else:
            self._forgive(request, now)

    def _forgive(self, request: Request, now: int) -> None:
        after, over = rules.forgiving(request, now)
        call = self._floor.tables.call_of[request.id]
        for number in map(self._floor.tables.agent_number, over):
            if number != NONE:
                core.forgive(self._floor.tables.state, call, number)
        if (after.preferred_until_ms or NEVER) <= now:
            after = replace(after, preferred=None, preferred_until_ms=None)
        self._floor.note(after)
        s = self._floor.tables.state
        is_kept = s.calls[call, at.OWN] != NONE and after.preferred is not None
        if not is_kept and core.open_to_all(s, now, call) != NONE:
            self._floor.matched(now)

    def _keep_from_more(self, request: Request, agent: AgentId) -> None:
        """After a call there is after-call work: the agent says when that is done."""
        is_known = self.tables.agent_number(agent) != NONE
        if is_known and self.tables.is_exclusive(request, agent):
            self._floor.set_ready(agent, is_ready=False)
