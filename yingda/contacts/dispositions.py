"""What an agent notes of their part in a contact: a leaf of the pack's tree, a state, a note.

A contact that was handed on has several parts. What it came to is the part of its last agent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from typing_extensions import TypedDict

from yingda.accounts import AuditTrail, Caller, Permission
from yingda.contacts.errors import (
    NoteTooLong,
    NotYourContact,
    UnknownCallerState,
    UnknownDisposition,
)
from yingda.contacts.events import disposition_set
from yingda.contacts.model import Contact, ContactId, Disposition
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx

NOTE_MAX = 20_000


@dataclass(frozen=True, slots=True)
class DispositionWords:
    """What the pack lets an agent choose: leaves of the tree, states of a caller."""

    codes: frozenset[str]
    caller_states: frozenset[str]


class DispositionView(TypedDict):
    """What one agent noted of their part of a contact."""

    code: str
    is_solved: bool | None
    caller_state: str
    note: str
    agent_id: str
    at: datetime


def check(given: Disposition, words: DispositionWords) -> Disposition:
    """Return the disposition if it may be written down.

    Raises:
        UnknownDisposition, UnknownCallerState: the pack does not know the word.
        NoteTooLong: the note is longer than `NOTE_MAX` characters.
    """
    if given.code not in words.codes:
        raise UnknownDisposition(given=given.code[:100])
    if given.caller_state and given.caller_state not in words.caller_states:
        raise UnknownCallerState(given=given.caller_state[:100])
    if len(given.note) > NOTE_MAX:
        raise NoteTooLong(limit=NOTE_MAX, given=len(given.note))
    return replace(given, note=given.note.replace("\x00", ""))


def part_of(contact: Contact, caller: Caller, *, has_talked: bool) -> UUID:
    """Return whose part the caller notes: their own, or as a supervisor the last agent's.

    Raises:
        NotYourContact: the caller never had it.
    """
    if has_talked or contact.agent_id == caller.id:
        return caller.id
    if caller.may(Permission.SUPERVISE):
        return contact.agent_id or caller.id
    raise NotYourContact(contact=str(contact.id))


def final(contact: Contact, parts: Iterable[Disposition]) -> Disposition | None:
    """Return what the contact came to: its agent's part, or the latest once it has none."""
    fitting = [part for part in parts if contact.agent_id in {None, part.agent_id}]
    return max(fitting, key=attrgetter("at"), default=None)


class DispositionBook:
    """Dispositions, each in a transaction of its own."""

    def __init__(self, database: Database, clock: Clock, words: DispositionWords) -> None:
        self._database = database
        self._clock = clock
        self._words = words

    async def is_disposed(self, contact: ContactId, agent: UUID) -> bool:
        """Return whether this agent has noted their part."""
        async with self._database.looking() as tx:
            parts = await DispositionStore(tx).of(contact)
        return any(part.agent_id == agent for part in parts)

    async def note(
        self, contact: Contact, caller: Caller, given: Disposition, *, has_talked: bool
    ) -> Disposition:
        """Write a part over what was noted of it before, and announce it.

        Raises:
            NotYourContact: the caller never had the contact.
            UnknownDisposition, UnknownCallerState, NoteTooLong: it cannot be written down.
        """
        whose = part_of(contact, caller, has_talked=has_talked)
        noted = check(replace(given, agent_id=whose, at=self._clock.now()), self._words)
        async with self._database.transaction() as tx:
            await DispositionStore(tx).put(noted)
            await tx.announce(disposition_set(noted))
            if whose != caller.id:
                trail = AuditTrail(tx, self._clock)
                detail = {"agent": str(whose), "code": noted.code}
                await trail.record(caller, "disposition.corrected", str(contact.id), detail)
        return noted


class DispositionStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def of(self, contact: ContactId) -> list[Disposition]:
        """Return the parts of a contact, oldest first."""
        rows = await self._tx.fetch_all(
            "SELECT * FROM dispositions WHERE contact_id = %s ORDER BY at", (contact,)
        )
        return [Disposition(**row) for row in rows]

    async def put(self, noted: Disposition) -> None:
        await self._tx.execute(
            """
            INSERT INTO dispositions
                (contact_id, code, is_solved, caller_state, note, agent_id, at)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (contact_id, agent_id) DO UPDATE SET
                code = excluded.code, is_solved = excluded.is_solved,
                caller_state = excluded.caller_state, note = excluded.note, at = excluded.at
            """,
            (
                noted.contact_id,
                noted.code,
                noted.is_solved,
                noted.caller_state,
                noted.note,
                noted.agent_id,
                noted.at,
            ),
        )


def disposition_view(noted: Disposition) -> DispositionView:
    """Return the disposition as the desk reads it."""
    return {
        "code": noted.code,
        "is_solved": noted.is_solved,
        "caller_state": noted.caller_state,
        "note": noted.note,
        "agent_id": str(noted.agent_id),
        "at": noted.at,
    }
