"""Agents: who they are, what they can do, and the state each is in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID
from zoneinfo import ZoneInfo

AgentId = NewType("AgentId", UUID)
"""The id of the agent's user."""


class State(StrEnum):
    """What an agent is doing (座席状态). Only READY is offered work."""

    SIGNED_OFF = "signed-off"
    READY = "ready"
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    WRAP_UP = "wrap-up"
    NOT_READY = "not-ready"
    MISSED = "missed"


class Cause(StrEnum):
    """Why a state changed; kept with every change."""

    SIGN_ON = "sign-on"
    SIGN_OFF = "sign-off"
    CHOSEN = "chosen"
    SUPERVISOR = "supervisor"
    OFFERED = "offered"
    REJECTED = "rejected"
    RING_TIMEOUT = "ring-timeout"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    TALKING = "talking"
    HELD = "held"
    RESUMED = "resumed"
    WRAP_UP = "wrap-up"
    WRAP_UP_DONE = "wrap-up-done"
    CONNECTION_LOST = "connection-lost"
    MISSED_OVER = "missed-over"
    TAKEN_OVER = "taken-over"


class RingFailure(StrEnum):
    """Why an offer did not become a conversation."""

    REJECTED = Cause.REJECTED
    RING_TIMEOUT = Cause.RING_TIMEOUT
    UNREACHABLE = Cause.UNREACHABLE
    WITHDRAWN = Cause.WITHDRAWN


@dataclass(frozen=True, slots=True)
class AgentState:
    """One agent's state. `since` is when it began; `next_state` is what follows the present call.

    `idle_since` is when the agent became free for work; an offer that comes to nothing leaves it,
    so nobody loses the place of the longest idle. `lost_at` is set while the seat is not connected.
    `set_by` is the supervisor who chose the present state, or the next one.
    """

    agent: AgentId
    state: State
    since: datetime
    reason: str = ""
    next_state: State | None = None
    next_reason: str = ""
    contact_id: UUID | None = None
    seat: str = ""
    signed_on_at: datetime | None = None
    idle_since: datetime | None = None
    lost_at: datetime | None = None
    set_by: UUID | None = None
    version: int = 1

    @property
    def is_connected(self) -> bool:
        return self.state is not State.SIGNED_OFF and self.lost_at is None


@dataclass(frozen=True, slots=True)
class Availability:
    """What the router must know: whether the agent takes work, and idle since when."""

    is_ready: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A state after a change (or after nothing, when there was nothing to change)."""

    state: AgentState
    availability: Availability
    is_changed: bool


@dataclass(frozen=True, slots=True)
class AgentPolicy:
    """What the pack decides about states.

    `missed_for` is how long an unanswered ring puts an agent aside (None: until the agent acts),
    `lost_for` how long a lost connection keeps the state.
    """

    reasons: frozenset[str]
    lost_for: timedelta = timedelta(seconds=60)
    missed_for: timedelta | None = timedelta(minutes=2)
    after_missed: State = State.NOT_READY
    after_missed_reason: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, slots=True)
class Profile:
    """Who an agent is and what the agent can do. `skills` maps a skill to its level.

    `grade` is the occupation's: 5 初级 junior, 4 中级 middle, 3 高级 senior, 2 技师 technician,
    1 高级技师 senior technician. `capacity` is how many contacts of a channel at once.
    """

    id: AgentId
    staff_no: str
    name: str
    grade: int
    group: str
    skills: Mapping[str, int]
    capacity: Mapping[str, int]
    version: int = 1
    is_enabled: bool = True
    """False once the user may no longer come in: the agent then counts as gone."""


@dataclass(frozen=True, slots=True)
class Agent:
    profile: Profile
    state: AgentState


@dataclass(frozen=True, slots=True)
class StateChange:
    """One line of the log: `from_state` (with `from_reason`) lasted `lasted_ms` until `at`."""

    at: datetime
    from_state: State
    from_reason: str
    state: State
    reason: str
    lasted_ms: int
    cause: Cause
    contact_id: UUID | None


@dataclass(frozen=True, slots=True)
class TimeInState:
    state: State
    reason: str
    total_ms: int
    count: int
