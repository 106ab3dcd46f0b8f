from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yingda.kit.yamlfile import FileRefused, parse
from yingda.standards import Calendar, CalendarSpec, is_open, next_opening
from yingda.standards.rules import spans_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda at: f"{at[0]:02}:{at[1]:02}")
HOURS = st.tuples(CLOCK, CLOCK).map("-".join)
DAYS = st.sampled_from(["mon", "wed", "sun", "daily", "weekdays", "weekend"])
WEEKS = st.dictionaries(DAYS, st.lists(HOURS, max_size=3), min_size=1)
MOMENTS = st.integers(0, 4 * 366 * 86400).map(
    lambda second: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)


def calendar(**said: Any) -> Calendar:
    return CalendarSpec.model_validate(said).calendar()


OFFICE = calendar(
    week={"weekdays": ["08:00-12:00", "13:00-22:00"], "sat": ["09:00-17:00"]},
    special_days=[
        {"date": "2026-10-01", "until": "2026-10-07", "name": {"zh": "国庆节", "en": "Holiday"}},
        {
            "date": "2026-10-10",
            "name": {"zh": "补班", "en": "Working Saturday"},
            "hours": ["08:00-22:00"],
        },
    ],
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T07:59:59.999", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T11:59:59.999", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T12:59", False),
        ("2026-11-23T13:00", True),
        ("2026-11-23T22:00", False),
        ("2026-11-21T10:00", True),
        ("2026-11-21T18:00", False),
        ("2026-11-22T10:00", False),
        ("2026-10-01T10:00", False),
        ("2026-10-07T10:00", False),
        ("2026-10-08T10:00", True),
        ("2026-10-10T20:00", True),
    ],
)
def test_breaks_week_ends_and_holidays(moment: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_open(OFFICE, local(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T12:30", "2026-11-23T13:00"),
        ("2026-11-23T23:00", "2026-11-24T08:00"),
        ("2026-11-21T17:00", "2026-11-23T08:00"),
        ("2026-09-30T22:00", "2026-10-08T08:00"),
    ],
)
def test_the_next_opening_skips_what_is_closed(moment: str, opens: str) -> None:
    assert next_opening(OFFICE, local(moment)) == local(opens)


def test_a_night_shift_runs_past_midnight_into_a_holiday_but_none_begins_there() -> None:
    night = calendar(
        week={"daily": ["22:00-06:00"]},
        special_days=[{"date": "2026-10-01", "name": {"zh": "国庆节", "en": "Holiday"}}],
    )
    assert is_open(night, local("2026-10-01T05:59"))
    assert not is_open(night, local("2026-10-01T06:00"))
    assert not is_open(night, local("2026-10-01T23:00"))
    assert next_opening(night, local("2026-10-01T06:00")) == local("2026-10-02T22:00")


def test_around_the_clock_has_no_gap_at_midnight() -> None:
    always = calendar(week={"daily": ["00:00-24:00"]})
    for text in ("2026-11-23T23:59:59.999999", "2026-11-24T00:00"):
        assert is_open(always, local(text))


def test_never_open_has_no_next_opening() -> None:
    assert next_opening(calendar(week={"daily": []}), local("2026-11-23T10:00")) is None


def test_summer_time_neither_shortens_nor_doubles_a_working_day() -> None:
    berlin = calendar(time_zone="Europe/Berlin", week={"daily": ["08:00-18:00"]})
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        ((begin, end),) = spans_of(berlin, day)
        assert end - begin == timedelta(hours=10)


def test_a_night_shift_is_an_hour_shorter_or_longer_when_the_clocks_change() -> None:
    berlin = calendar(time_zone="Europe/Berlin", week={"daily": ["22:00-06:00"]})
    lengths = [
        next(end - begin for begin, end in spans_of(berlin, day))
        for day in (date(2026, 3, 28), date(2026, 10, 24), date(2026, 11, 1))
    ]
    assert lengths == [timedelta(hours=7), timedelta(hours=9), timedelta(hours=8)]


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    berlin = calendar(time_zone="Europe/Berlin", week={"daily": ["02:00-03:00"]})
    ((begin, end),) = spans_of(berlin, date(2026, 10, 25))
    assert (begin.hour, end.hour) == (0, 2)


@given(WEEKS, st.sampled_from(ZONES), MOMENTS)
def test_open_means_inside_a_span_and_the_next_opening_is_the_first_open_moment(
    week: dict[str, list[str]], zone: str, moment: datetime
) -> None:
    one = calendar(time_zone=zone, week=week)
    opens = next_opening(one, moment)
    if is_open(one, moment):
        assert opens == moment
    elif opens is not None:
        assert opens > moment
        assert is_open(one, opens)
        between = (moment + (opens - moment) * part / 8 for part in range(8))
        assert not any(is_open(one, each) for each in between)
    else:
        assert not any(is_open(one, moment + timedelta(hours=hour)) for hour in range(400))


@given(MOMENTS, st.sampled_from(ZONES))
def test_where_one_span_ends_and_the_next_begins_there_is_no_gap(
    moment: datetime, zone: str
) -> None:
    one = calendar(time_zone=zone, week={"daily": ["00:00-07:30", "07:30-24:00"]})
    assert is_open(one, moment)


@given(MOMENTS)
def test_the_answer_does_not_depend_on_the_zone_of_the_question(moment: datetime) -> None:
    answers = {is_open(OFFICE, moment.astimezone(ZoneInfo(zone))) for zone in ZONES}
    assert len(answers) == 1


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.sampled_from(ZONES))
def test_the_spans_of_neighbouring_days_follow_each_other(day: date, zone: str) -> None:
    one = calendar(time_zone=zone, week={"daily": ["06:00-14:00", "14:00-22:00"]})
    found = [span for ahead in range(3) for span in spans_of(one, day + timedelta(days=ahead))]
    assert all(left[1] <= right[0] for left, right in pairwise(found))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"week": {}},
        {"week": {"monday": ["08:00-12:00"]}},
        {"week": {"mon": ["8-12"]}},
        {"week": {"mon": ["08:00-24:01"]}},
        {"week": {"mon": ["25:00-26:00"]}},
        {"week": {"mon": ["08:00-12:00"]}, "time_zone": "Asia/Atlantis"},
        {"week": {"mon": []}, "special_days": [{"date": "2026-02-30", "name": {}}]},
        {
            "week": {"mon": []},
            "special_days": [
                {"date": "2026-02-03", "until": "2026-02-01", "name": {"zh": "x", "en": "x"}}
            ],
        },
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CalendarSpec.model_validate(said)


def test_a_mistake_in_a_file_is_told_with_its_line() -> None:
    text = 'time_zone: Asia/Shanghai\nweek:\n  daily: ["08:00-12:00", "13-22"]\n'
    with pytest.raises(FileRefused, match=r"hours\.yaml:3: week\.daily\[1\]: expected hours like"):
        parse(text, CalendarSpec, file="hours.yaml")


def test_midnight_that_does_not_exist_is_no_trouble() -> None:
    """Clocks in Santiago skip from 24:00 to 01:00 in September."""
    santiago = calendar(time_zone="America/Santiago", week={"daily": ["00:00-24:00"]})
    start = datetime.combine(date(2026, 9, 5), time(12), UTC)
    assert all(is_open(santiago, start + timedelta(minutes=10 * n)) for n in range(144))
