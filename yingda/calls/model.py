"""A call: the live side of a voice contact, complete enough to go on after a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from yingda.agents import AgentId
from yingda.calls.flow import FlowBook
from yingda.contacts import Contact, ContactId
from yingda.standards import Calendar, is_open


class Timer(StrEnum):
    """What may fall due in a call. Every stage that waits has one."""

    KEY = "key"
    PROMPT = "prompt"
    RING = "ring"
    ANNOUNCE = "announce"
    LONGEST_WAIT = "longest-wait"
    CALLBACK = "callback"
    DIAL = "dial"
    HOLD = "hold"
    WRAP = "wrap"
    WRAP_LIMIT = "wrap-limit"


@dataclass(frozen=True, slots=True)
class Caller:
    """What a flow may say of the caller; `familiar` is their dedicated or last agent."""

    language: str = "zh-CN"
    familiar: AgentId | None = None
    figures: Mapping[str, str] = field(default_factory=dict)

    def knowing(self, more: Mapping[str, str]) -> "Caller":
        return replace(self, figures={**self.figures, **more})


@dataclass(frozen=True, slots=True)
class Ring:
    """An agent's phone that rings."""

    agent: AgentId
    channel: str


class Mode(StrEnum):
    """What a supervisor does at a call: hears it, speaks to the agent, to both, or has it."""

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"
    TAKE_OVER = "take-over"


@dataclass(frozen=True, slots=True)
class Supervision:
    """A supervisor at a call: their leg in a room of its own, with an ear at the agent's leg.

    `is_up` once the supervisor's phone was answered; `is_shown` = the agent may know of it.
    """

    supervisor: AgentId
    mode: Mode
    channel: str
    room: str
    since: datetime
    ear: str = ""
    is_up: bool = False
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """The place of an earlier contact of this caller, who was to be called back and calls again."""

    contact: ContactId
    since: datetime


@dataclass(frozen=True, slots=True)
class Live:
    """Where a call is, beside what its contact tells: stored as JSON with every change.

    `plays`, `rings`, `dials` and `supervisions` count, so that ids are never used twice; the last
    one is the version of what is told of a supervision. `handed_over` handed the call on and still
    wraps up. `has_met_menu` = past the greeting. `moving_to` = the agent's new phone, which rings.
    `channel` is empty while the customer has hung up to be called back; a call-back that
    `is_resting` is not dialled now.
    """

    channel: str
    caller: Caller = field(default_factory=Caller)
    flow: str = ""
    step: str = ""
    tries: int = 0
    has_met_menu: bool = False
    playing: str = ""
    plays: int = 0
    rings: int = 0
    ring: Ring | None = None
    agent_channel: str = ""
    moving_to: str = ""
    handed_over: AgentId | None = None
    supervision: Supervision | None = None
    supervisions: int = 0
    dials: int = 0
    is_callback_offered: bool = False
    is_resting: bool = False
    kept: KeptPlace | None = None
    due: Mapping[Timer, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    contact: Contact
    live: Live


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each stage may last, in milliseconds."""

    ring_ms: int = 20_000
    hold_ms: int = 600_000
    prompt_ms: int = 120_000
    wrap_ms: int = 30_000
    wrap_limit_ms: int = 600_000
    wrap_by_tier: Mapping[str, int] = field(default_factory=dict)

    def wrap_for(self, tier: str) -> int:
        return self.wrap_by_tier.get(tier, self.wrap_ms)


@dataclass(frozen=True, slots=True)
class House:
    """The pack's part in a call: flows, opening hours, targets, patience. Never changes in place.

    `within_ms` is the target of a class, by (tier, service kind); `familiar_ms` how long the
    dedicated or last agent is tried before others; `callback_ms` within what time a class that may
    ask for it is called back. `shows_listening` = agents see who listens.
    """

    book: FlowBook
    calendars: Mapping[str, Calendar]
    within_ms: Mapping[tuple[str, str], int]
    familiar_ms: Mapping[tuple[str, str], int] = field(default_factory=dict)
    callback_ms: Mapping[tuple[str, str], int] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)
    shows_listening: bool = False

    def seeks_familiar(self, tier: str) -> bool:
        """Return whether any caller of the tier is offered to the agent they know first."""
        return any(ms > 0 for (of, _), ms in self.familiar_ms.items() if of == tier)

    def is_open(self, calendar: str, moment: datetime) -> bool:
        return is_open(self.calendars[calendar], moment)

    def text(self, call: Call, prompt: str) -> str:
        """Return the words of `prompt` for this caller, gaps filled with what is known of them."""
        words = self.book.words(prompt, call.contact.tier, call.live.caller.language)
        known = {"name": call.contact.customer_name, **call.live.caller.figures}
        return words.format_map(_Known(known))


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def with_timer(call: Call, timer: Timer, due: datetime) -> Call:
    return replace(call, live=replace(call.live, due={**call.live.due, timer: due}))


def without_timers(call: Call, *timers: Timer) -> Call:
    """Return the call with these timers stopped; with none named, all of them."""
    gone = set(timers) or set(Timer)
    kept = {timer: due for timer, due in call.live.due.items() if timer not in gone}
    return replace(call, live=replace(call.live, due=kept))
