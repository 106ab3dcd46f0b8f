"""What the agent notes of a contact: one leaf of the pack's tree, the caller's state, a note."""

from dataclasses import dataclass, replace

from yingda.accounts import Caller, Permission
from yingda.contacts.errors import (
    NoteTooLong,
    NotYourContact,
    UnknownCallerState,
    UnknownDisposition,
)
from yingda.contacts.model import Contact, ContactId, Disposition
from yingda.kit.clock import Clock, epoch_ms
from yingda.kit.db import Database, Tx
from yingda.kit.outbox import Fact, Outbox

NOTE_MAX = 20_000
DISPOSITION_SET = "disposition.set"


@dataclass(frozen=True, slots=True)
class DispositionWords:
    """What the pack lets an agent choose: leaves of the tree, states of a caller."""

    codes: frozenset[str]
    caller_states: frozenset[str]


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


def check_author(contact: Contact, caller: Caller) -> None:
    """Let pass the contact's agent and supervisors.

    Raises:
        NotYourContact: another agent's.
    """
    if contact.agent_id != caller.id and not caller.may(Permission.SUPERVISE):
        raise NotYourContact(contact=str(contact.id))


class DispositionBook:
    """Dispositions, each in a transaction of its own."""

    def __init__(self, database: Database, clock: Clock, words: DispositionWords) -> None:
        self._database = database
        self._clock = clock
        self._words = words

    async def is_disposed(self, contact: ContactId) -> bool:
        """Return whether the contact has a disposition."""
        async with self._database.transaction() as tx:
            return await DispositionStore(tx).get(contact) is not None

    async def note(self, contact: Contact, caller: Caller, given: Disposition) -> Disposition:
        """Write the disposition over an earlier one and announce it.

        Raises:
            NotYourContact: another agent's.
            UnknownDisposition, UnknownCallerState, NoteTooLong: it cannot be written down.
        """
        check_author(contact, caller)
        noted = check(replace(given, at=self._clock.now()), self._words)
        async with self._database.transaction() as tx:
            await DispositionStore(tx).put(noted)
            await Outbox(tx).announce(_fact(noted))
        return noted


class DispositionStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def get(self, contact: ContactId) -> Disposition | None:
        row = await self._tx.fetch_one(
            "SELECT * FROM dispositions WHERE contact_id = %s", (contact,)
        )
        return Disposition(**row) if row else None

    async def put(self, noted: Disposition) -> None:
        await self._tx.execute(
            """
            INSERT INTO dispositions
                (contact_id, code, is_solved, caller_state, note, agent_id, at)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (contact_id) DO UPDATE SET
                code = excluded.code, is_solved = excluded.is_solved,
                caller_state = excluded.caller_state, note = excluded.note,
                agent_id = excluded.agent_id, at = excluded.at
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


def disposition_view(noted: Disposition) -> dict[str, object]:
    """Return the disposition as the desk reads it."""
    return {
        "code": noted.code,
        "is_solved": noted.is_solved,
        "caller_state": noted.caller_state,
        "note": noted.note,
        "agent_id": str(noted.agent_id),
        "at": noted.at,
    }


def _fact(noted: Disposition) -> Fact:
    """The note stays inside: it may name what nobody else should read."""
    body = {
        "contact_id": str(noted.contact_id),
        "code": noted.code,
        "is_solved": noted.is_solved,
        "caller_state": noted.caller_state,
        "agent_id": str(noted.agent_id),
    }
    version = epoch_ms(noted.at)
    return Fact(DISPOSITION_SET, "disposition", str(noted.contact_id), version, body, noted.at)
