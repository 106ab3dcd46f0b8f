"""The time, as an argument."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def epoch_ms(moment: datetime) -> int:
    """Return `moment` as integer milliseconds since 1970, the unit of all routing arithmetic."""
    return round(moment.timestamp() * 1000)


def iso(moment: datetime) -> str:
    """Return the moment as ISO-8601 in UTC, e.g. `2026-01-31T08:00:00.250000Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def from_epoch_ms(stamp_ms: int) -> datetime:
    return datetime.fromtimestamp(stamp_ms / 1000, UTC)
