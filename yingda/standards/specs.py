"""What a pack may say about opening hours."""

import datetime as dt
import re
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, model_validator

from yingda.kit.words import Spec, Words
from yingda.standards.model import Calendar, Span

Days = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "daily", "weekdays", "weekend"]

_DAYS: Final[tuple[Days, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")


def _span(text: str) -> str:
    if not _SPAN.fullmatch(text):
        raise ValueError('expected hours like "08:00-22:00", at most "00:00-24:00"')
    return text


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("expected a time zone such as Asia/Shanghai")
    return name


Hours = Annotated[str, AfterValidator(_span)]
"""`08:00-12:00`; a span that ends before it begins runs past midnight."""


class SpecialDaysSpec(Spec):
    """A holiday, or a day with hours of its own; `until` is the last day, no `hours` is closed."""

    date: dt.date
    until: dt.date | None = None
    name: Words
    hours: tuple[Hours, ...] = ()

    @model_validator(mode="after")
    def _not_backwards(self) -> "SpecialDaysSpec":
        if self.until is not None and not 0 <= (self.until - self.date).days <= 366:
            raise ValueError("until must not be before date, nor a year after it")
        return self


class CalendarSpec(Spec):
    """Opening hours of a week, breaks between the spans, and days that differ.

    A named day goes before `weekdays` and `weekend`, these before `daily`.
    """

    time_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    week: dict[Days, tuple[Hours, ...]] = Field(min_length=1)
    special_days: tuple[SpecialDaysSpec, ...] = ()

    def calendar(self) -> Calendar:
        """Return the calendar that the rules understand."""
        return Calendar(
            zone=ZoneInfo(self.time_zone),
            week=tuple(self._spans_on(day) for day in range(7)),
            special={
                day: tuple(map(_to_span, special.hours))
                for special in self.special_days
                for day in _dates(special)
            },
        )

    def _spans_on(self, weekday: int) -> tuple[Span, ...]:
        part: Days = "weekdays" if weekday < 5 else "weekend"
        for key in (_DAYS[weekday], part, "daily"):
            if key in self.week:
                return tuple(map(_to_span, self.week[key]))
        return ()


def _dates(special: SpecialDaysSpec) -> list[dt.date]:
    last = special.until or special.date
    first = special.date.toordinal()
    return [dt.date.fromordinal(day) for day in range(first, last.toordinal() + 1)]


def _to_span(hours: str) -> Span:
    begin, end = ((int(part[:2]) * 60 + int(part[3:])) for part in hours.split("-"))
    return Span(begin, end if end > begin else end + 24 * 60)
