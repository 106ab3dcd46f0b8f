"""Event in → journalled assignment out: the live router on a real PostgreSQL.

Contacts come at a steady pace whatever the router does, and each is measured from when it should
have come, so a stall is counted for everybody it delays.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from bench.routing_models import class_keys, day_plan
from yingda.agents import AgentId
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database
from yingda.kit.ids import new_id
from yingda.launcher import migrate, running_parts
from yingda.routing import LiveRouter, NewRequest, Offer, RequestId, Withdrawal

EVENTS_A_CONTACT = 4  # waits, answered, completed, agent ready again
TALK_S = 0.15
AGENTS = 300


class Load:
    """Contacts, and agents who answer at once, talk a moment and are ready again."""

    def __init__(self, rng: random.Random) -> None:
        self.router: LiveRouter
        self.assigned_ms: list[float] = []
        self.events_ms: list[float] = []
        self._rng = rng
        self._keys = class_keys()
        self._due: dict[UUID, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def on_offers(self, offers: Sequence[Offer]) -> None:
        now = time.perf_counter()
        for offer in offers:
            due = self._due.pop(offer.request, None)
            if due is not None:
                self.assigned_ms.append((now - due) * 1000)
            self.spawn(self._serve(offer.request, offer.agent))

    def spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def arrive(self, due: float) -> None:
        request = RequestId(new_id())
        self._due[request] = due
        new = NewRequest(request, self._rng.choice(self._keys), datetime.now(UTC))
        await self._timed(self.router.enqueue(new), due)

    async def _serve(self, request: RequestId, agent: AgentId) -> None:
        await self._timed(self.router.answered(request, agent))
        await asyncio.sleep(self._rng.expovariate(1 / TALK_S))
        await self._timed(self.router.withdraw(request, Withdrawal.COMPLETED))
        await self._timed(self.router.agent_ready(agent, datetime.now(UTC)))

    async def _timed(self, act: Awaitable[None], due: float | None = None) -> None:
        began = due or time.perf_counter()
        await act
        self.events_ms.append((time.perf_counter() - began) * 1000)

    async def finish(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)


async def pace(load: Load, contacts_per_s: float, seconds: float) -> None:
    """Let contacts come, one every so often, until the time is over."""
    began = time.perf_counter()
    for number in range(round(contacts_per_s * seconds)):
        due = began + number / contacts_per_s
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        load.spawn(load.arrive(due))


async def run(url: str, events_per_s: float, seconds: float) -> dict[str, object]:
    """Return one row: the latencies at this rate."""
    database = Database(url, size=2)
    await database.open()
    load = Load(random.Random(1))
    plan = day_plan(AGENTS)
    load.router = LiveRouter(
        database=database, clock=SystemClock(), plan=plan, owner="bench", on_offers=load.on_offers
    )
    await load.router.start()
    for agent in plan.agents:
        await load.router.agent_ready(agent.id, datetime.now(UTC))
    await pace(load, events_per_s / EVENTS_A_CONTACT, 2)
    load.assigned_ms.clear()
    load.events_ms.clear()
    cpu = time.process_time()
    await pace(load, events_per_s / EVENTS_A_CONTACT, seconds)
    cpu = time.process_time() - cpu
    events = len(load.events_ms)
    row: dict[str, object] = {
        "events_per_s": round(events / seconds),
        "events": events,
        "assignments": len(load.assigned_ms),
        "assigned_p50_ms": quantile(load.assigned_ms, 0.5),
        "assigned_p99_ms": quantile(load.assigned_ms, 0.99),
        "event_p99_ms": quantile(load.events_ms, 0.99),
        "cpu_us_per_event": round(cpu / max(events, 1) * 1e6),
        "floor_p99_ms": 5.0,
        "ambition_p99_ms": 2.0,
    }
    await load.finish()
    await load.router.stop()
    await database.close()
    return row


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share lies."""
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 3)


def on_own_database(work: Callable[[str], Awaitable[dict[str, object]]]) -> dict[str, object]:
    """Run the work on an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="yingda-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with running_parts(folder / "parts", {"postgres"}) as parts:
            migrate(parts.database_url)

            async def whole() -> dict[str, object]:
                return await work(parts.database_url)

            return asyncio.run(whole())


def rows(*, seconds: float = 10) -> list[dict[str, object]]:
    """Return the figures at 500, 1,000 and 2,000 events a second."""
    return [
        on_own_database(lambda url, rate=rate: run(url, rate, seconds))  # type: ignore[misc]  # default binds now
        for rate in (500, 1000, 2000)
    ]


if __name__ == "__main__":
    for each in rows():
        print(each)
