"""The SQL of contacts and their events; one round trip a change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

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
from yingda.kit.db import Row, Tx
from yingda.kit.outbox import Fact

OPEN = """
WITH written AS (
    INSERT INTO contacts (
        id, channel, direction, customer_id, customer_name, remote, access_number, tier,
        service_kind, stage, outcome, agent_id, menu_path, target_ms, held_since, transfer_to,
        arrived_at, queued_at, offered_at, answered_at, ended_at, wrapped_at, wrap_due_at, version
    ) VALUES (
        %(id)s, %(channel)s, %(direction)s, %(customer_id)s, %(customer_name)s, %(remote)s,
        %(access_number)s, %(tier)s, %(service_kind)s, %(stage)s, %(outcome)s, %(agent_id)s,
        %(menu_path)s, %(target_ms)s, %(held_since)s, %(transfer_to)s, %(arrived_at)s,
        %(queued_at)s, %(offered_at)s, %(answered_at)s, %(ended_at)s, %(wrapped_at)s,
        %(wrap_due_at)s, %(version)s
    )
    RETURNING id
), happened AS (
    INSERT INTO contact_events (contact_id, seq, at, kind, agent_id, detail)
    SELECT written.id, event.seq, event.at, event.kind, event.agent_id, event.detail
    FROM written, unnest(
        %(event_at)s::timestamptz[], %(event_kind)s::text[], %(event_agent)s::uuid[],
        %(event_detail)s::jsonb[]
    ) WITH ORDINALITY AS event (at, kind, agent_id, detail, seq)
), told AS (
    INSERT INTO outbox (topic, entity, entity_id, version, body, at)
    SELECT %(topic)s, %(entity)s, %(fact_id)s, %(version)s, %(body)s, %(fact_at)s FROM written
)
SELECT id FROM written
"""

# A matching version means that nobody wrote since this statement's snapshot: the row was locked
# before `happened` reads the last seq, and every event raises the version.
CHANGE = """
WITH written AS (
    UPDATE contacts SET
        channel = %(channel)s, direction = %(direction)s, customer_id = %(customer_id)s,
        customer_name = %(customer_name)s, remote = %(remote)s,
        access_number = %(access_number)s, tier = %(tier)s, service_kind = %(service_kind)s,
        stage = %(stage)s, outcome = %(outcome)s, agent_id = %(agent_id)s,
        menu_path = %(menu_path)s, target_ms = %(target_ms)s, held_since = %(held_since)s,
        transfer_to = %(transfer_to)s, arrived_at = %(arrived_at)s, queued_at = %(queued_at)s,
        offered_at = %(offered_at)s, answered_at = %(answered_at)s, ended_at = %(ended_at)s,
        wrapped_at = %(wrapped_at)s, wrap_due_at = %(wrap_due_at)s, version = %(version)s
    WHERE id = %(id)s AND version = %(version)s - 1
    RETURNING id
), happened AS (
    INSERT INTO contact_events (contact_id, seq, at, kind, agent_id, detail)
    SELECT
        written.id,
        event.seq + (SELECT coalesce(max(e.seq), 0) FROM contact_events e
                     WHERE e.contact_id = written.id),
        event.at, event.kind, event.agent_id, event.detail
    FROM written, unnest(
        %(event_at)s::timestamptz[], %(event_kind)s::text[], %(event_agent)s::uuid[],
        %(event_detail)s::jsonb[]
    ) WITH ORDINALITY AS event (at, kind, agent_id, detail, seq)
), told AS (
    INSERT INTO outbox (topic, entity, entity_id, version, body, at)
    SELECT %(topic)s, %(entity)s, %(fact_id)s, %(version)s, %(body)s, %(fact_at)s FROM written
)
SELECT id FROM written
"""


class ContactStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def insert(self, contact: Contact, events: Sequence[ContactEvent], fact: Fact) -> None:
        """Write a new contact, its first events and the fact."""
        await self._tx.write(OPEN, _values(contact, events, fact))

    async def update(self, contact: Contact, events: Sequence[ContactEvent], fact: Fact) -> bool:
        """Write the contact if its version is the next one, with events and fact; say if it was."""
        return await self._tx.fetch_one(CHANGE, _values(contact, events, fact)) is not None

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
        version=row["version"],
    )


def _step(step: dict[str, Any]) -> MenuStep:
    return MenuStep(step["menu"], step["key"], step["label"], datetime.fromisoformat(step["at"]))


def _values(contact: Contact, events: Sequence[ContactEvent], fact: Fact) -> dict[str, Any]:
    agents: list[UUID | None] = [event.agent_id for event in events]
    return {
        "id": contact.id,
        "channel": contact.channel.value,
        "direction": contact.direction.value,
        "customer_id": contact.customer_id,
        "customer_name": contact.customer_name,
        "remote": contact.remote,
        "access_number": contact.access_number,
        "tier": contact.tier,
        "service_kind": contact.service_kind,
        "stage": contact.stage.value,
        "outcome": contact.outcome.value,
        "agent_id": contact.agent_id,
        "menu_path": Jsonb([step_view(step) for step in contact.menu_path]),
        "target_ms": contact.target_ms,
        "held_since": contact.held_since,
        "transfer_to": contact.transfer_to,
        "arrived_at": contact.arrived_at,
        "queued_at": contact.queued_at,
        "offered_at": contact.offered_at,
        "answered_at": contact.answered_at,
        "ended_at": contact.ended_at,
        "wrapped_at": contact.wrapped_at,
        "wrap_due_at": contact.wrap_due_at,
        "version": contact.version,
        "event_at": [event.at for event in events],
        "event_kind": [event.kind for event in events],
        "event_agent": agents,
        "event_detail": [Jsonb(event.detail) for event in events],
        "topic": fact.topic,
        "entity": fact.entity,
        "fact_id": fact.id,
        "body": Jsonb(fact.body),
        "fact_at": fact.at,
    }
