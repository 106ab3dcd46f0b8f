"""Who has answered is heard at once, and a phone rings at once, whatever the database does."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import pytest

from yingda.agents import AgentId, AgentState, Moved, State, availability
from yingda.calls import inputs
from yingda.calls.carry import bridge_of
from yingda.calls.effects import News
from yingda.calls.service import CallService, Surroundings
from yingda.calls.tests.calls import HOUSE, LI, after, begun
from yingda.contacts import ContactId
from yingda.kit.clauses import ChangedMeanwhile
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database, DatabaseAway
from yingda.kit.ledger import Page

pytestmark = pytest.mark.anyio


class Connecting:
    """An engine of which only ringing, connecting and hanging up are heard."""

    node = "n"

    def __init__(self) -> None:
        self.connected: list[tuple[str, tuple[str, ...]]] = []
        self.rung: list[str] = []
        self.dropped: list[str] = []
        self.heard = asyncio.Event()
        self.let_go = asyncio.Event()

    async def ring(self, agent: AgentId, channel: str, shown: str, contact: str) -> bool:
        self.rung.append(channel)
        self.heard.set()
        return True

    async def drop(self, channel: str) -> None:
        self.dropped.append(channel)
        self.let_go.set()

    async def stop_music(self, channel: str) -> None:
        """Nothing plays."""

    async def connect(self, bridge: str, channels: Sequence[str]) -> None:
        self.connected.append((bridge, tuple(channels)))
        self.heard.set()


class Undecided:
    """A database that is away, and tells how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.again = asyncio.Event()
        self._away = Database("postgresql://127.0.0.1:1/nothing", timeout_s=0.1)

    async def post(self, page: Page) -> None:
        self.asked += 1
        raise DatabaseAway

    def looking(self) -> Any:
        """Nobody can say whether the page was written; that too is asked again."""
        self.asked += 1
        if self.asked > 2:
            self.again.set()
        return self._away.looking()


class Behind:
    """A database where somebody else has changed everything, each time."""

    async def post(self, page: Page) -> None:
        raise ChangedMeanwhile

    def looking(self) -> Any:
        return self

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing was looked up."""

    async def fetch_one(self, *_: object) -> None:
        """The contact is not stored."""


class Taking:
    """A router that takes offers back."""

    def __init__(self) -> None:
        self.refusals: list[AgentId] = []

    async def refused(self, contact: ContactId, agent: AgentId, news: News) -> None:
        self.refusals.append(agent)


class Willing:
    """Agents who make any move."""

    def moves(self, page: Page) -> Any:
        return self

    async def talking(self, agent: AgentId, contact: UUID) -> Moved:
        state = AgentState(agent, State.TALKING, SystemClock().now())
        return Moved(state, availability(state), is_changed=True)

    offered = ring_failed = held = resumed = wrap_up = wrap_up_done = taken_over = talking


async def test_an_answer_connects_once_while_the_database_is_away() -> None:
    ringing = after(begun("gold"), inputs.Offered(LI)).call
    assert ringing.live.ring is not None
    voice, database = Connecting(), Undecided()
    calls = _calls(database, voice)
    run = calls.runs.keep(ringing)

    calls.feed(ringing.contact.id, inputs.AgentUp(ringing.live.ring.channel))

    async with asyncio.timeout(10):
        await voice.heard.wait()
        await database.again.wait()
    legs = (ringing.live.channel, ringing.live.ring.channel)
    assert voice.connected == [(bridge_of(ringing), legs)]
    assert run.call == ringing


async def test_a_phone_rings_once_while_the_database_is_away_and_its_answer_waits() -> None:
    waiting = begun("gold").call
    voice, database = Connecting(), Undecided()
    calls = _calls(database, voice)
    run = calls.runs.keep(waiting)

    calls.feed(waiting.contact.id, inputs.Offered(LI))

    async with asyncio.timeout(10):
        await voice.heard.wait()
        await database.again.wait()
    assert voice.rung == [f"a-{waiting.contact.id}-1"]
    assert voice.dropped == []
    assert calls.runs.of_leg(voice.rung[0]) == waiting.contact.id
    assert run.call == waiting


async def test_a_phone_that_rings_for_an_offer_that_is_not_stored_is_hung_up() -> None:
    waiting = begun("gold").call
    voice, router = Connecting(), Taking()
    calls = _calls(Behind(), voice, router)
    run = calls.runs.keep(waiting)

    for _ in range(2):
        calls.feed(waiting.contact.id, inputs.Offered(LI))
        async with asyncio.timeout(10):
            await voice.let_go.wait()
        voice.let_go.clear()
        async with run.turn:
            assert run.call.live.ring is None

    assert voice.rung == voice.dropped == [f"a-{waiting.contact.id}-{n}" for n in (1, 2)]
    assert router.refusals == [LI, LI]


def _calls(database: Any, voice: Connecting, router: Any = None) -> CallService:
    around = Surroundings(*cast("tuple[Any, ...]", (None, Willing(), voice, router, None, None)))
    return CallService(cast("Database", database), SystemClock(), lambda: HOUSE, around)
