"""The SQL of contacts and their events."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from yingda.contacts.model import (
    Channel,
    Contact,
    ContactEvent,
    ContactId,
    Direction,
    MenuStep,
    Outcome,
    RecordedEvent,
    Stage,
)
from yingda.contacts.views import step_view
from yingda.kit.clauses import Clause, Pen
from yingda.kit.db import Row, Tx

_COLUMNS: Final = """
    id, channel, direction, customer_id, customer_name, remote, access_number, tier, service_kind,
    stage, outcome, agent_id, menu_path, target_ms, held_since, transfer_to, arrived_at, queued_at,
    offered_at, answered_at, ended_at, wrapped_at, wrap_due_at, callback_asked_at, callback_due_at,
    callback_attempts, version
"""
_GIVEN: Final = " FROM jsonb_populate_recordset(NULL::contacts, $1::jsonb) AS given "
OPEN: Final = Clause(
    "contact_opened",
    "INSERT INTO contacts (" + _COLUMNS + ") SELECT " + _COLUMNS + _GIVEN,
)
# A matching version means that nobody wrote since the row was read.
CHANGE: Final = Clause(
    "contact_changed",
    """
    UPDATE contacts SET
        channel = given.channel, direction = given.direction, customer_id = given.customer_id,
        customer_name = given.customer_name, remote = given.remote,
        access_number = given.access_number, tier = given.tier,
        service_kind = given.service_kind, stage = given.stage, outcome = given.outcome,
        agent_id = given.agent_id, menu_path = given.menu_path, target_ms = given.target_ms,
        held_since = given.held_since, transfer_to = given.transfer_to,
        arrived_at = given.arrived_at, queued_at = given.queued_at,
        offered_at = given.offered_at, answered_at = given.answered_at,
        ended_at = given.ended_at, wrapped_at = given.wrapped_at,
        wrap_due_at = given.wrap_due_at, callback_asked_at = given.callback_asked_at,
        callback_due_at = given.callback_due_at, callback_attempts = given.callback_attempts,
        version = given.version
    """
    + _GIVEN
    + """
    WHERE contacts.id = given.id AND contacts.version = given.version - 1
    RETURNING contacts.id
    """,
    is_strict=True,
)
# Who writes events has opened or changed their contact beside: nobody else adds any meanwhile.
HAPPENED: Final = Clause(
    "contact_happened",
    """
    INSERT INTO contact_events (contact_id, seq, at, kind, agent_id, detail)
    SELECT
        given.contact_id,
        given.seq + coalesce((
            SELECT max(known.seq) FROM contact_events known
            WHERE known.contact_id = given.contact_id
        ), 0),
        given.at, given.kind, given.agent_id, given.detail
    FROM jsonb_populate_recordset(NULL::contact_events, $1::jsonb) AS given
    """,
)


class ContactBook:
    """Writing contacts, into a transaction or onto a page of the ledger."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    async def open(self, contact: Contact, events: Sequence[ContactEvent]) -> None:
        await self._pen.put(OPEN, [_row(contact)])
        await self._pen.put(HAPPENED, _event_rows(contact, events))

    async def change(self, contact: Contact, events: Sequence[ContactEvent]) -> None:
        """Write the contact over the version before it.

        Raises:
            ChangedMeanwhile: that is not the one written, or it is gone.
        """
        await self._pen.put(CHANGE, [_row(contact)])
        await self._pen.put(HAPPENED, _event_rows(contact, events))


class ContactStore:
    """Reading contacts."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def get(self, contact_id: ContactId) -> Contact | None:
        row = await self._tx.fetch_one("SELECT * FROM contacts WHERE id = %s", (contact_id,))
        return contact_of(row) if row else None

    async def live(self) -> list[Contact]:
        """Return every contact that is not done, oldest first."""
        rows = await self._tx.fetch_all(
            "SELECT * FROM contacts WHERE stage <> 'done' ORDER BY arrived_at, id"
        )
        return [contact_of(row) for row in rows]

    async def arrived_since(self, moment: datetime) -> list[Contact]:
        rows = await self._tx.fetch_all(
            "SELECT * FROM contacts WHERE arrived_at >= %s ORDER BY arrived_at, id", (moment,)
        )
        return [contact_of(row) for row in rows]

    async def last_agent(self, customer: UUID, since: datetime) -> UUID | None:
        row = await self._tx.fetch_one(
            """
            SELECT agent_id FROM contacts
            WHERE customer_id = %s AND arrived_at >= %s AND answered_at IS NOT NULL
            ORDER BY arrived_at DESC LIMIT 1
            """,
            (customer, since),
        )
        return row["agent_id"] if row else None

    async def events(self, contact_id: ContactId) -> list[RecordedEvent]:
        """Return what happened to the contact, in order."""
        rows = await self._tx.fetch_all(
            """
            SELECT seq, at, kind, agent_id, detail FROM contact_events
            WHERE contact_id = %s ORDER BY seq
            """,
            (contact_id,),
        )
        return [
            RecordedEvent(
                row["seq"], ContactEvent(row["kind"], row["at"], row["agent_id"], row["detail"])
            )
            for row in rows
        ]


def contact_of(row: Row) -> Contact:
    """Return the contact of a complete row of `contacts`."""
    return Contact(
        id=ContactId(row["id"]),
        channel=Channel(row["channel"]),
        direction=Direction(row["direction"]),
        remote=row["remote"],
        stage=Stage(row["stage"]),
        arrived_at=row["arrived_at"],
        customer_id=row["customer_id"],
        customer_name=row["customer_name"],
        access_number=row["access_number"],
        tier=row["tier"],
        service_kind=row["service_kind"],
        outcome=Outcome(row["outcome"]),
        agent_id=row["agent_id"],
        menu_path=tuple(_step(step) for step in row["menu_path"]),
        target_ms=row["target_ms"],
        held_since=row["held_since"],
        transfer_to=row["transfer_to"],
        queued_at=row["queued_at"],
        offered_at=row["offered_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        wrapped_at=row["wrapped_at"],
        wrap_due_at=row["wrap_due_at"],
        callback_asked_at=row["callback_asked_at"],
        callback_due_at=row["callback_due_at"],
        callback_attempts=row["callback_attempts"],
        version=row["version"],
    )


def _step(step: dict[str, Any]) -> MenuStep:
    return MenuStep(step["menu"], step["key"], step["label"], datetime.fromisoformat(step["at"]))


def _row(contact: Contact) -> dict[str, Any]:
    steps = [step_view(step) for step in contact.menu_path]
    return {**{name: getattr(contact, name) for name in _FIELDS}, "menu_path": steps}


_FIELDS: Final = tuple(each.name for each in fields(Contact))


def _event_rows(contact: Contact, events: Sequence[ContactEvent]) -> list[dict[str, Any]]:
    return [
        {
            "contact_id": contact.id,
            "seq": seq,
            "at": event.at,
            "kind": event.kind,
            "agent_id": event.agent_id,
            "detail": event.detail,
        }
        for seq, event in enumerate(events, start=1)
    ]
