"""Storing calls: a turn is drafted with everything that changes with it, then written whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from yingda.accounts import AuditTrail
from yingda.agents import AgentId, Availability, Moved, RingFailure
from yingda.calls.effects import Audit, Move, MoveAgent
from yingda.calls.events import supervision_fact
from yingda.calls.model import Call
from yingda.calls.ports import Recorder
from yingda.calls.store import CallBook, CallStore
from yingda.calls.turn import Turn
from yingda.contacts import ContactChanges, ContactId, ContactNotFound, ContactService
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.kit.ledger import Page


class AgentMoves(Protocol):
    """What calls need of the agents room."""

    async def offered(self, agent: AgentId, contact: UUID) -> Moved: ...
    async def ring_failed(self, agent: AgentId, contact: UUID, why: RingFailure) -> Moved: ...
    async def talking(self, agent: AgentId, contact: UUID) -> Moved: ...
    async def held(self, agent: AgentId, contact: UUID) -> Moved: ...
    async def resumed(self, agent: AgentId, contact: UUID) -> Moved: ...
    async def wrap_up(self, agent: AgentId, contact: UUID) -> Moved: ...
    async def wrap_up_done(self, agent: AgentId, contact: UUID) -> Moved: ...
    async def taken_over(self, agent: AgentId, contact: UUID) -> Moved: ...


class Agents(Protocol):
    def moves(self, page: Page) -> AgentMoves:
        """Return the moves that are written with the page."""
        ...


Available = tuple[AgentId, Availability]


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn about to be written: the call it leaves, and what the router must know of agents."""

    turn: Turn
    call: Call
    page: Page
    moved: Sequence[Available] = ()


class CallKeeping:
    """The calls of one node."""

    def __init__(self, database: Database, clock: Clock, agents: Agents, node: str) -> None:
        self._database = database
        self._clock = clock
        self._agents = agents
        self._node = node

    async def open(self, turn: Turn, recorder: Recorder, raw: tuple[Path, Path]) -> Draft:
        """Return what opens a call: its contact, the call, and where it is recorded."""
        page = Page()
        contact = turn.call.contact
        opened = await ContactChanges(page, self._clock).open(contact, turn.happened)
        call = Call(opened, turn.call.live)
        await CallBook(page).open(self._node, call)
        await recorder.started(page, opened, raw)
        return Draft(turn, call, page)

    async def draft(self, before: Call, turn: Turn) -> Draft:
        """Return what is to be written.

        Raises:
            a refusal of the agents room: the agent cannot make that move.
        """
        page, contact = Page(), before.contact
        if turn.happened:
            changes = ContactChanges(page, self._clock)
            contact = await changes.change(contact, turn.call.contact, turn.happened)
        call = Call(contact, turn.call.live)
        await CallBook(page).save(call)
        await self._note_supervision(page, before, call, turn)
        agents = self._agents.moves(page)
        moves = [each for each in turn.effects if isinstance(each, MoveAgent)]
        moved = [(each, (await _move(agents, each, contact.id)).availability) for each in moves]
        news = [(each.agent, word) for each, word in moved if each.move not in _FORESEEN]
        return Draft(turn, call, page, news)

    async def _note_supervision(self, page: Page, before: Call, call: Call, turn: Turn) -> None:
        if before.live.supervisions != call.live.supervisions:
            await page.announce(supervision_fact(call, turn.now))
        trail = AuditTrail(page, self._clock)
        for each in turn.effects:
            if isinstance(each, Audit):
                await trail.record(each.actor, each.action, str(call.contact.id), each.detail)

    async def keep(self, draft: Draft) -> None:
        """Write the draft.

        Raises:
            ChangedMeanwhile: contact or agent are not as they were when it was drafted.
            DatabaseAway: it may or may not be written.
        """
        await self._database.post(draft.page)

    async def stored(self, contact: ContactId) -> Call | None:
        """Return the call as it is stored."""
        async with self._database.looking() as tx:
            try:
                found = await ContactService(tx, self._clock).get(contact)
            except ContactNotFound:
                return None
            return await CallStore(tx).get(found)


async def _move(agents: AgentMoves, asked: MoveAgent, contact: ContactId) -> Moved:
    if asked.move in _RING_FAILURES:
        return await agents.ring_failed(asked.agent, contact, RingFailure(asked.move.value))
    act = {
        Move.OFFERED: agents.offered,
        Move.TALKING: agents.talking,
        Move.HELD: agents.held,
        Move.RESUMED: agents.resumed,
        Move.WRAP_UP: agents.wrap_up,
        Move.WRAP_UP_DONE: agents.wrap_up_done,
        Move.TAKEN_OVER: agents.taken_over,
    }[asked.move]
    return await act(asked.agent, contact)


# The router gave the contact to the agent: until that ends it offers the agent nothing else.
_FORESEEN = {Move.OFFERED, Move.TALKING, Move.HELD, Move.RESUMED}
_RING_FAILURES = {Move.REJECTED, Move.RING_TIMEOUT, Move.UNREACHABLE, Move.WITHDRAWN}
