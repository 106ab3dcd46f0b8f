"""What a reader of facts knows: the newest version of every entity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yingda.kit.outbox import Entry, Fact

Key = tuple[str, str]
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The newest version heard of; `body` is None once the entity is gone."""

    version: int
    body: Body | None


@dataclass(frozen=True, slots=True)
class State:
    """Everything heard of, by entity and id. What is gone stays, so that it stays gone."""

    known: Mapping[Key, Known] = field(default_factory=dict)

    def present(self) -> dict[Key, Known]:
        """Return what is there, as a fresh fetch would."""
        return {key: one for key, one in self.known.items() if one.body is not None}


def state_of(entries: Iterable[Entry]) -> State:
    """Return the state of a fresh fetch."""
    return State({(one.entity, one.id): Known(one.version, one.body) for one in entries})


def apply(state: State, fact: Fact) -> State:
    """Return the state after the fact: the same if it is no newer than what is known."""
    key = (fact.entity, fact.id)
    before = state.known.get(key)
    if before is not None and before.version >= fact.version:
        return state
    return State({**state.known, key: Known(fact.version, fact.body)})
