"""Keeps the board: every fact of a contact as it is told, the day so far from the database."""

import asyncio
import logging
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yingda.contacts import ContactService, view
from yingda.insight.board import Board
from yingda.insight.model import Definition
from yingda.insight.rules import CENTRE
from yingda.kit.cancelling import heed_cancel
from yingda.kit.clock import Clock
from yingda.kit.db import Database, DatabaseAway
from yingda.kit.factfeed import FactFeed
from yingda.kit.outbox import Fact

LOOK_S = 60.0

logger = logging.getLogger(__name__)


class Insight:
    """Today's counters, in the centre's time zone."""

    def __init__(
        self,
        database: Database,
        feed: FactFeed,
        clock: Clock,
        zone: ZoneInfo,
        *,
        definition: Definition = CENTRE,
    ) -> None:
        self.board = Board(definition)
        self._database = database
        self._feed = feed
        self._clock = clock
        self._zone = zone
        self._must_load = asyncio.Event()
        feed.join(self._hear, self._must_load.set)

    def midnight(self) -> datetime:
        """Return when today began in the centre's time zone."""
        local = self._clock.now().astimezone(self._zone)
        return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)

    async def run(self) -> None:
        """Load once facts are followed, after a gap, and now and then to begin a new day."""
        await self._feed.placed.wait()
        while True:
            heed_cancel()
            self._must_load.clear()
            try:
                await self.load()
            except DatabaseAway:
                logger.warning("the wallboard waits for the database")
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._must_load.wait()
                    await self._feed.placed.wait()
            except TimeoutError:
                continue

    async def load(self) -> None:
        """Count the day so far; what facts already said anew stays."""
        midnight = self.midnight()
        async with self._database.transaction() as tx:
            contacts = await ContactService(tx, self._clock).arrived_since(midnight)
        self.board.forget_before(midnight)
        for contact in contacts:
            self.board.take(view(contact))

    def _hear(self, fact: Fact) -> None:
        if fact.entity == "contact" and fact.body is not None:
            body: Any = fact.body
            self.board.take(body)
