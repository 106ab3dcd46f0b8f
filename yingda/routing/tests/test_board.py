"""The board under any order of facts, late, repeated or wrong, with crashes in between."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from yingda.agents import AgentId
from yingda.routing import (
    ClassUnknown,
    Entitlement,
    Refusal,
    Request,
    RequestId,
    RequestState,
    RoutingPlan,
    Withdrawal,
    core,
)
from yingda.routing.board import Board
from yingda.routing.checks import disagreements
from yingda.routing.core import NONE
from yingda.routing.core import layout as at
from yingda.routing.model import Readiness, Steering
from yingda.routing.rules import LIVE, NEXT
from yingda.routing.tests.examples import (
    CHAT,
    MASS,
    MASS_ROW,
    VIP,
    VIP_ROW,
    a_plan,
    agent_id,
    an_agent,
    request_id,
)

CHAT_ROW = replace(MASS_ROW, key=CHAT, guard_ms=120_000)
KEYS = (VIP, MASS, CHAT)
AGENTS = range(5)
REQUESTS = range(12)

agents = st.sampled_from([agent_id(number) for number in AGENTS])
requests = st.sampled_from([request_id(number) for number in REQUESTS])


def plan_number(number: int) -> RoutingPlan:
    """Return one of three plans: some agents gone, a class gone, other reserves."""
    staff = [
        an_agent(each, ("senior", "junior")[each % 2], capacity={"voice": 1, "chat": 2})
        for each in AGENTS
        if number != 1 or each != 3
    ]
    vip: Entitlement = replace(VIP_ROW, reserve=number, callback_within_ms=60_000)
    rows = (vip, CHAT_ROW) if number == 2 else (vip, MASS_ROW, CHAT_ROW)
    return a_plan(*staff, rows=rows, version=number + 1)


class Facts(RuleBasedStateMachine):
    """Feeds facts and keeps, as the database would, what each act journals."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000_000
        self.plan = plan_number(0)
        self.board = Board(self.plan)
        self.journal: dict[RequestId, Request] = {}
        self.agents: dict[AgentId, Readiness] = {}
        self.steering: Steering | None = None
        self.numbers: set[int] = set()

    @initialize()
    def some_are_ready(self) -> None:
        for number in AGENTS[:3]:
            self.board.agent_ready(self.now, agent_id(number), self.now)
        self.keep()

    def keep(self) -> None:
        """Journal the act: only lawful moves, and no decision for a request held elsewhere."""
        changes = self.board.take_changes()
        decided = Counter(each.request for each in changes.decisions)
        assert not decided or max(decided.values()) == 1
        for decision in changes.decisions:
            assert decision.number not in self.numbers
            self.numbers.add(decision.number)
            assert changes.requests[decision.request].agent == decision.agent
        for each in changes.requests.values():
            before = self.journal.get(each.id)
            if before is not None and before.state is not each.state:
                through = NEXT[before.state] | NEXT[RequestState.WAITING]
                assert each.state in through
            self.journal[each.id] = each
        self.agents |= changes.agents
        self.steering = changes.steering or self.steering

    @rule(
        request=requests,
        key=st.sampled_from(KEYS),
        late_ms=st.integers(0, 30_000),
        extra=st.fixed_dictionaries(
            {},
            optional={
                "preferred": agents,
                "is_callback": st.booleans(),
                "shunned": st.lists(agents, max_size=8, unique=True),
            },
        ),
    )
    def asked(self, request: RequestId, key: Any, late_ms: int, extra: dict[str, Any]) -> None:
        shunned = tuple((agent, self.now + 9_000) for agent in extra.pop("shunned", ()))
        if "preferred" in extra:
            extra["preferred_until_ms"] = self.now + 20_000
        asking = Request(request, key, self.now - late_ms, 0, shunned=shunned, **extra)
        try:
            self.board.enqueue(self.now, asking)
        except ClassUnknown:
            assert self.plan.version == 3
            assert key == MASS
        self.keep()

    @rule(request=requests, why=st.sampled_from(Withdrawal))
    def withdrawn(self, request: RequestId, why: Withdrawal) -> None:
        self.board.withdraw(self.now, request, why)
        self.keep()
        assert request not in self.board.requests

    def offered(self) -> list[Request]:
        live = self.board.requests.values()
        return [each for each in live if each.state is RequestState.OFFERED]

    @precondition(lambda self: self.offered())
    @rule(data=st.data())
    def answered(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(self.offered()))
        assert chosen.agent is not None
        self.board.answered(self.now, chosen.id, chosen.agent)
        self.keep()
        assert self.board.requests[chosen.id].state is RequestState.ANSWERED

    @precondition(lambda self: self.offered())
    @rule(data=st.data(), why=st.sampled_from(Refusal))
    def refused(self, data: st.DataObject, why: Refusal) -> None:
        chosen = data.draw(st.sampled_from(self.offered()))
        assert chosen.agent is not None
        self.board.refused(self.now, chosen.id, chosen.agent, why)
        self.keep()
        after = self.board.requests[chosen.id]
        assert after.agent != chosen.agent
        assert (after.arrived_ms, after.place) == (chosen.arrived_ms, chosen.place)

    @rule(request=requests, agent=agents, why=st.sampled_from(Refusal))
    def a_late_refusal_changes_nothing(
        self, request: RequestId, agent: AgentId, why: Refusal
    ) -> None:
        known = self.board.requests.get(request)
        if known is None or known.agent != agent or known.state is not RequestState.OFFERED:
            self.board.refused(self.now, request, agent, why)
            assert not self.board.take_changes()

    @rule(request=requests, agent=agents)
    def a_wrong_agent_answers(self, request: RequestId, agent: AgentId) -> None:
        self.board.answered(self.now, request, agent)
        self.keep()

    @rule(request=requests)
    def customer_answers(self, request: RequestId) -> None:
        self.board.customer_answered(self.now, request)
        self.keep()

    @rule(agent=agents)
    def agent_ready(self, agent: AgentId) -> None:
        self.board.agent_ready(self.now, agent, self.now)
        self.keep()

    @rule(agent=agents)
    def agent_not_ready(self, agent: AgentId) -> None:
        self.board.agent_not_ready(agent)
        self.keep()

    @rule(passes_ms=st.sampled_from([0, 1, 500, 5_000, 20_000, 60_000, 200_000]))
    def time_passes(self, passes_ms: int) -> None:
        until = self.now + passes_ms
        while (due := self.board.next_due()) <= until:
            self.now = max(self.now, due)
            self.board.tick(self.now)
            self.keep()
        self.now = until

    @rule(number=st.integers(0, 2))
    def replanned(self, number: int) -> None:
        self.plan = plan_number(number)
        self.board.replan(self.now, self.plan)
        self.keep()

    @rule()
    def killed_and_restored(self) -> None:
        self.board = Board(self.plan, first_number=1 + max(self.numbers, default=0))
        live = [each for each in self.journal.values() if each.state in LIVE]
        self.board.restore(self.now, live, self.agents.values(), self.steering)
        self.keep()

    @rule()
    def laid_anew(self) -> None:
        before = dict(self.board.requests)
        self.board.lay_anew(self.now)
        self.keep()
        assert self.board.requests.keys() == before.keys()

    @invariant()
    def nobody_is_lost_and_nobody_is_twice(self) -> None:
        live = {key: each for key, each in self.journal.items() if each.state in LIVE}
        assert dict(self.board.requests) == live

    @invariant()
    def the_core_agrees(self) -> None:
        assert list(disagreements(self.board)) == []

    @invariant()
    def nobody_waits_whom_somebody_idle_could_take(self) -> None:
        assert core.settle(self.board.tables.state, self.now) == NONE

    @invariant()
    def lines_are_in_order_of_arrival(self) -> None:
        calls, lines = self.board.tables.state.calls, self.board.tables.state.lines
        for head in lines[:, at.HEAD].tolist():
            line, call = [], head
            while call != NONE:
                line.append(self.board.requests[self.board.tables.request_of(call)])
                call = int(calls[call, at.NEXT])
            assert line == sorted(line, key=lambda each: (each.arrived_ms, each.place))

    @invariant()
    def an_offered_voice_call_is_its_agents_only_one(self) -> None:
        voice = Counter(
            each.agent
            for each in self.board.requests.values()
            if each.key.channel == "voice" and each.state is RequestState.OFFERED
        )
        assert max(voice.values(), default=0) <= 1


TestFacts = Facts.TestCase
TestFacts.settings = settings(
    max_examples=30,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_who_asks_anew_for_a_class_that_is_gone_keeps_the_call_back() -> None:
    board, now = Board(plan_number(2)), 1_000_000
    board.enqueue(now, Request(request_id(0), VIP, now, 0, is_callback=True))
    kept = board.requests[request_id(0)]

    with pytest.raises(ClassUnknown):
        board.enqueue(now, Request(request_id(0), MASS, now, 0))

    assert board.requests[request_id(0)] == kept
    assert list(disagreements(board)) == []
