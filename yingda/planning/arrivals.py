"""From calls that were seen to the arrivals of a scenario: an average day, by the hour or flat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yingda.planning.observed import Note

ENOUGH_A_DAY: Final = 240
"""Calls from which the hours of the centre's day are believed."""
ENOUGH_OWN: Final = 200
"""Calls from which a class has hours of its own; with fewer it has those of all together."""
ENOUGH_DAYS: Final = 3
ASSUMED_LOAD: Final = 0.75
"""Share of their time that agents work, where no call was ever seen."""

Counts = Mapping[str, Mapping[int, int]]
Rates = float | list[float]


@dataclass(frozen=True, slots=True)
class Span:
    """How long was looked: whole days, or the hours of the first one."""

    days: int
    hours: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Calls an hour by class. With hours: a number for each hour from `first_hour` on."""

    rates: Mapping[str, Rates]
    hours: int
    first_hour: int
    notes: Sequence[Note]

    @property
    def is_hourly(self) -> bool:
        return self.hours > 0


def arrivals(counts: Counts, names: Sequence[str], span: Span) -> Arrivals:
    """Return the arrivals of an average day; `counts` are by class and hour of the day."""
    total = {hour: sum(counts[name].get(hour, 0) for name in names) for hour in range(24)}
    calls = sum(total.values())
    if calls < ENOUGH_A_DAY or span.days < ENOUGH_DAYS:
        return _flat(counts, names, span, total)
    active = [hour for hour, seen in total.items() if seen]
    hours = range(active[0], active[-1] + 1)
    small = [name for name in names if 0 < sum(counts[name].values()) < ENOUGH_OWN]
    notes: list[Note] = [{"code": "average-day", "days": span.days, "contacts": calls}]
    if small:
        notes.append({"code": "hours-pooled", "classes": small})
    rates: dict[str, Rates] = {}
    for name in names:
        shape = total if name in small else counts[name]
        share = sum(counts[name].values()) / max(sum(shape.values()), 1) / span.days
        rates[name] = [round(shape.get(hour, 0) * share, 3) for hour in hours]
    return Arrivals(rates, len(hours), hours.start, notes)


def _flat(counts: Counts, names: Sequence[str], span: Span, total: Mapping[int, int]) -> Arrivals:
    """Return one rate a class: its calls over the hours of the day in which anybody called."""
    calls = sum(total.values())
    active = sum(1 for seen in total.values() if seen)
    hours = max(span.days * active, span.hours, 1.0)
    rates: dict[str, Rates] = {name: round(sum(counts[name].values()) / hours, 3) for name in names}
    said = {"days": span.days, "contacts": calls, "needed": ENOUGH_A_DAY}
    return Arrivals(rates, 0, 0, [{"code": "hours-flat", **said}])


def assumed(names: Sequence[str], agents: int, handling_s: float) -> Arrivals:
    """Return arrivals that keep the agents busy for the assumed share, alike for every class."""
    rate = agents * ASSUMED_LOAD * 3600 / handling_s / len(names)
    note = {"code": "arrivals-assumed", "load": ASSUMED_LOAD}
    return Arrivals({name: round(rate, 3) for name in names}, 0, 0, [note])
