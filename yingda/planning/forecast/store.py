"""Calls of past days by half-hour: the centre's own contacts, and days it brought as a file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, LiteralString

from yingda.kit.db import Tx
from yingda.planning.forecast.table import Days
from yingda.planning.store import CALLS

_OWN: Final[LiteralString] = """
SELECT (queued_at AT TIME ZONE %(zone)s)::date AS day,
    extract(hour FROM queued_at AT TIME ZONE %(zone)s)::int * 2
        + (extract(minute FROM queued_at AT TIME ZONE %(zone)s) >= 30)::int AS slot,
    count(*) AS calls
"""
_CLASS: Final[LiteralString] = """
  AND (%(tier)s::text IS NULL OR (tier = %(tier)s AND service_kind = %(kind)s))
GROUP BY day, slot
"""


class CallHistory:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def own(
        self, begin: datetime, end: datetime, zone: str, *, klass: tuple[str, str] | None
    ) -> dict[date, dict[int, int]]:
        """Return the calls of a span by local day and half-hour; of (tier, kind), or of all."""
        tier, kind = klass or (None, None)
        named = {"begin": begin, "end": end, "zone": zone, "tier": tier, "kind": kind}
        found: dict[date, dict[int, int]] = {}
        for row in await self._tx.fetch_all(_OWN + CALLS + _CLASS, named):
            found.setdefault(row["day"], {})[row["slot"]] = row["calls"]
        return found

    async def brought(self) -> dict[date, list[float]]:
        rows = await self._tx.fetch_all("SELECT day, calls FROM planning_history")
        return {row["day"]: row["calls"] for row in rows}

    async def bring(self, days: Days) -> None:
        """Keep these days; those that were brought before and are not among them stay."""
        rows: Sequence[Mapping[str, object]] = [
            {"day": day, "calls": calls} for day, calls in days.items()
        ]
        await self._tx.execute_many(
            "INSERT INTO planning_history (day, calls) VALUES (%(day)s, %(calls)s)"
            " ON CONFLICT (day) DO UPDATE SET calls = excluded.calls",
            rows,
        )

    async def forget(self) -> int:
        """Delete all days that were brought; return how many."""
        return await self._tx.execute("DELETE FROM planning_history")
