"""A file of calls by half-hour: CSV with the columns `begin` and `calls`.

`begin` is the local time at which the half-hour begins, as `2026-11-02T09:30`, `2026-11-02 09:30`
or as spreadsheets write it, `2026/11/2 9:30`. `calls` may have a fraction: some keep averages.
Lines may stand in any order. A half-hour that is left out had no calls; a day that is left out
altogether is not known.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from yingda.planning.forecast.errors import HistoryRefused
from yingda.planning.forecast.model import SLOTS

Days = dict[date, list[float]]

COLUMNS: Final = ["begin", "calls"]
LONGEST: Final = timedelta(days=3660)
MOST_BYTES: Final = 8 * 1024 * 1024
MOST_CALLS: Final = 1_000_000
MOST_TOLD: Final = 20
_BEGIN: Final = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::00)?", re.ASCII
)
_CALLS: Final = re.compile(r"\d{1,7}(?:\.\d{1,6})?", re.ASCII)


class _Wrong(ValueError):
    """What was expected instead."""


def read_days(content: bytes, *, file: str) -> Days:
    """Return the calls by day, a number for each of the 48 half-hours; `file` names mistakes.

    Raises:
        HistoryRefused: with the first mistakes, each with its line and what was expected.
    """
    if len(content) > MOST_BYTES:
        raise _refused([f"{file}: expected at most {MOST_BYTES // 1024 // 1024} MiB"])
    lines = csv.reader(content.decode("utf-8-sig", errors="replace").splitlines())
    days: Days = {}
    seen: dict[tuple[date, int], int] = {}
    mistakes = []
    try:
        for cells in _rows(lines):
            try:
                day, slot, calls = _row(cells)
                if (line := seen.setdefault((day, slot), lines.line_num)) != lines.line_num:
                    raise _Wrong(f"begin: {cells[0].strip()} stands on line {line} already")
                days.setdefault(day, [0.0] * SLOTS)[slot] = calls
            except _Wrong as wrong:
                mistakes.append(f"{file}:{lines.line_num}: {wrong}")
    except (csv.Error, _Wrong) as broken:
        mistakes.append(f"{file}:{max(lines.line_num, 1)}: {broken}")
    mistakes += _whole(days, file) if not mistakes else []
    if mistakes:
        raise _refused(mistakes)
    return days


def _rows(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows below the head line that are not empty."""
    head = [cell.strip().lower() for cell in next(lines, [])]
    if head != COLUMNS:
        raise _Wrong(f"expected the head line begin,calls, found {','.join(head) or 'nothing'}")
    yield from (cells for cells in lines if any(cell.strip() for cell in cells))


def _row(cells: list[str]) -> tuple[date, int, float]:
    if len(cells) != len(COLUMNS):
        raise _Wrong(f"expected 2 columns, found {len(cells)}")
    begin, calls = (cell.strip() for cell in cells)
    if calls.startswith("-") and _CALLS.fullmatch(calls[1:]):
        raise _Wrong(f"calls: expected 0 or more, found {calls}")
    if not _CALLS.fullmatch(calls):
        raise _Wrong(f"calls: expected a number, found {calls[:40] or 'nothing'}")
    if float(calls) > MOST_CALLS:
        raise _Wrong(f"calls: expected at most {MOST_CALLS}, found {calls}")
    return *_begin(begin), float(calls)


def _begin(told: str) -> tuple[date, int]:
    found = _BEGIN.fullmatch(told)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute = (int(part) for part in found.groups())
        local = date(year, month, day)
        if hour > 23 or minute > 59:
            raise ValueError
    except ValueError:
        said = f"begin: expected a time like 2026-11-02T09:30, found {told[:40] or 'nothing'}"
        raise _Wrong(said) from None
    if minute % 30:
        raise _Wrong(f"begin: expected a full or half hour, found {told}")
    return local, hour * 2 + minute // 30


def _whole(days: Days, file: str) -> list[str]:
    """Return what is wrong with the file as a whole."""
    if not days:
        return [f"{file}:1: expected at least one half-hour below the head line"]
    if max(days) - min(days) > LONGEST:
        return [f"{file}: expected at most ten years, found {min(days)} to {max(days)}"]
    return []


def _refused(mistakes: list[str]) -> HistoryRefused:
    more = len(mistakes) - MOST_TOLD
    told = mistakes[:MOST_TOLD] + ([f"and {more} more"] if more > 0 else [])
    return HistoryRefused(mistakes="\n".join(told), count=len(mistakes))
