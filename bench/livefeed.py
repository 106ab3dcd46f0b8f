"""From commit to the desk of another process: the outbox, the relay, NATS and the hub.

Contacts change at a steady pace, each in a transaction of its own; every desk line notes when it
hears of it. `commit` is the transaction itself, `delivered` the time from its end to the line.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console

from bench import machine, results
from bench.figures import percentile
from yingda.contacts import (
    Channel,
    Contact,
    ContactEvent,
    ContactId,
    ContactService,
    Direction,
    Stage,
)
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database
from yingda.kit.factfeed import FactFeed
from yingda.kit.ids import new_id
from yingda.kit.relay import Relay
from yingda.launcher import migrate, running_parts
from yingda.livefeed import Hub

RATES = (50, 200, 400)
SECONDS = 5
WRITERS = 8


@dataclass(slots=True)
class Heard:
    """When each version of each contact was committed and when the line heard of it."""

    commits_ms: list[float] = field(default_factory=list)
    committed: dict[tuple[str, int], float] = field(default_factory=dict)
    delivered: dict[tuple[str, int], float] = field(default_factory=dict)

    def delays_ms(self) -> list[float]:
        """Return the delays; a fact heard before its writer went on counts as none."""
        return [max(0.0, (self.delivered[key] - at) * 1000) for key, at in self.committed.items()]


class Bench:
    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub
        self._clock = SystemClock()

    async def run(self, rate: int) -> Heard:
        """Change contacts at `rate` a second and return what was heard."""
        heard = Heard()
        contacts = [await self._open() for _ in range(WRITERS)]
        listening = asyncio.create_task(self._listen(heard))
        try:
            async with asyncio.TaskGroup() as tasks:
                for number, contact in enumerate(contacts):
                    tasks.create_task(self._write(heard, contact, number, rate))
            async with asyncio.timeout(30):
                await _until(lambda: not heard.committed.keys() - heard.delivered.keys())
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
        return heard

    async def _listen(self, heard: Heard) -> None:
        line = self._hub.join()
        try:
            while True:
                told = await line.take(until=asyncio.get_running_loop().time() + 60)
                if told is not None:
                    key = (told.fact.id, told.fact.version)
                    heard.delivered.setdefault(key, time.perf_counter())
        finally:
            self._hub.leave(line)

    async def _open(self) -> Contact:
        now = self._clock.now()
        contact = Contact(
            id=ContactId(new_id()),
            channel=Channel.VOICE,
            direction=Direction.IN,
            remote="+8613800000001",
            stage=Stage.ARRIVED,
            arrived_at=now,
        )
        async with self._database.transaction() as tx:
            service = ContactService(tx, self._clock)
            return await service.open(contact, [ContactEvent("arrived", now)])

    async def _write(self, heard: Heard, contact: Contact, number: int, rate: int) -> None:
        """Change one contact at its share of the pace, whatever the others do."""
        every_s = WRITERS / rate
        due = time.perf_counter() + every_s * number / WRITERS
        for _ in range(SECONDS * rate // WRITERS):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            due += every_s
            begun = time.perf_counter()
            async with self._database.transaction() as tx:
                service = ContactService(tx, self._clock)
                event = ContactEvent("queued", self._clock.now())
                contact = await service.change(
                    contact, replace(contact, stage=Stage.QUEUED), [event]
                )
            done = time.perf_counter()
            heard.commits_ms.append((done - begun) * 1000)
            heard.committed[str(contact.id), contact.version] = done


async def _until(is_so: Callable[[], bool]) -> None:
    while True:
        if is_so():
            return
        await asyncio.sleep(0.05)


def report(measured: Sequence[tuple[int, Heard]]) -> results.Report:
    """Return the table."""
    rows, data = [], {}
    for rate, heard in measured:
        commits, delays = _quantiles(heard.commits_ms), _quantiles(heard.delays_ms())
        rows.append([str(rate), *(f"{value:.2f}" for value in (*commits, *delays))])
        data[str(rate)] = {
            "facts": len(heard.committed),
            "commit_ms": dict(zip(("p50", "p95", "p99"), commits, strict=True)),
            "delivered_ms": dict(zip(("p50", "p95", "p99"), delays, strict=True)),
        }
    return results.Report(
        name="livefeed",
        title="Live feed: from commit to a desk's line, ms",
        columns=["facts/s", "commit p50", "p95", "p99", "delivered p50", "p95", "p99"],
        rows=rows,
        data={"rates": data},
    )


def _quantiles(values: Sequence[float]) -> tuple[float, float, float]:
    return percentile(values, 50), percentile(values, 95), percentile(values, 99)


async def measure(database_url: str, nats_url: str) -> results.Report:
    """Run every pace, one after the other."""
    database = Database(database_url, size=WRITERS)
    await database.open()
    feed = FactFeed(nats_url)
    hub = Hub(feed, [], longest=100_000)
    works = [
        asyncio.create_task(Relay(database_url, nats_url, SystemClock()).run()),
        asyncio.create_task(feed.run()),
    ]
    await _until(lambda: hub.is_placed)
    try:
        bench = Bench(database, hub)
        return report([(rate, await bench.run(rate)) for rate in RATES])
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        await database.close()


def main() -> None:
    """Measure, print, keep."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="yingda-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with running_parts(folder / "centre", {"postgres", "nats"}) as parts:
            migrate(parts.database_url)
            told = asyncio.run(measure(parts.database_url, parts.nats_url))
    results.show(told, console)
    console.print(f"kept in {results.keep([told], machine.facts())}")


if __name__ == "__main__":
    main()
