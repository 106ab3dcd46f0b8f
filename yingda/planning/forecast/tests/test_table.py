"""Files of calls: what is read, and what is refused with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.planning.forecast.errors import HistoryRefused
from yingda.planning.forecast.table import read_days


def read(text: str) -> dict[date, list[float]]:
    return read_days(text.encode(), file="calls.csv")


@pytest.mark.parametrize(
    "begin", ["2026-11-02T09:30", "2026-11-02 09:30:00", "2026/11/2 9:30", " 2026-11-02 9:30 "]
)
def test_times_are_read_as_programs_and_spreadsheets_write_them(begin: str) -> None:
    days = read(f"\ufeffBegin,calls\r\n{begin},17\r\n\r\n")
    assert list(days) == [date(2026, 11, 2)]
    assert (days[date(2026, 11, 2)][19], sum(days[date(2026, 11, 2)])) == (17, 17)


def test_lines_may_stand_in_any_order_and_calls_may_be_averages() -> None:
    days = read("begin,calls\n2026-11-03 00:00,2.5\n2026-11-01 23:30,1\n")
    assert days[date(2026, 11, 3)][0] == 2.5
    assert days[date(2026, 11, 1)][47] == 1
    assert date(2026, 11, 2) not in days


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-11-02T09:15,1", "calls.csv:3: begin: expected a full or half hour"),
        ("2026-11-02T09:00,1", "calls.csv:3: begin: 2026-11-02T09:00 stands on line 2 already"),
        ("2026/11/2 9:00,1", "calls.csv:3: begin: 2026/11/2 9:00 stands on line 2 already"),
        ("2026-11-02T09:30,-1", "calls.csv:3: calls: expected 0 or more, found -1"),
        ("2026-11-02T09:30,many", "calls.csv:3: calls: expected a number, found many"),
        ("2026-11-02T09:30,nan", "calls.csv:3: calls: expected a number, found nan"),
        ("2026-11-02T09:30,", "calls.csv:3: calls: expected a number, found nothing"),
        ("2026-11-02T09:30,9999999", "calls.csv:3: calls: expected at most 1000000"),
        ("2026-13-02T09:30,1", "calls.csv:3: begin: expected a time like"),
        ("2026-11-31 09:30,1", "calls.csv:3: begin: expected a time like"),
        ("2026-11-02T24:00,1", "calls.csv:3: begin: expected a time like"),
        ("yesterday,1", "calls.csv:3: begin: expected a time like"),
        ("2026-11-02T09:30,1,2", "calls.csv:3: expected 2 columns, found 3"),
        ("1996-11-02T09:30,1", "calls.csv: expected at most ten years"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, said: str) -> None:
    with pytest.raises(HistoryRefused) as refused:
        read(f"begin,calls\n2026-11-02T09:00,1\n{line}\n")
    assert str(refused.value).startswith(said)
    assert refused.value.details["count"] == 1


@pytest.mark.parametrize("text", ["", "time,calls\n", "begin,calls\n", "begin,calls,more\n"])
def test_a_file_without_head_or_lines_is_refused(text: str) -> None:
    with pytest.raises(HistoryRefused, match=r"calls\.csv:1: expected"):
        read(text)


def test_of_many_mistakes_the_first_are_told_and_the_rest_counted() -> None:
    with pytest.raises(HistoryRefused) as refused:
        read("begin,calls\n" + "x,1\n" * 50)
    assert refused.value.details["count"] == 50
    assert str(refused.value).endswith("and 30 more")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    with pytest.raises(HistoryRefused):
        read_days(b"begin,calls\n2026-11-02T09:00,-1\n" + content, file="x")
    try:
        read_days(b"begin,calls\n" + content, file="x")
    except HistoryRefused as refused:
        assert refused.details["mistakes"]  # noqa: PT017 -- either is right
