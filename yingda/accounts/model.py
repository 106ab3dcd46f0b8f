"""Users, what they may do, and who is calling."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol
from uuid import UUID

UserId = NewType("UserId", UUID)


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    QUALITY = "quality"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One act that a role may be trusted with; the words are public."""

    DESK_USE = "desk.use"
    PHONE_USE = "phone.use"
    CONTACTS_READ_OWN = "contacts.read-own"
    CONTACTS_READ_ALL = "contacts.read-all"
    RECORDINGS_LISTEN = "recordings.listen"
    RECORDINGS_DOWNLOAD = "recordings.download"
    CUSTOMERS_READ = "customers.read"
    CUSTOMERS_EDIT = "customers.edit"
    NUMBERS_REVEAL = "numbers.reveal"
    """May see one whole number after giving a reason, which is kept."""
    NUMBERS_SEE = "numbers.see"
    """Sees whole numbers without asking."""
    AGENTS_READ = "agents.read"
    AGENTS_SET_STATE = "agents.set-state"
    QUEUES_READ = "queues.read"
    SUPERVISE = "supervise"
    TIERS_EDIT = "tiers.edit"
    ENTITLEMENTS_EDIT = "entitlements.edit"
    PLANNING_USE = "planning.use"
    USERS_EDIT = "users.edit"
    AUDIT_READ = "audit.read"
    QUALITY_REVIEW = "quality.review"


class Actor(Protocol):
    """Who did something, as the audit writes it down."""

    @property
    def id(self) -> UserId | None: ...

    @property
    def login(self) -> str: ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The centre itself: start-up, nightly work, a command typed on its machine."""

    id: None = None
    login: str = "system"
    address: str = ""


SYSTEM = SystemActor()


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-on user behind a request."""

    id: UserId
    login: str
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    address: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


@dataclass(frozen=True, slots=True)
class User:
    id: UserId
    login: str
    name: str
    password_hash: str = field(repr=False)
    roles: frozenset[Role]
    created_at: datetime
    is_enabled: bool = True
    is_demo: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Guesses:
    """Failed tries against one login or from one address."""

    failed_count: int = 0
    failed_at: datetime | None = None
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LockRule:
    """After `free` failures each further one locks twice as long, from `first` up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta
    forget_after: timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that signed on; the token itself is known to it alone."""

    user: User
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AuditLine:
    id: int
    at: datetime
    actor_id: UserId | None
    actor_login: str
    action: str
    target: str
    detail: dict[str, object]
    address: str
