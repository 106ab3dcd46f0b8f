"""What a decision asks for: carried out once it is stored, each one safe to repeat."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from yingda.accounts import Actor
from yingda.agents import AgentId
from yingda.calls.model import Ring
from yingda.contacts import ContactId


class Move(StrEnum):
    """A change of an agent's state that belongs to the call; stored with it."""

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
    TAKEN_OVER = "taken-over"


class News(StrEnum):
    ANSWERED = "answered"
    REJECTED = "rejected"
    RING_TIMEOUT = "ring-timeout"
    UNREACHABLE = "unreachable"
    ABANDONED = "abandoned"
    COMPLETED = "completed"
    LOST = "lost"
    CONNECTED = "connected"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class MoveAgent:
    agent: AgentId
    move: Move


@dataclass(frozen=True, slots=True)
class Answer:
    pass


@dataclass(frozen=True, slots=True)
class Play:
    playback: str
    text: str


@dataclass(frozen=True, slots=True)
class StopPlaying:
    playback: str


@dataclass(frozen=True, slots=True)
class StartMusic:
    pass


@dataclass(frozen=True, slots=True)
class StopMusic:
    pass


@dataclass(frozen=True, slots=True)
class RingAgent:
    ring: Ring


@dataclass(frozen=True, slots=True)
class Connect:
    """Bring the customer and this agent's leg into the call's bridge."""

    agent_channel: str


@dataclass(frozen=True, slots=True)
class PullOut:
    """Take the customer out of the bridge, to music."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """Bring the customer back from music into the bridge."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Hang up one leg."""

    channel: str


@dataclass(frozen=True, slots=True)
class CloseBridge:
    pass


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Ask the router for an agent; `preferred`, if ready, is tried first for that long.

    A call-back asks for one to dial on. `since` is the place, unless it is that of the contact.
    """

    preferred: AgentId | None = None
    for_ms: int = 0
    is_callback: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dial:
    """Call the customer back on a leg of that name."""

    channel: str
    number: str


@dataclass(frozen=True, slots=True)
class RecordOn:
    """The contact is recorded on from this leg too."""

    channel: str


@dataclass(frozen=True, slots=True)
class TakePlaceOf:
    """Tell the earlier contact that this one has its place."""

    contact: ContactId


@dataclass(frozen=True, slots=True)
class TellRouter:
    """Tell the router how the offer or the wait ended."""

    news: News
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class RingSupervisor:
    supervisor: AgentId
    channel: str


@dataclass(frozen=True, slots=True)
class PutEar:
    """Put an ear to the agent's leg; `is_whispering` = the agent hears who stands behind it."""

    ear: str
    agent_channel: str
    is_whispering: bool


@dataclass(frozen=True, slots=True)
class JoinRoom:
    """Bring a leg into the supervisor's own bridge, from wherever it is."""

    room: str
    channel: str


@dataclass(frozen=True, slots=True)
class JoinTalk:
    """Bring the supervisor's leg into the call's bridge: all hear all."""

    channel: str


@dataclass(frozen=True, slots=True)
class CloseRoom:
    room: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Write down who did what; stored with the decision."""

    actor: Actor
    action: str
    agent: AgentId | None = None
    reason: str = ""

    @property
    def detail(self) -> dict[str, str]:
        told = {"agent": str(self.agent or ""), "reason": self.reason}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class KeepRecording:
    """Merge and file what was recorded."""


Effect = (
    MoveAgent
    | Answer
    | Play
    | StopPlaying
    | StartMusic
    | StopMusic
    | RingAgent
    | Connect
    | PullOut
    | PutBack
    | Drop
    | CloseBridge
    | Enqueue
    | Dial
    | RecordOn
    | TakePlaceOf
    | TellRouter
    | KeepRecording
    | RingSupervisor
    | PutEar
    | JoinRoom
    | JoinTalk
    | CloseRoom
    | Audit
)

TO_ROUTER: Final = (Enqueue, TellRouter)
"""Heard by the router, all of a turn together."""

AT_ONCE: Final = (StopPlaying, Connect)
"""Carried out before they are stored: nobody who has answered waits for a disk."""

BESIDE: Final = (RingAgent,)
"""Carried out while they are stored, and taken back should that fail: a phone takes its time."""
