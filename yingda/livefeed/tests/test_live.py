"""The whole way: a committed transaction, the relay, NATS, the WebSocket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from fastapi import FastAPI
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from websockets.asyncio.client import ClientConnection, connect

from yingda.accounts import Caller, NotSignedIn, Role
from yingda.kit.clock import SystemClock
from yingda.kit.factfeed import FactFeed
from yingda.kit.outbox import Entry
from yingda.kit.relay import Relay
from yingda.kit.tests.telling import running, write
from yingda.livefeed import Feed, Hub
from yingda.livefeed.api import router
from yingda.livefeed.tests.examples import (
    LI,
    WANG,
    a_body,
    a_fact,
    an_entry,
    caller,
    mask,
)

pytestmark = pytest.mark.anyio


class Callers:
    """Sessions by token."""

    def __init__(self) -> None:
        self.of: dict[str, Caller] = {
            "li": caller(Role.AGENT),
            "wang": caller(Role.AGENT, WANG),
            "boss": caller(Role.SUPERVISOR, WANG),
        }

    async def caller(self, token: str | None, address: str) -> Caller:
        del address
        if token not in self.of:
            raise NotSignedIn
        return self.of[token]


class Seen:
    """A presence that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, UUID, str]] = []
        self._more = asyncio.Event()

    async def connection_back(self, agent: UUID, seat: str) -> None:
        self._note("back", agent, seat)

    async def connection_lost(self, agent: UUID, seat: str) -> None:
        self._note("lost", agent, seat)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.told) < count:
                self._more.clear()
                await self._more.wait()

    def _note(self, what: str, agent: UUID, seat: str) -> None:
        self.told.append((what, agent, seat))
        self._more.set()


class Centre:
    def __init__(self, database_url: str, nats_url: str) -> None:
        self.entries: list[Entry] = []
        self.is_fetching = asyncio.Event()
        self.may_fetch = asyncio.Event()
        self.may_fetch.set()
        self.callers = Callers()
        self.seen = Seen()
        self.feed = FactFeed(nats_url)
        self.hub = Hub(self.feed, [self.fetch], longest=50)
        self.relay = Relay(database_url, nats_url, SystemClock())
        self.port = 0

    async def fetch(self) -> list[Entry]:
        found = list(self.entries)
        self.is_fetching.set()
        await self.may_fetch.wait()
        return found

    def application(self) -> FastAPI:
        app = FastAPI()
        feed = Feed(
            self.hub, self.callers, self.seen, mask, SystemClock(), timedelta(milliseconds=200)
        )
        app.include_router(router(feed))
        return app

    @asynccontextmanager
    async def desk(self, token: str, query: str = "") -> AsyncIterator[ClientConnection]:
        async with connect(
            f"ws://127.0.0.1:{self.port}/api/live{query}",
            additional_headers={"Cookie": f"yingda_session={token}"},
            proxy=None,
        ) as desk:
            yield desk


@pytest.fixture
async def centre(own_database_url: str, nats_url: str) -> AsyncIterator[Centre]:
    centre = Centre(own_database_url, nats_url)
    config = uvicorn.Config(
        centre.application(), port=0, log_level="error", ws="websockets-sansio", lifespan="off"
    )
    server = uvicorn.Server(config)
    async with running(centre.relay.run(), centre.feed.run()):
        serving = asyncio.create_task(server.serve())
        async with asyncio.timeout(20):
            while True:
                if server.started and centre.hub.is_placed:
                    break
                await asyncio.sleep(0.01)
        centre.port = server.servers[0].sockets[0].getsockname()[1]
        yield centre
        server.should_exit = True
        await serving


@pytest.fixture
async def connection(own_database_url: str) -> AsyncIterator[AsyncConnection[DictRow]]:
    made = await AsyncConnection.connect(own_database_url, autocommit=True, row_factory=dict_row)
    async with made:
        yield made


async def heard(desk: ClientConnection, *kinds: str) -> dict[str, Any]:
    """Return the next message of one of these kinds."""
    async with asyncio.timeout(20):
        while True:
            message: dict[str, Any] = json.loads(await desk.recv())
            if message["type"] in kinds:
                return message


async def end_of(desk: ClientConnection) -> tuple[int, str]:
    """Return how the centre ends the connection."""
    async with asyncio.timeout(20):
        await desk.wait_closed()
    return desk.close_code or 0, desk.close_reason or ""


async def test_a_desk_gets_the_view_and_then_each_change(
    centre: Centre, connection: AsyncConnection[DictRow]
) -> None:
    centre.entries = [an_entry(1, a_body(LI))]
    async with centre.desk("li") as desk:
        hello = await heard(desk, "hello")
        await write(connection, a_fact(2, a_body(LI, stage="held")))
        fact = await heard(desk, "fact")
        await write(connection, a_fact(3, a_body(WANG)))
        gone = await heard(desk, "fact")

    assert hello["entities"] == {"contact": [a_body(LI, remote="138****0001")]}
    assert fact["body"] == a_body(LI, stage="held", remote="138****0001")
    assert (fact["topic"], fact["version"]) == ("contact.changed", 2)
    assert gone["body"] is None


async def test_each_role_hears_its_part(
    centre: Centre, connection: AsyncConnection[DictRow]
) -> None:
    async with centre.desk("wang") as agent, centre.desk("boss") as supervisor:
        await heard(agent, "hello")
        await heard(supervisor, "hello")
        await write(connection, a_fact(1, a_body(LI)), a_fact(1, {"id": "q"}, "queue"))

        assert (await heard(supervisor, "fact"))["body"] == a_body(LI)
        assert (await heard(agent, "fact"))["entity"] == "queue"


async def test_a_change_committed_while_the_view_is_fetched_follows_it(
    centre: Centre, connection: AsyncConnection[DictRow]
) -> None:
    centre.entries = [an_entry(1, a_body(LI))]
    centre.may_fetch.clear()
    async with centre.desk("li") as desk, centre.desk("boss") as other:
        await centre.is_fetching.wait()
        await write(connection, a_fact(2, a_body(LI, stage="held")))
        centre.may_fetch.set()
        hello, fact = await heard(desk, "hello"), await heard(desk, "fact")
        await heard(other, "hello")

    assert hello["entities"]["contact"][0]["stage"] == "talking"
    assert fact["body"]["stage"] == "held"


async def test_beats_come_between(centre: Centre) -> None:
    async with centre.desk("li") as desk:
        assert (await heard(desk, "hello", "beat"))["type"] == "hello"
        assert "now" in await heard(desk, "beat")


async def test_a_stranger_is_shown_the_door(centre: Centre) -> None:
    async with centre.desk("nobody") as desk:
        assert await end_of(desk) == (4401, "not-signed-in")


async def test_signing_off_ends_the_feed(centre: Centre) -> None:
    async with centre.desk("li") as desk:
        await heard(desk, "hello")
        del centre.callers.of["li"]

        assert await end_of(desk) == (4401, "not-signed-in")


async def test_other_permissions_ask_for_a_fresh_view(centre: Centre) -> None:
    async with centre.desk("li") as desk:
        await heard(desk, "hello")
        centre.callers.of["li"] = replace(centre.callers.of["li"], permissions=frozenset())

        assert await end_of(desk) == (4408, "permissions-changed")


async def test_a_desk_that_does_not_keep_up_is_cut_off(
    centre: Centre, connection: AsyncConnection[DictRow]
) -> None:
    centre.may_fetch.clear()
    async with centre.desk("boss") as desk:
        await centre.is_fetching.wait()
        await write(connection, *(a_fact(version, a_body(LI)) for version in range(1, 60)))

        assert await end_of(desk) == (4408, "too-slow")


async def test_presence_follows_the_last_desk_of_a_seat(centre: Centre) -> None:
    async with centre.desk("li", "?seat=tab-1") as first:
        await heard(first, "hello")
        async with centre.desk("li", "?seat=tab-1") as second:
            await heard(second, "hello")
        async with centre.desk("li") as unseated:
            await heard(unseated, "hello")
        assert centre.seen.told == [("back", LI, "tab-1"), ("back", LI, "tab-1")]
    await centre.seen.until(3)

    assert centre.seen.told[2] == ("lost", LI, "tab-1")
