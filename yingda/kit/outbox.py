"""What happened, written in the transaction that made it happen, told afterwards.

A *fact* names an entity and carries its complete public view after the change. A reader that keeps
the newest `version` of every entity therefore holds what a fresh fetch would give it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json, to_json


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


def encode(facts: Sequence[Fact]) -> bytes:
    """Return the facts as a JSON array, the way they travel."""
    return to_json(facts)


def decode(told: bytes) -> list[Fact]:
    """Return the facts of what `encode` made."""
    return [
        Fact(**{**given, "at": datetime.fromisoformat(given["at"])}) for given in from_json(told)
    ]
