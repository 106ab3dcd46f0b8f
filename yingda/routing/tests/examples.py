"""A small centre: a high and a low tier, two groups, some agents."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from yingda.agents import AgentId
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database
from yingda.routing import (
    AgentSkills,
    ClassKey,
    Entitlement,
    LiveRouter,
    NewRequest,
    Offer,
    Patience,
    RequestId,
    RouterSettings,
    RoutingPlan,
    Step,
    Terms,
    plan_from,
)

VIP = ClassKey("vip", "consult", "voice")
MASS = ClassKey("mass", "consult", "voice")
CHAT = ClassKey("mass", "consult", "chat")
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def agent_id(number: int) -> AgentId:
    return AgentId(UUID(int=0xA0000 + number))


def request_id(number: int) -> RequestId:
    return RequestId(UUID(int=0xC0000 + number))


LI, WANG, ZHAO = map(agent_id, range(3))

VIP_ROW = Entitlement(
    key=VIP,
    within_ms=10_000,
    target=0.9,
    abandon_cap=0.03,
    priority=1,
    steps=(Step("senior"), Step("junior", rank=2, after_ms=5_000)),
    skill="consult",
)
MASS_ROW = Entitlement(
    key=MASS,
    within_ms=30_000,
    target=0.7,
    abandon_cap=0.08,
    priority=2,
    steps=(Step("junior"), Step("senior", rank=2, after_ms=20_000)),
    skill="consult",
)


def an_agent(number: int, group: str = "senior", **given: object) -> AgentSkills:
    skills = {"consult": 3}
    return AgentSkills(id=agent_id(number), group=group, **{"skills": skills, **given})  # type: ignore[arg-type]  # tests only


def a_plan(
    *agents: AgentSkills,
    rows: Sequence[Entitlement] = (VIP_ROW, MASS_ROW),
    version: int = 1,
    patience: Patience | None = None,
) -> RoutingPlan:
    return plan_from(rows, agents or (an_agent(0),), version=version, patience=patience)


def asks(number: int, key: ClassKey = VIP, **given: object) -> NewRequest:
    arrived = datetime.now(UTC) + timedelta(milliseconds=number)
    return NewRequest(id=request_id(number), key=key, **{"arrived_at": arrived, **given})  # type: ignore[arg-type]  # tests only


class Offers:
    """A subscriber who remembers, and can be waited for."""

    def __init__(self) -> None:
        self.seen: list[Offer] = []
        self._news = asyncio.Condition()

    async def __call__(self, offers: Sequence[Offer]) -> None:
        async with self._news:
            self.seen.extend(offers)
            self._news.notify_all()

    async def until(self, wanted: Callable[[list[Offer]], bool]) -> list[Offer]:
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: wanted(self.seen))
        return self.seen

    async def next_for(self, request: RequestId, *, count: int = 1) -> Offer:
        def of_request(seen: list[Offer]) -> list[Offer]:
            return [each for each in seen if each.request == request]

        seen = await self.until(lambda seen: len(of_request(seen)) >= count)
        return of_request(seen)[count - 1]


def a_router(
    database: Database, plan: RoutingPlan, offers: Offers, owner: str = "one", **given: object
) -> LiveRouter:
    on_offers = given.pop("on_offers", offers)
    settings = RouterSettings(
        **{"terms": Terms(lasts_ms=1_000, renew_ms=100), "check_s": 0.2, **given}  # type: ignore[arg-type]  # tests only
    )
    return LiveRouter(
        database=database,
        clock=SystemClock(),
        plan=plan,
        owner=owner,
        on_offers=on_offers,  # type: ignore[arg-type]  # tests only
        settings=settings,
    )
