"""What can happen to a call: from the engine, the router, the desk, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yingda.accounts import Actor
from yingda.agents import AgentId
from yingda.calls.model import Mode, Timer
from yingda.contacts import ContactId


@dataclass(frozen=True, slots=True)
class PlaybackEnded:
    playback: str


@dataclass(frozen=True, slots=True)
class KeyPressed:
    key: str


@dataclass(frozen=True, slots=True)
class Fell:
    """A timer fell due; `known` fills the gaps of what is then said (position, minutes).

    `wait_ms` is the wait to expect, if known; `is_reachable` = the caller could be called back.
    """

    timer: Timer
    known: Mapping[str, str] = field(default_factory=dict)
    wait_ms: int | None = None
    is_reachable: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """The router gave the waiting call to an agent, or (`is_dial`) has one for a call-back.

    `is_calling` = the customer is on the line to us just now.
    """

    agent: AgentId
    is_dial: bool = False
    is_calling: bool = False


@dataclass(frozen=True, slots=True)
class AgentUp:
    """The agent's phone was answered."""

    channel: str


@dataclass(frozen=True, slots=True)
class AgentGone:
    """The agent's phone left: refused, unreachable, hung up. `cause` is a Q.850 cause."""

    channel: str
    cause: int


@dataclass(frozen=True, slots=True)
class CustomerUp:
    """The customer we called back has answered."""

    channel: str


@dataclass(frozen=True, slots=True)
class CalledAgain:
    """The customer of a call-back has called again: that contact has the place now."""

    contact: ContactId


@dataclass(frozen=True, slots=True)
class CancelCallback:
    """Somebody in charge takes the call-back out; `actor` is who the audit names."""

    actor: Actor
    reason: str


@dataclass(frozen=True, slots=True)
class CustomerGone:
    cause: int = 16


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The node died with the call on it."""


@dataclass(frozen=True, slots=True)
class Hold:
    agent: AgentId


@dataclass(frozen=True, slots=True)
class Resume:
    agent: AgentId


@dataclass(frozen=True, slots=True)
class HangUp:
    agent: AgentId


@dataclass(frozen=True, slots=True)
class Reject:
    agent: AgentId


@dataclass(frozen=True, slots=True)
class TransferToQueue:
    agent: AgentId
    service_kind: str


@dataclass(frozen=True, slots=True)
class TransferToAgent:
    agent: AgentId
    to: AgentId


@dataclass(frozen=True, slots=True)
class WrapUpDone:
    """The agent has finished after-call work; `is_disposed` = a disposition is on record."""

    agent: AgentId
    is_disposed: bool


@dataclass(frozen=True, slots=True)
class WrapUpExtended:
    agent: AgentId


@dataclass(frozen=True, slots=True)
class MovePhone:
    """The agent wants the sound of the call on the phone they have now."""

    agent: AgentId


@dataclass(frozen=True, slots=True)
class Supervise:
    """A supervisor wants to be at the call, in this mode; `actor` is who the audit names."""

    supervisor: AgentId
    mode: Mode
    actor: Actor


@dataclass(frozen=True, slots=True)
class StopSupervising:
    supervisor: AgentId
    actor: Actor


@dataclass(frozen=True, slots=True)
class EarUp:
    """An ear that was put to an agent's leg hears."""

    channel: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """The call was found alive in the engine after nobody had listened for a while.

    `is_agent_up` = the agent's leg is up; `is_bridged` = who should hear each other do.
    """

    is_agent_up: bool
    is_bridged: bool


Input = (
    PlaybackEnded
    | KeyPressed
    | Fell
    | Offered
    | AgentUp
    | AgentGone
    | CustomerUp
    | CustomerGone
    | CalledAgain
    | CancelCallback
    | EngineLost
    | Hold
    | Resume
    | HangUp
    | Reject
    | TransferToQueue
    | TransferToAgent
    | WrapUpDone
    | WrapUpExtended
    | MovePhone
    | Supervise
    | StopSupervising
    | EarUp
    | Adopted
)
