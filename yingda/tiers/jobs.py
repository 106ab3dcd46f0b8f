"""What runs later: tiers recomputed, in batches, and overrides taken back when they end."""

import asyncio
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from yingda.customers import CustomerId
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.tiers.model import Cause, TierBook
from yingda.tiers.service import TierService
from yingda.tiers.store import TierStore

BATCH: Final = 500
"""Small enough that the loop serves others between two batches."""
NIGHT_HOUR: Final = 3
OVERRIDES_EVERY: Final = timedelta(minutes=1)


class TierJobs:
    def __init__(
        self, database: Database, clock: Clock, book: TierBook, zone: ZoneInfo | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._book = book
        self._zone = zone or ZoneInfo("Asia/Shanghai")

    async def recompute_all(self, cause: Cause) -> int:
        """Compute the tier of every customer, a transaction a batch; return how many changed.

        Stopped halfway, it has done the customers before; the next run does all again.
        """
        changed, after = 0, None
        while True:
            batch_changed, after = await self._recompute_after(after, cause)
            changed += batch_changed
            if after is None:
                return changed

    async def end_overrides(self) -> int:
        async with self._database.transaction() as tx:
            return await TierService(tx, self._clock, self._book).end_overrides()

    async def run(self, stopping: asyncio.Event) -> None:
        """Take back overrides every minute and recompute all tiers every night, until stopped."""
        night = next_night(self._clock.now(), self._zone)
        while not stopping.is_set():
            await self.end_overrides()
            if self._clock.now() >= night:
                await self.recompute_all(Cause.NIGHTLY)
                night = next_night(self._clock.now(), self._zone)
            await _wait(stopping, OVERRIDES_EVERY)

    async def _recompute_after(
        self, after: CustomerId | None, cause: Cause
    ) -> tuple[int, CustomerId | None]:
        async with self._database.transaction() as tx:
            batch = await TierStore(tx).next_figures(after, BATCH)
            if not batch:
                return 0, None
            service = TierService(tx, self._clock, self._book)
            return await service.recompute(dict(batch), cause), batch[-1][0]


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next three o'clock of the zone after `now`."""
    local = now.astimezone(zone)
    night = local.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night > local else night + timedelta(days=1)


async def _wait(stopping: asyncio.Event, pause: timedelta) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), pause.total_seconds())
    except TimeoutError:
        return
