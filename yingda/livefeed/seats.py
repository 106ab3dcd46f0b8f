"""Which seats have a desk connected to this process."""

from collections import Counter
from uuid import UUID

from yingda.livefeed.ports import Presence


class Seats:
    """Counts the desks of each seat, and tells of the first and of the last one's leaving."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._desks: Counter[tuple[UUID, str]] = Counter()

    async def enter(self, agent: UUID, seat: str) -> None:
        self._desks[agent, seat] += 1
        await self._presence.connection_back(agent, seat)

    async def leave(self, agent: UUID, seat: str) -> None:
        self._desks[agent, seat] -= 1
        if self._desks[agent, seat] <= 0:
            del self._desks[agent, seat]
            await self._presence.connection_lost(agent, seat)
