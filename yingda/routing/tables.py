"""The core's tables with names on them: requests, agents and classes by their ids."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from yingda.agents import AgentId
from yingda.routing import core
from yingda.routing.core import NONE, State
from yingda.routing.core import layout as at
from yingda.routing.model import (
    ClassKey,
    Entitlement,
    Readiness,
    Request,
    RequestId,
    RequestState,
    RoutingPlan,
    Steering,
)
from yingda.routing.outlook import sharing_of
from yingda.routing.plans import class_for, lay_out
from yingda.routing.rules import is_to_dial


class Tables:
    """One plan laid out for the core, and who stands where in it."""

    def __init__(self, plan: RoutingPlan, *, calls: int = 1024) -> None:
        self.plan = plan
        self.layout = lay_out(plan, calls=calls)
        self.state: State = core.build(self.layout.spec)
        self.agent_ids = list(self.layout.agents)
        self.names = [str(self.entitlement(line).key) for line in range(self.state.lines.shape[0])]
        self.sharing = sharing_of(self.state, self.names)
        self.call_of: dict[RequestId, int] = {}
        self._request_of: dict[int, RequestId] = {}

    def class_number(self, key: ClassKey, *, is_callback: bool = False) -> int:
        """Return the number of the class that covers `key`, or of its call-back line.

        Raises:
            ClassUnknown: the plan has none.
        """
        number = class_for(self.layout.classes, key)
        return self.layout.dials.get(number, number) if is_callback else number

    def entitlement(self, number: int) -> Entitlement:
        """Return what class `number`, or the class of call-back line `number`, is promised."""
        if number < len(self.plan.classes):
            return self.plan.classes[number]
        line: int = self.state.lines[number, at.PARTNER]
        return self.plan.classes[line]

    def agent_number(self, agent: AgentId | None) -> int:
        """Return the agent's number; NONE if the plan does not know the agent."""
        return NONE if agent is None else self.layout.agents.get(agent, NONE)

    def channel_of(self, request: Request) -> int:
        return self.layout.channels[self.entitlement(self.class_number(request.key)).key.channel]

    def is_exclusive(self, request: Request, agent: AgentId) -> bool:
        """Return whether the agent can hold only one contact of this request's channel."""
        group = self.state.agents[self.agent_number(agent), at.GROUP]
        return bool(self.state.lanes[group, self.channel_of(request), at.SLOTS] <= 1)

    def request_of(self, call: int) -> RequestId:
        return self._request_of[call]

    def new_call(self, request: Request) -> int:
        """Return a fresh call for the request, in no line yet, kept from those it shuns."""
        klass = self.class_number(request.key, is_callback=is_to_dial(request))
        call = core.take_slot(self.state, klass, request.arrived_ms)
        if call == NONE:
            self.state = core.with_more_calls(self.state)
            call = core.take_slot(self.state, klass, request.arrived_ms)
        self.call_of[request.id] = call
        self._request_of[call] = request.id
        for agent, _ in request.shunned:
            if self.agent_number(agent) != NONE:
                core.shun(self.state, call, self.agent_number(agent))
        return call

    def forget_call(self, request: RequestId) -> int:
        """Return the call of the request, no longer named; the caller frees its slot."""
        call = self.call_of.pop(request)
        del self._request_of[call]
        return call

    def digest(self) -> str:
        """Return a short hash of everything a decision is made of."""
        hashed = blake2b(digest_size=8)
        for table in (self.state.lines, self.state.steer, self.state.lanes):
            hashed.update(table.tobytes())
        return hashed.hexdigest()

    def steering(self, version: int, now_ms: int) -> Steering:
        """Return H, A and beta of every class."""
        rows = self.state.steer[:, [at.HIT_SHARE, at.ABANDON_SHARE, at.BETA]].tolist()
        return Steering(
            version=version,
            at_ms=now_ms,
            classes={key: tuple(rows[number]) for key, number in self.layout.classes.items()},
            resolved={
                key: int(self.state.lines[number, at.RESOLVED])
                for key, number in self.layout.classes.items()
            },
        )


def restored(  # everything a router must not forget
    plan: RoutingPlan,
    *,
    requests: Iterable[Request],
    readiness: Mapping[AgentId, Readiness],
    steering: Steering | None,
    now_ms: int,
) -> Tables:
    """Return tables in which every request and agent stands where it stood, nothing matched yet."""
    live = sorted(requests, key=lambda each: (each.arrived_ms, each.place))
    tables = Tables(plan, calls=max(1024, 2 * len(live)))
    if steering is not None:
        _steer(tables, steering)
    for request in live:
        _put_back(tables, request, now_ms)
    for each in sorted(readiness.values(), key=lambda each: each.since_ms):
        number = tables.agent_number(each.agent)
        if each.is_ready and number != NONE:
            core.sit_down(tables.state, number, each.since_ms)
    return tables


def _steer(tables: Tables, steering: Steering) -> None:
    for key, figures in steering.classes.items():
        number = tables.layout.classes.get(key)
        if number is not None:
            row = tables.state.steer[number]
            row[at.HIT_SHARE], row[at.ABANDON_SHARE], beta = figures
            row[at.BETA] = beta if tables.state.ctl[at.STEERS] else 0.0
            tables.state.lines[number, at.RESOLVED] = steering.resolved.get(key, 0)


def _put_back(tables: Tables, request: Request, now_ms: int) -> None:
    agent = tables.agent_number(request.agent)
    if request.state is RequestState.ANSWERED:
        if agent != NONE:
            core.load(tables.state, agent, tables.channel_of(request), now_ms)
        return
    call = tables.new_call(request)
    own = tables.agent_number(request.preferred)
    is_kept = own != NONE and (request.preferred_until_ms or 0) > now_ms
    if request.state in {RequestState.OFFERED, RequestState.DIALLING}:
        if agent != NONE:  # else the plan knows the agent no more: the offer still stands
            _hold_again(tables, request, call, now_ms)
    elif is_kept and core.can_serve(tables.state, own, call):
        core.join_own_line(tables.state, call, own)
    else:
        core.join_line(tables.state, call)


def _hold_again(tables: Tables, request: Request, call: int, now_ms: int) -> None:
    agent = tables.agent_number(request.agent)
    if request.state is RequestState.OFFERED:
        core.hold(tables.state, now_ms, call, agent)
    else:
        core.dial_on(tables.state, call, agent)
