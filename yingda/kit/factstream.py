"""The stream of facts in NATS: where it is kept, how it is read without a gap."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import nats
import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext, api

from yingda.kit.cancelling import heed_cancel
from yingda.kit.outbox import Fact, decode

STREAM = "FACTS"
SUBJECT = "facts"
OUTAGES = (nats.errors.Error, TimeoutError, OSError)
HEARTBEAT_S = 1.0
RETRY_S = 0.25

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How long told facts can be read again; whichever limit is met first."""

    age: timedelta = timedelta(hours=24)
    size_bytes: int = 1024**3


async def connect(url: str, name: str) -> Client:
    """Return a connection that comes back by itself, for ever; nothing is sent while it is away.

    Raises:
        nats.errors.Error: nobody answers now.
    """

    async def note(trouble: Exception) -> None:
        logger.warning("nats %s: %r", name, trouble)

    return await nats.connect(
        url,
        name=f"yingda-{name}",
        allow_reconnect=True,
        max_reconnect_attempts=-1,
        reconnect_time_wait=RETRY_S,
        ping_interval=5,
        pending_size=0,
        error_cb=note,
    )


async def connect_patiently(url: str, name: str) -> Client:
    """Return a connection as soon as somebody answers."""
    while True:
        heed_cancel()
        try:
            return await connect(url, name)
        except OUTAGES as outage:
            logger.warning("nats %s cannot be reached: %r", name, outage)
        await asyncio.sleep(RETRY_S)


async def ensure_stream(stream: JetStreamContext, limits: StreamLimits) -> None:
    """Make the stream, or bring its limits up to date."""
    wanted = api.StreamConfig(
        name=STREAM,
        subjects=[f"{SUBJECT}.>"],
        max_age=limits.age.total_seconds(),
        max_bytes=limits.size_bytes,
        storage=api.StorageType.FILE,
        discard=api.DiscardPolicy.OLD,
        duplicate_window=120,
    )
    try:
        await stream.add_stream(wanted)
    except nats.js.errors.BadRequestError:  # it exists with other limits
        await stream.update_stream(wanted)


def subject_of(entity: str) -> str:
    """Return the subject of an entity's facts, e.g. `facts.contact`."""
    return f"{SUBJECT}.{_token(entity)}"


def _token(word: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", word) or "-"


class Gap(Exception):
    """Something was not delivered: read on from where we stand."""


class FactReader:
    """Reads every fact of the stream in order, from `run`'s start, over restarts of NATS.

    `deliver` is called once a fact, or again with the same fact when the relay told it twice.
    `lost` is called when facts can no longer be had, so that the reader fetches afresh.
    While `placed` is set, every fact told from now on will be delivered, an outage or not.
    """

    def __init__(
        self,
        client: Client,
        deliver: Callable[[Fact], None],
        lost: Callable[[], None],
        placed: asyncio.Event,
    ) -> None:
        self._client = client
        self._js = client.jetstream()
        self._deliver = deliver
        self._lost = lost
        self._position: int | None = None
        self._born: datetime | None = None
        self.placed = placed

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            heed_cancel()
            try:
                await self._read()
            except Gap as gap:
                logger.info("reading facts on from %s: %s", self._position, gap)
            except OUTAGES as outage:
                logger.warning("facts cannot be read: %r", outage)
                await asyncio.sleep(RETRY_S)

    async def _read(self) -> None:
        await self._check_position()
        inbox = self._client.new_inbox()
        course = _Course(self._take)
        subscription = await self._client.subscribe(inbox, cb=course.hear)
        try:
            made = await self._js.add_consumer(STREAM, self._wanted(inbox))
            if self._position is None and made.delivered is not None:
                self._position = made.delivered.stream_seq
            self.placed.set()
            await course.until_gap()
        finally:
            course.end()
            if self._client.is_connected:
                await subscription.unsubscribe()

    def _take(self, place: int, told: bytes) -> None:
        self._position = place
        for fact in decode(told):
            self._deliver(fact)

    async def _check_position(self) -> None:
        """Forget where we stood when the stream was made anew or has dropped what comes next."""
        info = await self._js.stream_info(STREAM)
        if self._position is not None and (
            info.created != self._born
            or not info.state.first_seq - 1 <= self._position <= info.state.last_seq
        ):
            self._position = None
            self.placed.clear()
            self._lost()
        self._born = info.created

    def _wanted(self, inbox: str) -> api.ConsumerConfig:
        is_new = self._position is None
        return api.ConsumerConfig(
            deliver_subject=inbox,
            deliver_policy=api.DeliverPolicy.NEW if is_new else api.DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=None if self._position is None else self._position + 1,
            ack_policy=api.AckPolicy.NONE,
            max_deliver=1,
            idle_heartbeat=HEARTBEAT_S,
            inactive_threshold=30,
            mem_storage=True,
            num_replicas=1,
        )


class _Course:
    """One consumer's messages: passed on as long as none is missing.

    They come by call-back: waiting for each by itself would cost a turn of the loop a fact, and
    a busy loop would fall behind.
    """

    def __init__(self, take: Callable[[int, bytes], None]) -> None:
        self._take = take
        self._taken = 0
        self._is_alive = True
        self._gap: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def hear(self, message: Msg) -> None:
        """Take the next fact or heartbeat."""
        if self._gap.done():
            return
        self._is_alive = True
        if _is_status(message):
            last = (message.headers or {}).get(api.Header.LAST_CONSUMER)
            if last is not None and int(last) != self._taken:
                self._gap.set_result(f"{last} facts were sent, {self._taken} came")
            return
        place = message.metadata.sequence
        if place.consumer != self._taken + 1:
            self._gap.set_result(f"fact {place.consumer} came after {self._taken}")
            return
        self._taken = place.consumer
        self._take(place.stream, message.data)

    async def until_gap(self) -> None:
        """Wait until something is missing.

        Raises:
            Gap: a fact, or any sign of life.
        """
        while True:
            heed_cancel()
            self._is_alive = False
            await asyncio.wait({self._gap}, timeout=HEARTBEAT_S * 2.5)
            if self._gap.done():
                raise Gap(self._gap.result())
            if not self._is_alive:
                raise Gap("no sign of life")

    def end(self) -> None:
        """Pass nothing on any more."""
        if not self._gap.done():
            self._gap.set_result("ended")


def _is_status(message: Msg) -> bool:
    return not message.data and "Status" in (message.headers or {})
