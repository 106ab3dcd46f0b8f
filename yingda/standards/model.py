"""Opening hours as minutes of the local day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Span:
    """Open from minute `begin` of the local day until before minute `end`.

    `end` may pass 1440: the span then runs into the next day.
    """

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """`week` has seven entries, Monday first; `special` replaces them on its dates."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    special: Mapping[date, tuple[Span, ...]]
