"""What calls need from outside, and what the voice engine tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from yingda.agents import AgentId, Availability
from yingda.calls.effects import Enqueue, News
from yingda.contacts import Contact, ContactId
from yingda.kit.clauses import Pen
from yingda.kit.db import Tx


@dataclass(frozen=True, slots=True)
class ChannelArrived:
    """A customer's leg came in; `dialled` is the access number, `caller` as the trunk sent it."""

    channel: str
    caller: str
    dialled: str


@dataclass(frozen=True, slots=True)
class PhoneUp:
    """An agent's phone that we rang was answered."""

    channel: str


@dataclass(frozen=True, slots=True)
class CustomerAnswered:
    """A customer whom we dialled was reached."""

    channel: str


@dataclass(frozen=True, slots=True)
class KeyHit:
    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    playback: str


@dataclass(frozen=True, slots=True)
class ChannelLeft:
    """A leg is gone; `cause` as in Q.850."""

    channel: str
    cause: int


@dataclass(frozen=True, slots=True)
class NodeUp:
    """The engine answers; calls older than `alive_since` died with an earlier life of it."""

    alive_since: datetime


@dataclass(frozen=True, slots=True)
class NodeDown:
    """The engine does not answer any more."""


@dataclass(frozen=True, slots=True)
class EarPut:
    """An ear that we put to a leg hears."""

    channel: str


EngineEvent = (
    ChannelArrived
    | PhoneUp
    | CustomerAnswered
    | EarPut
    | KeyHit
    | Said
    | ChannelLeft
    | NodeUp
    | NodeDown
)


@dataclass(frozen=True, slots=True)
class EngineState:
    """What is alive in the engine: legs, bridges (id → legs), arrivals.

    Of each leg is told whether it is up and handed to us; one may be answered and not yet be ours.
    `arrivals` are customers' legs that belong to us, as they arrived; `called_back` the legs of
    customers we dialled who have answered.
    """

    legs: Mapping[str, bool]
    bridges: Mapping[str, frozenset[str]]
    arrivals: Mapping[str, ChannelArrived]
    called_back: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a caller on arrival; an unknown caller has the tier of strangers."""

    tier: str
    customer_id: UUID | None = None
    name: str = ""
    language: str = "zh-CN"
    familiar: AgentId | None = None
    figures: Mapping[str, str] = field(default_factory=dict)


class Reception(Protocol):
    async def recognise(self, tx: Tx, number: str) -> Known:
        """Return who calls from `number`, as the trunk sent it: any form, or nonsense."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a waiting caller stands; `wait_ms` is the wait that may be announced, if known."""

    ahead: int
    wait_ms: int | None

    @property
    def minutes(self) -> int | None:
        """The wait in minutes, rounded up."""
        return None if self.wait_ms is None else -(-self.wait_ms // 60_000)


class Router(Protocol):
    """Who takes what next. Each act is stored when it returns."""

    async def enqueue(self, contact: Contact, wish: Enqueue) -> None:
        """Ask for an agent; the place is that of `contact.queued_at`. Asking again is harmless.

        Asking for a call-back, or for an agent once the customer of one is on the line, changes
        what the router does next and keeps the place.
        """
        ...

    async def customer_answered(self, contact: ContactId) -> None: ...

    async def withdraw(self, contact: ContactId, news: News) -> None: ...

    async def answered(self, contact: ContactId, agent: AgentId) -> None: ...

    async def refused(self, contact: ContactId, agent: AgentId, news: News) -> None: ...

    async def available(self, agent: AgentId, availability: Availability) -> None: ...

    async def place(self, contact: ContactId) -> Place | None: ...


class Dispositions(Protocol):
    async def is_disposed(self, contact: ContactId, agent: UUID) -> bool:
        """Return whether this agent has noted their part of the contact."""
        ...


class Recorder(Protocol):
    async def started(self, pen: Pen, contact: Contact, raw: tuple[Path, Path]) -> None: ...

    async def goes_on(self, contact: Contact, raw: tuple[Path, Path]) -> None:
        """Note that the contact is recorded in these files too, after what was recorded before."""
        ...

    async def finish(self, contact: ContactId) -> None:
        """Merge and file what was recorded, in its own time."""
        ...


class Voice(Protocol):
    """One node of the voice engine. A leg or bridge that is gone is no error: its event tells."""

    node: str

    async def answer(self, channel: str) -> None: ...

    async def play(self, channel: str, playback: str, text: str, language: str) -> None:
        """Say the text; `Said(playback)` follows, whatever happens."""
        ...

    async def stop_playing(self, playback: str) -> None: ...

    async def start_music(self, channel: str) -> None: ...

    async def stop_music(self, channel: str) -> None: ...

    async def ring(self, agent: AgentId, channel: str, shown: str, contact: str) -> bool:
        """Ring the agent's phone on leg `channel`; whether there is a phone to ring."""
        ...

    async def dial(self, channel: str, number: str, shown: str) -> bool:
        """Call a customer on leg `channel`, who sees `shown`; whether there is a way to."""
        ...

    async def reaches(self, number: str) -> bool:
        """Return whether there is a way to call this number."""
        ...

    async def connect(self, bridge: str, channels: Sequence[str]) -> None:
        """Let these legs hear each other."""
        ...

    async def take_out(self, bridge: str, channel: str) -> None: ...

    async def put_ear(self, ear: str, channel: str, *, is_whispering: bool) -> None:
        """Hear both sides of a leg on leg `ear`, and speak to that leg alone if whispering.

        `EarPut(ear)` follows.
        """
        ...

    async def send_keys(self, channel: str, keys: str) -> None: ...

    async def drop(self, channel: str) -> None: ...

    async def close_bridge(self, bridge: str) -> None: ...

    async def state(self) -> EngineState: ...

    def raw_recording(self, channel: str) -> tuple[Path, Path]:
        """Return the files the engine records a customer's leg to: what came in, what went out."""
        ...
