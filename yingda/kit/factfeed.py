"""Facts as this process hears of them: its own at once, those of others from NATS.

Both ways may tell the same fact; whoever listens hears the newest version of an entity once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence

from yingda.kit.factstream import FactReader, connect_patiently
from yingda.kit.outbox import Fact

REMEMBERED = 50_000


class FactFeed:
    def __init__(self, nats_url: str) -> None:
        self._nats_url = nats_url
        self._hearing: list[tuple[Callable[[Fact], None], Callable[[], None]]] = []
        self._newest: OrderedDict[tuple[str, str], int] = OrderedDict()
        self.placed = asyncio.Event()

    @property
    def is_placed(self) -> bool:
        """Whether no fact told from now on will be missed."""
        return self.placed.is_set()

    def join(self, hear: Callable[[Fact], None], lose: Callable[[], None]) -> None:
        """Call `hear` with every fact that is news, and `lose` when some can no longer be had."""
        self._hearing.append((hear, lose))

    async def run(self) -> None:
        """Read what other processes announce, until cancelled."""
        client = await connect_patiently(self._nats_url, "facts")
        reader = FactReader(client, self._tell_one, self._lose, self.placed)
        try:
            await reader.run()
        finally:
            self._lose()
            await client.close()

    def tell(self, facts: Sequence[Fact]) -> None:
        """Hand on facts that are on disk, unless newer ones of their entities were."""
        for fact in facts:
            self._tell_one(fact)

    def _tell_one(self, fact: Fact) -> None:
        key = (fact.entity, fact.id)
        if self._newest.get(key, -1) >= fact.version:
            return
        self._newest[key] = fact.version
        self._newest.move_to_end(key)
        if len(self._newest) > REMEMBERED:
            self._newest.popitem(last=False)
        for hear, _ in self._hearing:
            hear(fact)

    def _lose(self) -> None:
        self.placed.clear()
        self._newest.clear()
        for _, lose in self._hearing:
            lose()
