"""Views of contacts to count."""

from datetime import UTC, datetime, timedelta
from typing import Any

from yingda.contacts import Outcome

NINE = datetime(2026, 3, 2, 1, 0, 0, tzinfo=UTC)


def at(ms: int) -> str:
    return (NINE + timedelta(milliseconds=ms)).isoformat()


def a_view(
    *,
    queued: int | None = 0,
    answered: int | None = None,
    ended: int | None = None,
    **given: Any,
) -> dict[str, Any]:
    """Return a contact's view, its times in ms after nine."""
    return {
        "id": "1",
        "version": 1,
        "tier": "vip",
        "service_kind": "consult",
        "channel": "voice",
        "outcome": Outcome.LIVE,
        "target_ms": 20_000,
        "arrived_at": at(0),
        "queued_at": None if queued is None else at(queued),
        "answered_at": None if answered is None else at(answered),
        "ended_at": None if ended is None else at(ended),
        **given,
    }
