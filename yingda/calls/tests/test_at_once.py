"""Who has answered is heard at once, whatever the database does."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import pytest

from yingda.agents import AgentId, AgentState, Moved, State, availability
from yingda.calls import inputs
from yingda.calls.carry import bridge_of
from yingda.calls.service import CallService, Surroundings
from yingda.calls.tests.calls import HOUSE, LI, after, begun
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database, DatabaseAway
from yingda.kit.ledger import Page

pytestmark = pytest.mark.anyio


class Connecting:
    """An engine of which only the connecting is heard."""

    node = "n"

    def __init__(self) -> None:
        self.connected: list[tuple[str, tuple[str, ...]]] = []
        self.heard = asyncio.Event()

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
    around = Surroundings(*cast("tuple[Any, ...]", (None, Willing(), voice, None, None, None)))
    calls = CallService(cast("Database", database), SystemClock(), lambda: HOUSE, around)
    run = calls.runs.keep(ringing)

    calls.feed(ringing.contact.id, inputs.AgentUp(ringing.live.ring.channel))

    async with asyncio.timeout(10):
        await voice.heard.wait()
        await database.again.wait()
    legs = (ringing.live.channel, ringing.live.ring.channel)
    assert voice.connected == [(bridge_of(ringing), legs)]
    assert run.call == ringing
