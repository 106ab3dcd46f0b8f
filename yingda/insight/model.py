"""What is counted: one sample a contact that asked for a person, and tallies of samples."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class ClassKey(NamedTuple):
    """A class 服务类: tier × service kind × channel."""

    tier: str
    service_kind: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the centre says besides the raw times.

    `default_target` is that of a contact whose class had none when it was queued.
    """

    short_abandon: timedelta = timedelta(seconds=5)
    default_target: timedelta = timedelta(seconds=20)


class End(StrEnum):
    """How waiting ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    SHORT = "short"
    """Hung up so soon that nobody could have answered; counted among the abandoned too."""
    LOST = "lost"
    """Neither: the line broke, no agent was there to wait for, or a call-back came to nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One contact whose waiting is over, in raw times. It belongs to the minute it arrived."""

    key: ClassKey
    arrived_at: datetime
    end: End
    wait_ms: int
    target_ms: int

    @property
    def is_within(self) -> bool:
        """Whether the wait kept the target; exactly the target does."""
        return self.wait_ms <= self.target_ms


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of samples; sums of tallies are tallies, averages of percentages never appear."""

    offered: int = 0
    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_within: int = 0
    short: int = 0
    answered_wait_ms: int = 0
    abandoned_wait_ms: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one) + getattr(other, one) for one in _NAMES))

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one) - getattr(other, one) for one in _NAMES))


_NAMES = tuple(field.name for field in fields(Tally))
