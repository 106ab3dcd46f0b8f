"""Who sees what of a fact, and what has to be sent so that the desk holds just that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from typing_extensions import TypedDict

from yingda.accounts import Caller, Permission
from yingda.kit.outbox import Entry, Fact
from yingda.livefeed.fold import Body, Key

Mask = Callable[[str], str]


def live_part(entity: str, body: Body | None) -> Body | None:
    """Return the body, or nothing when the entity is no longer live: a contact that is done."""
    if entity == "contact" and body is not None and body["stage"] == "done":
        return None
    return body


@dataclass(frozen=True, slots=True)
class Sight:
    """Decides what a caller may see; `mask` hides most of a number."""

    mask: Mask

    def visible(self, entity: str, body: Body | None, caller: Caller) -> Body | None:
        """Return what the caller may see of an entity, or nothing.

        The very same `body` is returned when all of it may be seen.
        """
        body = live_part(entity, body)
        if body is None:
            return None
        if entity == "contact":
            return self._contact(body, caller)
        if entity == "supervision":
            return _supervision(body, caller)
        needed = SEEN_WITH.get(entity)
        return body if needed is not None and caller.may(needed) else None

    def _contact(self, body: Body, caller: Caller) -> Body | None:
        is_own = body["agent_id"] == str(caller.id) and caller.may(Permission.CONTACTS_READ_OWN)
        if not (is_own or caller.may(Permission.CONTACTS_READ_ALL)):
            return None
        if caller.may(Permission.NUMBERS_SEE):
            return body
        return {**body, "remote": self.mask(body["remote"])}


def _supervision(body: Body, caller: Caller) -> Body | None:
    """Supervisors see each other at work; an agent sees who is at their own call, if at all."""
    is_own = body["agent_id"] == str(caller.id) and body["is_shown"]
    return body if is_own or caller.may(Permission.SUPERVISE) else None


SEEN_WITH: Final[Mapping[str, Permission]] = {
    "agent": Permission.AGENTS_READ,
    "queue": Permission.QUEUES_READ,
}
"""Entities that are seen whole or not at all. One that is not named here stays inside."""


@dataclass(slots=True)
class Window:
    """What one desk holds now: the entities it was shown, with their versions."""

    caller: Caller
    sight: Sight
    shown: dict[Key, int] = field(default_factory=dict)

    def open(self, entries: list[Entry]) -> dict[str, list[Body]]:
        """Return the first view by entity and remember it."""
        first: dict[str, list[Body]] = {}
        for one in entries:
            body = self.sight.visible(one.entity, one.body, self.caller)
            if body is not None:
                first.setdefault(one.entity, []).append(body)
                self.shown[one.entity, one.id] = one.version
        return first

    def change(self, fact: Fact) -> tuple[bool, Body | None]:
        """Return whether the desk must hear of the fact, and the body to send; None takes away."""
        key = (fact.entity, fact.id)
        shown = self.shown.get(key)
        if shown is not None and shown >= fact.version:
            return False, None
        body = self.sight.visible(fact.entity, fact.body, self.caller)
        if body is not None:
            self.shown[key] = fact.version
            return True, body
        if shown is not None:
            del self.shown[key]
            return True, None
        return False, None


class FactMessage(TypedDict):
    """A fact as desks hear it; a body of null: the entity is gone, or is theirs no more."""

    type: Literal["fact"]
    topic: str
    entity: str
    id: str
    version: int
    body: object
    at: datetime


def message(fact: Fact, body: object) -> FactMessage:
    """Return the fact as it is sent to a desk."""
    return {
        "type": "fact",
        "topic": fact.topic,
        "entity": fact.entity,
        "id": fact.id,
        "version": fact.version,
        "body": body,
        "at": fact.at,
    }
