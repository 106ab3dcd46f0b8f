"""Tells what the outbox holds: every committed fact reaches NATS at least once, in order.

One relay works at a time (an advisory lock); others stand by. It looks twice a second and tells
what it finds in one message an entity: who announced a fact has told its own desks already, so
only other processes wait for this. A crash between telling and removing tells again: readers keep
the newest version anyway.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from nats.aio.client import Client
from nats.js import JetStreamContext, api
from prometheus_client import Counter, Histogram
from psycopg import AsyncConnection, OperationalError
from psycopg.rows import DictRow, dict_row

from yingda.kit.cancelling import heed_cancel
from yingda.kit.clock import Clock
from yingda.kit.factstream import (
    OUTAGES,
    RETRY_S,
    STREAM,
    StreamLimits,
    connect,
    ensure_stream,
    subject_of,
)
from yingda.kit.outbox import Fact, encode

LOCK = 0x59494E47  # any number nobody else locks
BATCH = 500
ACK_S = 5.0
PATIENCE = 3  # times in a row that nothing is kept
LOOK_S = 0.5
STAND_BY_S = 1.0

TOLD = Counter("yingda_facts_told", "Facts told to NATS.")
REFUSED = Counter("yingda_facts_too_large", "Facts larger than NATS takes, left untold.")
DELAY = Histogram(
    "yingda_facts_delay_seconds",
    "From the moment of a fact until NATS kept it.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 60),
)

logger = logging.getLogger(__name__)


class NotKept(Exception):
    """NATS did not say in time that it keeps what it was told."""


class Relay:
    def __init__(
        self,
        database_url: str,
        nats_url: str,
        clock: Clock,
        *,
        limits: StreamLimits | None = None,
        ack_s: float = ACK_S,
    ) -> None:
        self._database_url = database_url
        self._nats_url = nats_url
        self._clock = clock
        self._limits = limits or StreamLimits()
        self._ack_s = ack_s
        self._home = ""
        self._unkept = 0

    async def run(self) -> None:
        """Tell until cancelled; outages of either side are waited out."""
        while True:
            heed_cancel()
            try:
                await self._work()
            except NotKept:
                await self._bear_with_it()
            except (OperationalError, *OUTAGES) as outage:
                logger.warning("facts cannot be told: %r", outage)
            await asyncio.sleep(RETRY_S)

    async def _bear_with_it(self) -> None:
        """After some patience begin the stream anew.

        A NATS whose disk was full answers, but keeps nothing any more even when there is room.
        Readers hear that facts were lost, and fetch afresh.
        """
        self._unkept += 1
        logger.warning("NATS answers, but keeps no facts: %d times", self._unkept)
        if self._unkept % PATIENCE == 0:
            try:
                client = await connect(self._nats_url, "relay")
                await client.jetstream().delete_stream(STREAM)
                await client.close()
            except OUTAGES as outage:
                logger.warning("the stream cannot be begun anew: %r", outage)

    async def _work(self) -> None:
        async with _connected(self._database_url) as working:
            await _stand_by(working)
            self._home = await _home(working)
            client = await connect(self._nats_url, "relay")
            try:
                await self._tell_all(working, client)
            finally:
                await client.close()

    async def _tell_all(self, working: AsyncConnection[DictRow], client: Client) -> None:
        stream = client.jetstream(publish_async_max_pending=2 * BATCH)
        await ensure_stream(stream, self._limits)
        while True:
            heed_cancel()
            while await self._tell_some(working, stream, client.max_payload) == BATCH:
                heed_cancel()
            await asyncio.sleep(LOOK_S)

    async def _tell_some(
        self, working: AsyncConnection[DictRow], stream: JetStreamContext, largest: int
    ) -> int:
        """Tell the oldest facts and remove them; return how many there were."""
        rows = await (
            await working.execute(
                """
                SELECT id, topic, entity, entity_id, version, body, at FROM outbox
                ORDER BY id LIMIT %s
                """,
                (BATCH,),
            )
        ).fetchall()
        if rows:
            await self._publish(rows, stream, largest)
            await working.execute(
                "DELETE FROM outbox WHERE id = ANY(%s)", ([row["id"] for row in rows],)
            )
        return len(rows)

    async def _publish(self, rows: list[DictRow], stream: JetStreamContext, largest: int) -> None:
        """Tell rows, one message an entity; return once NATS keeps them all."""
        kept: list[asyncio.Future[api.PubAck]] = []
        try:
            for message in messages(rows, largest):
                headers = {api.Header.MSG_ID: f"{self._home}-{message.key}"}
                kept.append(
                    await stream.publish_async(message.subject, message.told, headers=headers)
                )
            async with asyncio.timeout(self._ack_s):
                await asyncio.gather(*kept)
        except TimeoutError as silent:
            raise NotKept from silent
        finally:
            for waiting in kept:
                waiting.cancel()
        self._unkept = 0
        now = self._clock.now()
        TOLD.inc(len(rows))
        for row in rows:
            DELAY.observe(max(0.0, (now - row["at"]).total_seconds()))


@dataclass(frozen=True, slots=True)
class Message:
    """Facts of one entity on their way; the same `key` always means the same facts."""

    subject: str
    told: bytes
    key: str


def messages(rows: Sequence[DictRow], largest: int) -> Iterator[Message]:
    """Yield what tells the rows: facts of one entity together, in order, none over the limit."""
    of_entity: dict[str, list[DictRow]] = {}
    for row in rows:
        of_entity.setdefault(row["entity"], []).append(row)
    for entity, together in of_entity.items():
        yield from _split(entity, together, largest)


def _split(entity: str, rows: list[DictRow], largest: int) -> Iterator[Message]:
    told = encode([_fact(row) for row in rows])
    if len(told) <= largest:
        key = f"{rows[0]['id']}-{rows[-1]['id']}-{len(rows)}"
        yield Message(subject_of(entity), told, key)
    elif len(rows) > 1:
        yield from _split(entity, rows[: len(rows) // 2], largest)
        yield from _split(entity, rows[len(rows) // 2 :], largest)
    else:
        REFUSED.inc()
        logger.error("fact %s %s is too large to tell", rows[0]["topic"], rows[0]["entity_id"])


def _fact(row: DictRow) -> Fact:
    return Fact(
        row["topic"], row["entity"], row["entity_id"], row["version"], row["body"], row["at"]
    )


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AsyncConnection[DictRow]]:
    """Yield a connection of our own, which notices a dead server within seconds.

    A removal lost in a crash of the database only tells a fact twice, so commits need not wait.
    """
    connection = await AsyncConnection.connect(
        url,
        autocommit=True,
        row_factory=dict_row,
        options="-c timezone=UTC -c synchronous_commit=off",
        application_name="yingda-relay",
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
    )
    async with connection:
        yield connection


async def _home(working: AsyncConnection[DictRow]) -> str:
    """Return what tells this database's facts from those of any other: both count from 1."""
    row = await (
        await working.execute(
            """
            SELECT system_identifier || '-' || oid AS home
            FROM pg_control_system(), pg_database WHERE datname = current_database()
            """
        )
    ).fetchone()
    return str(row["home"]) if row else ""


async def _stand_by(working: AsyncConnection[DictRow]) -> None:
    """Return once this connection holds the relay's lock."""
    while True:
        heed_cancel()
        row = await (
            await working.execute("SELECT pg_try_advisory_lock(%s) AS ours", (LOCK,))
        ).fetchone()
        if row is not None and row["ours"]:
            return
        await asyncio.sleep(STAND_BY_S)
