"""One exchange with a customer on one channel: its words, its raw times, its result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

ContactId = NewType("ContactId", UUID)
Detail = Mapping[str, object]


class Channel(StrEnum):
    VOICE = "voice"
    VIDEO = "video"
    CHAT = "chat"
    EMAIL = "email"
    SMS = "sms"
    FAX = "fax"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Stage(StrEnum):
    """Where a contact stands; a wrap-up is the agent's work after the customer has gone.

    In CALLBACK the customer has hung up and keeps the place; in DIALLING their phone rings.
    """

    ARRIVED = "arrived"
    MENU = "menu"
    QUEUED = "queued"
    CALLBACK = "callback"
    DIALLING = "dialling"
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    WRAP_UP = "wrap-up"
    DONE = "done"


class Outcome(StrEnum):
    """How a contact ended; `LIVE` as long as it has not."""

    LIVE = ""
    ANSWERED = "answered"
    ABANDONED_GREETING = "abandoned-greeting"
    ABANDONED_MENU = "abandoned-menu"
    ABANDONED_QUEUE = "abandoned-queue"
    ABANDONED_RING = "abandoned-ring"
    CLOSED_HOURS = "closed-hours"
    SELF_SERVED = "self-served"
    LOST = "lost"
    TRANSFERRED = "transferred"
    NO_AGENTS = "no-agents"
    CALLBACK_FAILED = "callback-failed"
    CALLBACK_CANCELLED = "callback-cancelled"
    CALLED_AGAIN = "called-again"


@dataclass(frozen=True, slots=True)
class MenuStep:
    """A key the customer chose; `label` holds its words by language, `zh` and `en`."""

    menu: str
    key: str
    label: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """One thing that happened to a contact: `kind` in the past tense, e.g. `queued`."""

    kind: str
    at: datetime
    agent_id: UUID | None = None
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as kept: `seq` counts from 1 within its contact."""

    seq: int
    event: ContactEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The state of one contact; `version` counts its changes, from 1.

    `callback_asked_at` = the customer keeps the place and is called back, by `callback_due_at`.
    """

    id: ContactId
    channel: Channel
    direction: Direction
    remote: str
    stage: Stage
    arrived_at: datetime
    customer_id: UUID | None = None
    customer_name: str = ""
    access_number: str = ""
    tier: str = ""
    service_kind: str = ""
    outcome: Outcome = Outcome.LIVE
    agent_id: UUID | None = None
    menu_path: tuple[MenuStep, ...] = ()
    target_ms: int | None = None
    held_since: datetime | None = None
    transfer_to: str = ""
    queued_at: datetime | None = None
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wrapped_at: datetime | None = None
    wrap_due_at: datetime | None = None
    callback_asked_at: datetime | None = None
    callback_due_at: datetime | None = None
    callback_attempts: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Disposition:
    """What the agent noted at the end: outcome × reason × next step as one code of the pack."""

    contact_id: ContactId
    code: str
    is_solved: bool | None
    caller_state: str
    note: str
    agent_id: UUID
    at: datetime
