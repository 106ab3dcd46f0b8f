"""When the centre is open: calendars with breaks, holidays and a time zone, written in the pack.

`CalendarSpec` is what a pack writes, `CalendarSpec.calendar()` what the rules read:
`is_open(calendar, moment)` and `next_opening(calendar, moment)`.
"""

from yingda.standards.model import Calendar, Span
from yingda.standards.rules import is_open, next_opening
from yingda.standards.specs import CalendarSpec

__all__ = ["Calendar", "CalendarSpec", "Span", "is_open", "next_opening"]
