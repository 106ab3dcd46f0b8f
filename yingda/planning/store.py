"""The raw times of contacts as the planner reads them; it writes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from yingda.kit.db import Tx
from yingda.planning.observed import Seen

# A contact counts once it asked for a person; one whose line broke while it waited says nothing,
# and who calls again while a call-back is due counts in the second contact. Who asked to be called
# back waited until then.
CALLS: Final[LiteralString] = """
FROM contacts
WHERE arrived_at >= %(begin)s AND arrived_at < %(end)s AND queued_at IS NOT NULL
  AND channel = 'voice' AND direction = 'in' AND outcome NOT IN ('lost', 'called-again')
"""
_TIMES: Final[LiteralString] = """
WITH calls AS (
    SELECT tier, service_kind, outcome,
        extract(hour FROM queued_at AT TIME ZONE %(zone)s)::int AS hour,
        extract(epoch FROM coalesce(callback_asked_at, answered_at, ended_at) - queued_at)::float8
            AS waited,
        extract(epoch FROM ended_at - answered_at)::float8 AS service,
        CASE WHEN answered_at IS NOT NULL
            THEN extract(epoch FROM wrapped_at - ended_at)::float8 END AS acw
"""
_SUMS: Final[LiteralString] = """
)
SELECT tier, service_kind, hour, count(*) AS offered,
    coalesce(sum(waited), 0) AS waited,
    count(*) FILTER (WHERE outcome IN ('abandoned-queue', 'abandoned-ring')) AS abandoned,
    count(service) AS served,
    coalesce(sum(service), 0) AS service,
    coalesce(sum(service * service), 0) AS service_squares,
    count(acw) AS wrapped,
    coalesce(sum(acw), 0) AS acw
FROM calls GROUP BY tier, service_kind, hour
"""
_DAY: Final[LiteralString] = """
SELECT tier, service_kind,
    extract(epoch FROM queued_at - %(begin)s::timestamptz)::float8 AS arrived,
    extract(epoch FROM coalesce(callback_asked_at, answered_at, ended_at) - queued_at)::float8
        AS waited,
    answered_at IS NULL AS abandoned,
    extract(epoch FROM ended_at - answered_at)::float8 AS service,
    CASE WHEN answered_at IS NOT NULL
        THEN extract(epoch FROM wrapped_at - ended_at)::float8 END AS acw
"""
_OVER: Final[LiteralString] = """
  AND outcome NOT IN ('no-agents', 'callback-failed', 'callback-cancelled')
  AND coalesce(answered_at, ended_at) IS NOT NULL
ORDER BY queued_at, id
"""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """What was seen of a tier and service kind in one hour of the day, all days together."""

    tier: str
    service_kind: str
    hour: int
    seen: Seen


class ObservedStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def first(self, begin: datetime, end: datetime) -> datetime | None:
        """Return when the first call of a span arrived."""
        named = {"begin": begin, "end": end}
        sql: LiteralString = "SELECT min(arrived_at) AS first" + CALLS
        row = await self._tx.fetch_one(sql, named)
        return row["first"] if row else None

    async def seen(self, begin: datetime, end: datetime, zone: str) -> list[SeenRow]:
        """Return sums over the calls that arrived in a span; hours are those of `zone`."""
        named = {"begin": begin, "end": end, "zone": zone}
        rows = await self._tx.fetch_all(_TIMES + CALLS + _SUMS, named)
        return [
            SeenRow(
                row["tier"],
                row["service_kind"],
                row["hour"],
                Seen(**{name: row[name] for name in Seen._fields}),
            )
            for row in rows
        ]

    async def calls(self, begin: datetime, end: datetime) -> list[dict[str, Any]]:
        """Return the calls of a span whose waiting is over, in order; seconds from `begin`."""
        named = {"begin": begin, "end": end}
        return await self._tx.fetch_all(_DAY + CALLS + _OVER, named)
