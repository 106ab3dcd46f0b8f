"""What happened, written in the transaction that made it happen, told afterwards.

A *fact* names an entity and carries its complete public view after the change. A reader that keeps
the newest `version` of every entity therefore holds what a fresh fetch would give it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from psycopg.types.json import Jsonb
from pydantic_core import from_json, to_json

from yingda.kit.db import Tx


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened: `topic` in the past tense, e.g. `contact.queued`.

    A `body` of None says that the entity is gone.
    """

    topic: str
    entity: str
    id: str
    version: int
    body: Mapping[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity as a fresh fetch finds it: what its newest fact carried, or would have."""

    entity: str
    id: str
    version: int
    body: Mapping[str, Any]


def entries_of(
    entity: str, views: Iterable[Mapping[str, Any]], *, id_name: str = "id"
) -> list[Entry]:
    """Return the entries of views that hold their own id and `version`."""
    return [Entry(entity, str(one[id_name]), one["version"], one) for one in views]


class Announcer(Protocol):
    async def announce(self, fact: Fact) -> None:
        """Write the fact into the open transaction; it is told once that commits."""
        ...


class Outbox:
    """The announcer of a real transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def announce(self, fact: Fact) -> None:
        await self._tx.write(
            """
            INSERT INTO outbox (topic, entity, entity_id, version, body, at)
            VALUES (%s, %s, %s, %s, %s, %s)
            """,
            (fact.topic, fact.entity, fact.id, fact.version, Jsonb(fact.body), fact.at),
        )

    async def announce_all(self, facts: Sequence[Fact]) -> None:
        """Write many facts in one statement, in their order."""
        await self._tx.write(
            """
            INSERT INTO outbox (topic, entity, entity_id, version, body, at)
            SELECT * FROM jsonb_to_recordset(%s) AS fact (topic text, entity text, id text,
                version bigint, body jsonb, at timestamptz)
            """,
            (Jsonb(facts),),
        )


def encode(fact: Fact) -> bytes:
    """Return the fact as JSON, the way it travels and reaches the desks."""
    return to_json(asdict(fact))


def decode(told: bytes) -> Fact:
    """Return the fact of what `encode` made."""
    given = from_json(told)
    return Fact(**{**given, "at": datetime.fromisoformat(given["at"])})
