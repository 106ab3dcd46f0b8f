"""Counters of today, kept by facts: each contact counts once, in its newest version."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yingda.insight.model import ClassKey, Definition, Sample, Tally
from yingda.insight.rules import CENTRE, half_hour_of, minute_of, sample_of, tally_of


@dataclass(frozen=True, slots=True)
class Counted:
    """What a contact has been counted as."""

    version: int
    arrived_at: datetime
    sample: Sample | None


Places = defaultdict[tuple[datetime, ClassKey], Tally]


class Board:
    def __init__(self, definition: Definition = CENTRE) -> None:
        self.definition = definition
        self._counted: dict[str, Counted] = {}
        self._minutes: Places = defaultdict(Tally)
        self._half_hours: Places = defaultdict(Tally)

    def take(self, view: Mapping[str, Any]) -> None:
        """Count the contact as this view has it, unless a newer one was counted."""
        before = self._counted.get(view["id"])
        if before is not None and before.version >= view["version"]:
            return
        arrived_at = datetime.fromisoformat(view["arrived_at"])
        now = Counted(view["version"], arrived_at, sample_of(view, self.definition))
        self._counted[view["id"]] = now
        if before is not None and before.sample == now.sample:
            return
        if before is not None and before.sample is not None:
            for places, place in self._places(before.sample):
                places[place] -= tally_of(before.sample)
        if now.sample is not None:
            for places, place in self._places(now.sample):
                places[place] += tally_of(now.sample)

    def forget_before(self, moment: datetime) -> None:
        """Drop what arrived before this half hour: another day."""
        self._counted = {
            name: one for name, one in self._counted.items() if one.arrived_at >= moment
        }
        self._minutes = _kept(self._minutes, moment)
        self._half_hours = _kept(self._half_hours, moment)

    def today(self, midnight: datetime) -> dict[ClassKey, Tally]:
        """Return the tally of each class since midnight."""
        return _by_class(self._half_hours, lambda begin: begin >= midnight)

    def lately(self, now: datetime) -> dict[ClassKey, Tally]:
        """Return the tally of each class over the last thirty minutes, the running one included."""
        since = minute_of(now) - timedelta(minutes=29)
        return _by_class(self._minutes, lambda minute: minute >= since)

    def by_half_hour(self, midnight: datetime) -> dict[datetime, Tally]:
        """Return the tally of each half hour since midnight in which somebody arrived."""
        found: defaultdict[datetime, Tally] = defaultdict(Tally)
        for (begin, _), tally in self._half_hours.items():
            if begin >= midnight and tally != Tally():
                found[begin] += tally
        return dict(sorted(found.items()))

    def _places(self, sample: Sample) -> list[tuple[Places, tuple[datetime, ClassKey]]]:
        return [
            (self._minutes, (minute_of(sample.arrived_at), sample.key)),
            (self._half_hours, (half_hour_of(sample.arrived_at), sample.key)),
        ]


def _by_class(places: Places, is_wanted: Callable[[datetime], bool]) -> dict[ClassKey, Tally]:
    found: defaultdict[ClassKey, Tally] = defaultdict(Tally)
    for (begin, key), tally in places.items():
        if is_wanted(begin) and tally != Tally():
            found[key] += tally
    return dict(found)


def _kept(places: Places, moment: datetime) -> Places:
    return defaultdict(Tally, {place: one for place, one in places.items() if place[0] >= moment})
