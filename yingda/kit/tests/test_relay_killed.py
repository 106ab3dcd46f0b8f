"""kill -9 of the relay in mid-publish: every fact is kept, once where nothing came meanwhile."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from nats.aio.client import Client
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from yingda.kit.factstream import STREAM, StreamLimits, connect, ensure_stream
from yingda.kit.outbox import decode
from yingda.kit.relay import BATCH
from yingda.kit.tests.natsserver import NatsServer
from yingda.kit.tests.telling import all_told

pytestmark = pytest.mark.anyio

FACTS = 60_000
KILLS = 5


@pytest.fixture
async def client(server: NatsServer) -> AsyncIterator[Client]:
    client = await connect(server.url, "test")
    await ensure_stream(client.jetstream(), StreamLimits())
    yield client
    await client.close()


@contextmanager
def teller(database_url: str, nats_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    given = [sys.executable, "-m", "yingda.kit.tests.teller", database_url, nats_url]
    with subprocess.Popen(given) as process:
        try:
            yield process
        finally:
            process.kill()


async def write(connection: AsyncConnection[DictRow]) -> None:
    await connection.execute(
        """
        INSERT INTO outbox (topic, entity, entity_id, version, body, at)
        SELECT 'contact.queued', 'contact', 'c', number, '{"words": "一些话"}', now()
        FROM generate_series(1, %s) AS number
        """,
        (FACTS,),
    )


async def kept(client: Client) -> int:
    """Return how many facts NATS keeps: every message of this test is full."""
    return BATCH * (await client.jetstream().stream_info(STREAM)).state.messages


async def noted(connection: AsyncConnection[DictRow]) -> int:
    left = await connection.execute("SELECT count(*) AS left FROM outbox")
    row = await left.fetchone()
    assert row is not None
    return FACTS - int(row["left"])


async def everything(client: Client) -> list[int]:
    """Return the version of every fact that is kept, in order."""
    reader = await client.jetstream().subscribe("facts.>", ordered_consumer=True)
    found: list[int] = []
    while len(found) < await kept(client):
        message = await reader.next_msg(timeout=10)
        found += [fact.version for fact in decode(message.data)]
    return found


async def test_a_relay_killed_between_telling_and_noting_tells_the_same_messages_again(
    connection: AsyncConnection[DictRow],
    client: Client,
    server: NatsServer,
    own_database_url: str,
) -> None:
    await write(connection)
    between = 0
    for _ in range(KILLS):
        before = await noted(connection)
        with teller(own_database_url, server.url) as process:
            async with asyncio.timeout(60):
                while await kept(client) <= before:
                    assert process.poll() is None
            process.kill()
            process.wait()
        between += await noted(connection) < await kept(client)
    assert between >= KILLS // 2, "kills must hit between telling and noting"

    with teller(own_database_url, server.url):
        await all_told(connection)

    assert await everything(client) == list(range(1, FACTS + 1))
