"""Finding contacts: lists and timelines, newest first, with what a row shows beside the contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from yingda.contacts.model import Contact, ContactId, Outcome
from yingda.contacts.store import contact_of
from yingda.kit.db import Row, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilter:
    """What is asked for; None asks nothing. `took_part` = this agent was offered or had it.

    `before` continues a list after its last row. `text` is looked for in the customer's name, the
    number and the agents' notes. Who does not see numbers finds a whole one or its shown tail
    alone: a search by parts would tell the hidden digits one by one.
    """

    customer_id: UUID | None = None
    agent_id: UUID | None = None
    took_part: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    outcome: Outcome | None = None
    text: str = ""
    sees_numbers: bool = True
    before: ContactId | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A contact as lists show it."""

    contact: Contact
    agent_name: str | None
    disposition: str | None
    recording: str | None


_FOUND: Final[LiteralString] = """
SELECT c.*, u.name AS agent_name, d.code AS disposition, r.state AS recording
FROM contacts c
LEFT JOIN users u ON u.id = c.agent_id
LEFT JOIN LATERAL (
    SELECT part.code FROM dispositions part
    WHERE part.contact_id = c.id AND (c.agent_id IS NULL OR part.agent_id = c.agent_id)
    ORDER BY part.at DESC LIMIT 1
) d ON true
LEFT JOIN recordings r ON r.contact_id = c.id
"""
TOOK_PART: Final[LiteralString] = """
(c.agent_id = %(took_part)s OR EXISTS (
    SELECT FROM contact_events e WHERE e.contact_id = c.id AND e.agent_id = %(took_part)s
))
"""
_TEXT: Final[LiteralString] = """
(c.customer_name ILIKE %(text)s OR CASE
    WHEN %(sees_numbers)s THEN c.remote ILIKE %(text)s
    WHEN length(%(whole)s) = 4 THEN length(c.remote) > 5 AND right(c.remote, 4) = %(whole)s
    WHEN length(%(whole)s) >= 10 THEN right(c.remote, length(%(whole)s)) = %(whole)s
    ELSE c.remote = %(whole)s
END OR EXISTS (
    SELECT FROM dispositions n WHERE n.contact_id = c.id AND n.note ILIKE %(text)s
))
"""
_BEFORE: Final[LiteralString] = """
(c.arrived_at, c.id) < (SELECT b.arrived_at, b.id FROM contacts b WHERE b.id = %(before)s)
"""
_CONDITIONS: Final[dict[str, LiteralString]] = {
    "customer_id": "c.customer_id = %(customer_id)s",
    "agent_id": "c.agent_id = %(agent_id)s",
    "took_part": TOOK_PART,
    "since": "c.arrived_at >= %(since)s",
    "until": "c.arrived_at < %(until)s",
    "outcome": "c.outcome = %(outcome)s",
    "text": _TEXT,
    "before": _BEFORE,
}


class ContactSearch:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def find(self, wanted: ContactFilter) -> list[Found]:
        """Return at most `limit` contacts, newest first."""
        asked = _asked(wanted)
        sql: LiteralString = _FOUND
        if asked:
            sql += " WHERE " + " AND ".join(_CONDITIONS[name] for name in asked)
        sql += " ORDER BY c.arrived_at DESC, c.id DESC LIMIT %(limit)s"
        rows = await self._tx.fetch_all(sql, _values(wanted) | asked)
        return [_found(row) for row in rows]

    async def get(self, contact: ContactId) -> Found | None:
        row = await self._tx.fetch_one(_FOUND + " WHERE c.id = %s", (contact,))
        return _found(row) if row else None

    async def has_part(self, contact: ContactId, agent: UUID) -> bool:
        """Return whether the contact was this agent's, or was offered to this agent."""
        sql: LiteralString = "SELECT c.id FROM contacts c WHERE c.id = %(contact)s AND "
        named = {"contact": contact, "took_part": agent}
        return await self._tx.fetch_one(sql + TOOK_PART, named) is not None

    async def has_talked(self, contact: ContactId, agent: UUID) -> bool:
        """Return whether this agent had the customer on the line."""
        found = await self._tx.fetch_one(
            """
            SELECT FROM contact_events
            WHERE contact_id = %s AND agent_id = %s AND kind IN ('answered', 'taken-over')
            """,
            (contact, agent),
        )
        return found is not None


def _asked(wanted: ContactFilter) -> dict[str, Any]:
    """Return the values of the conditions that were asked for."""
    values = {name: getattr(wanted, name) for name in _CONDITIONS}
    values["text"] = f"%{_escaped(wanted.text)}%" if wanted.text else None
    values["outcome"] = wanted.outcome.value if wanted.outcome is not None else None
    return {name: value for name, value in values.items() if value is not None}


def _values(wanted: ContactFilter) -> dict[str, Any]:
    """Return what the conditions need beside what was asked for."""
    return {
        "limit": wanted.limit,
        "whole": wanted.text,
        "sees_numbers": wanted.sees_numbers,
    }


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_EXTRA: Final[Sequence[str]] = ("agent_name", "disposition", "recording")


def _found(row: Row) -> Found:
    return Found(contact_of(row), *(row[name] for name in _EXTRA))
