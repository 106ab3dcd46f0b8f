"""Counters on real parts: the day so far from the database, the rest by facts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from yingda.contacts import Contact, ContactEvent, ContactService, Stage
from yingda.contacts.tests.examples import StoppedClock, a_contact
from yingda.insight import Insight
from yingda.insight.api import InsightEdge, router
from yingda.insight.rules import sum_of
from yingda.insight.views import Target
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database
from yingda.kit.factfeed import FactFeed
from yingda.kit.relay import Relay
from yingda.kit.tests.telling import running
from yingda.kit.words import Words

pytestmark = pytest.mark.anyio

SHANGHAI = ZoneInfo("Asia/Shanghai")
ELEVEN = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class Centre:
    def __init__(self, database: Database, nats_url: str) -> None:
        self.database = database
        self.clock = StoppedClock(ELEVEN)
        self.feed = FactFeed(nats_url)
        self.insight = Insight(database, self.feed, self.clock, SHANGHAI)

    async def open(self, arrived_at: datetime, **given: Any) -> Contact:
        event = ContactEvent("arrived", arrived_at)
        async with self.database.transaction() as tx:
            contact = a_contact(arrived_at=arrived_at, tier="vip", service_kind="consult", **given)
            return await ContactService(tx, self.clock).open(contact, [event])

    async def answer(self, contact: Contact) -> None:
        answered = replace(contact, stage=Stage.TALKING, answered_at=contact.arrived_at)
        async with self.database.transaction() as tx:
            service = ContactService(tx, self.clock)
            event = ContactEvent("answered", self.clock.now())
            await service.change(contact, answered, [event])

    def answered(self) -> int:
        return sum_of(self.insight.board.today(self.insight.midnight()).values()).answered

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while True:
                if is_so():
                    return
                await asyncio.sleep(0.01)


@pytest.fixture
async def centre(own_database_url: str, nats_url: str) -> AsyncIterator[Centre]:
    database = Database(own_database_url, size=4)
    await database.open()
    yield Centre(database, nats_url)
    await database.close()


def test_midnight_is_the_centres() -> None:
    insight = Insight(
        Database("postgresql://nobody@127.0.0.1/x"), FactFeed(""), StoppedClock(ELEVEN), SHANGHAI
    )

    assert insight.midnight() == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)


async def test_the_day_so_far_is_counted_and_yesterday_is_not(centre: Centre) -> None:
    midnight = centre.insight.midnight()
    for moment in (midnight, midnight - timedelta(milliseconds=1)):
        await centre.answer(await centre.open(moment, queued_at=moment))

    await centre.insight.load()

    assert centre.answered() == 1


async def test_facts_count_on(centre: Centre, nats_url: str) -> None:
    before = await centre.open(ELEVEN, queued_at=ELEVEN)
    await centre.answer(before)
    relay = Relay(centre.database.url, nats_url, SystemClock())
    async with running(relay.run(), centre.feed.run(), centre.insight.run()):
        await centre.until(lambda: centre.answered() == 1)
        later = await centre.open(ELEVEN, queued_at=ELEVEN)
        await centre.answer(later)
        await centre.until(lambda: centre.answered() == 2)


async def test_the_wallboard_is_read_over_http(centre: Centre) -> None:
    await centre.answer(await centre.open(ELEVEN, queued_at=ELEVEN, target_ms=20_000))
    await centre.insight.load()

    async def targets() -> Target:
        return lambda _: 0.9

    app = FastAPI()
    edge = InsightEdge(centre.insight, centre.clock, [("vip", Words(zh="贵宾", en="VIP"))], targets)
    app.include_router(router(edge, lambda _: lambda: None))  # type: ignore[arg-type,return-value] # anybody may
    async with AsyncClient(transport=ASGITransport(app), base_url="http://yingda.test") as browser:
        told = (await browser.get("/api/insight/wallboard")).json()

    first = told["figures"][0]
    assert (first["code"], first["value"], first["numerator"]) == ("sl-net", 1.0, 1)
    assert told["tiers"][0]["figures"][0]["target"] == 0.9
    assert told["half_hours"][0]["offered"] == 1
