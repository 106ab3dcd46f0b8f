"""Is it open, and when will it be."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from yingda.standards.model import Calendar

LOOK_AHEAD_DAYS: Final = 400


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Return whether `moment` (aware) falls in an opening span of its local day or the one before.

    Spans are half open: at the closing minute it is closed.
    """
    today = moment.astimezone(calendar.zone).date()
    return any(
        begin <= moment < end
        for day in (today - timedelta(days=1), today)
        for begin, end in spans_of(calendar, day)
    )


def next_opening(calendar: Calendar, moment: datetime) -> datetime | None:
    """Return `moment` if it is open, else when it opens next (UTC), or None within 400 days."""
    if is_open(calendar, moment):
        return moment.astimezone(UTC)
    today = moment.astimezone(calendar.zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        later = [
            begin
            for begin, end in spans_of(calendar, today + timedelta(days=ahead))
            if begin >= moment and end > begin
        ]
        if later:
            return min(later)
    return None


def spans_of(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the spans that begin on `day`, as UTC moments.

    Where summer time repeats an hour, an opening means its first pass and a closing its second; a
    time it skips is read by the offset before the gap (RFC 5545 section 3.3.5).
    """
    spans = calendar.special.get(day, calendar.week[day.weekday()])
    for span in spans:
        yield _moment(calendar, day, span.begin, fold=0), _moment(calendar, day, span.end, fold=1)


def _moment(calendar: Calendar, day: date, minute: int, *, fold: int) -> datetime:
    midnight = datetime.combine(day + timedelta(days=minute // 1440), time(), calendar.zone)
    wall = midnight.replace(hour=minute // 60 % 24, minute=minute % 60, fold=fold)
    moment = wall.astimezone(UTC)
    is_skipped = moment.astimezone(calendar.zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    return wall.replace(fold=0).astimezone(UTC) if is_skipped else moment
