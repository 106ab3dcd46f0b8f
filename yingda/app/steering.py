"""The router as calls and agents see it: their words in, its words out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from yingda.agents import AgentId, Availability, availability
from yingda.agents.store import AgentStore
from yingda.calls.effects import Enqueue, News
from yingda.calls.ports import Place
from yingda.contacts import Contact, ContactId, ContactService, Stage
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.kit.errors import Kind, YingdaError
from yingda.routing import (
    ClassKey,
    LiveRouter,
    NewRequest,
    Offer,
    Refusal,
    RequestId,
    Withdrawal,
)
from yingda.routing.ports import Standing

log = structlog.get_logger(__name__)

_WITHDRAWALS: Final[Mapping[News, Withdrawal]] = {
    News.ABANDONED: Withdrawal.ABANDONED,
    News.COMPLETED: Withdrawal.COMPLETED,
    News.LOST: Withdrawal.LOST,
    News.UNREACHED: Withdrawal.UNREACHED,
}
_REFUSALS: Final[Mapping[News, Refusal]] = {
    News.REJECTED: Refusal.REJECTED,
    News.RING_TIMEOUT: Refusal.RING_TIMEOUT,
    News.UNREACHABLE: Refusal.UNREACHABLE,
}
_WITH_THE_ROUTER: Final = {
    Stage.QUEUED,
    Stage.CALLBACK,
    Stage.DIALLING,
    Stage.OFFERED,
    Stage.TALKING,
    Stage.HELD,
}
_RETRY_S: Final = 0.5
_TRIES: Final = 60


class Steering:
    """Tells the live router, again while it stands by or the database is away."""

    def __init__(
        self,
        router: Callable[[], LiveRouter],
        clock: Clock,
        is_ready: Callable[[AgentId], Awaitable[bool]],
    ) -> None:
        self._router = router
        self._clock = clock
        self._is_ready = is_ready
        self._newest: dict[AgentId, object] = {}

    async def enqueue(self, contact: Contact, wish: Enqueue) -> None:
        request = replace(request_of(contact), is_callback=wish.is_callback)
        request = replace(request, arrived_at=wish.since or request.arrived_at)
        if wish.for_ms > 0 and await self._takes_calls(wish.preferred):
            until = self._clock.now() + timedelta(milliseconds=wish.for_ms)
            request = replace(request, preferred=wish.preferred, preferred_until=until)
        await _told(lambda: self._router().enqueue(request))

    async def _takes_calls(self, preferred: AgentId | None) -> bool:
        """Whether the agent would take a call now; not known, with the database away, is no."""
        try:
            return preferred is not None and await self._is_ready(preferred)
        except YingdaError as away:
            log.warning("preference-unknown", code=away.code)
            return False

    async def withdraw(self, contact: ContactId, news: News) -> None:
        why = _WITHDRAWALS[news]
        await _told(lambda: self._router().withdraw(RequestId(contact), why))

    async def answered(self, contact: ContactId, agent: AgentId) -> None:
        await _told(lambda: self._router().answered(RequestId(contact), agent))

    async def customer_answered(self, contact: ContactId) -> None:
        await _told(lambda: self._router().customer_answered(RequestId(contact)))

    async def refused(self, contact: ContactId, agent: AgentId, news: News) -> None:
        why = _REFUSALS[news]
        await _told(lambda: self._router().refused(RequestId(contact), agent, why))

    async def available(self, agent: AgentId, told: Availability) -> None:
        """Tell whether the agent takes work; an older word that still waits is told no more."""
        word = self._newest[agent] = object()

        async def act() -> None:
            if self._newest.get(agent) is not word:
                return
            if told.is_ready:
                await self._router().agent_ready(agent, told.since)
            else:
                await self._router().agent_not_ready(agent)

        await _told(act)

    async def place(self, contact: ContactId) -> Place | None:
        try:
            position = await self._router().position(RequestId(contact))
        except YingdaError:
            return None
        return Place(position.ahead, position.p80_ms)


class TakeOffer(Protocol):
    async def __call__(self, contact: ContactId, agent: AgentId, *, is_dial: bool) -> None: ...


class Offers:
    """Hands the router's offers to the calls."""

    def __init__(self, take: TakeOffer) -> None:
        self._take = take

    async def take(self, offers: Sequence[Offer]) -> None:
        for offer in offers:
            await self._take(ContactId(offer.request), offer.agent, is_dial=offer.is_dial)


class CentreCensus:
    """What agents and contacts themselves say, for the router's self-check."""

    def __init__(
        self, database: Database, clock: Clock, is_here: Callable[[ContactId], bool]
    ) -> None:
        self._database = database
        self._clock = clock
        self._is_here = is_here

    async def available(self) -> Mapping[AgentId, datetime]:
        async with self._database.transaction() as tx:
            agents = await AgentStore(tx).all()
        told = {agent.profile.id: availability(agent.state) for agent in agents}
        return {agent: each.since for agent, each in told.items() if each.is_ready}

    async def standings(self) -> Mapping[RequestId, Standing]:
        async with self._database.transaction() as tx:
            contacts = await ContactService(tx, self._clock).live()
        return {
            RequestId(each.id): _standing(each, can_ask=self._is_here(each.id))
            for each in contacts
            if each.stage in _WITH_THE_ROUTER
        }


def request_of(contact: Contact) -> NewRequest:
    """Return what a contact that waits asks for."""
    return NewRequest(
        id=RequestId(contact.id),
        key=ClassKey(contact.tier, contact.service_kind, contact.channel.value),
        arrived_at=contact.queued_at or contact.arrived_at,
    )


def _standing(contact: Contact, *, can_ask: bool) -> Standing:
    """Return the standing; a caller nobody here looks after asks for nobody."""
    return Standing(
        asks=request_of(contact) if can_ask and contact.stage is Stage.QUEUED else None,
        agent=AgentId(contact.agent_id) if contact.agent_id else None,
        is_answered=contact.stage in {Stage.TALKING, Stage.HELD},
    )


async def _told(act: Callable[[], Awaitable[None]]) -> None:
    for _ in range(_TRIES):
        try:
            return await act()
        except YingdaError as refused:
            if refused.kind is not Kind.UNAVAILABLE:
                log.warning("router-refused", code=refused.code)
                return None
            await asyncio.sleep(_RETRY_S)
    log.error("router-away", seconds=_TRIES * _RETRY_S)
    return None
