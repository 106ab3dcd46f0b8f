"""What tests of told facts share: a relay at work, a reader that keeps what it hears."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from yingda.kit.clock import SystemClock
from yingda.kit.db import PgTx
from yingda.kit.factstream import FactReader, connect
from yingda.kit.outbox import Fact
from yingda.kit.relay import Relay


@asynccontextmanager
async def running(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


class Heard:
    """Everything a reader was given."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.losses = 0
        self._more = asyncio.Event()

    def deliver(self, told: Fact) -> None:
        self.facts.append(told)
        self._more.set()

    def lost(self) -> None:
        self.losses += 1
        self._more.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not is_so():
                self._more.clear()
                await self._more.wait()

    def versions(self, entity_id: str) -> list[int]:
        return [one.version for one in self.facts if one.id == entity_id]


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[Heard]:
    heard = Heard()
    client = await connect(url, "test")
    reader = FactReader(client, heard.deliver, heard.lost, asyncio.Event())
    async with running(reader.run()):
        async with asyncio.timeout(30):
            await reader.placed.wait()
        yield heard
    await client.close()


async def write(connection: AsyncConnection[DictRow], *facts: Fact) -> None:
    async with connection.transaction():
        await PgTx(connection).announce(*facts)


@asynccontextmanager
async def telling(database_url: str, nats_url: str) -> AsyncIterator[Heard]:
    """Run a relay and listen to it."""
    relay = Relay(database_url, nats_url, SystemClock())
    async with running(relay.run()), listening(nats_url) as heard:
        yield heard


async def all_told(connection: AsyncConnection[DictRow]) -> None:
    async with asyncio.timeout(30):
        while True:
            cursor = await connection.execute("SELECT count(*) AS left FROM outbox")
            row = await cursor.fetchone()
            if row is not None and row["left"] == 0:
                return
            await asyncio.sleep(0.01)
