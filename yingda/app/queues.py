"""How the queues stand, for desks: the router's overview as views, told when it changes."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Depends
from typing_extensions import TypedDict

from yingda.accounts import Permission, SignedOn
from yingda.kit.cancelling import heed_cancel
from yingda.kit.clock import Clock, epoch_ms
from yingda.kit.db import Tell
from yingda.kit.errors import YingdaError
from yingda.kit.outbox import Entry, Fact, entries_of
from yingda.routing import ClassOverview, LiveRouter, Overview, Policy

_LOOK_S = 1.0

QueueView = TypedDict(
    "QueueView",
    {
        "id": str,
        "class": str,
        "tier": str,
        "service_kind": str,
        "channel": str,
        "waiting": int,
        "longest_since": str | None,
        "target_share": float,
        "within_ms": int,
        "abandon_cap": float,
        "share_now": float,
        "abandoned_share": float,
        "beta": float,
        "resolved": int,
        "policy": Policy,
        "version": int,
    },
)
"""How a class waits now; shares are those of what was `resolved` lately."""


class QueueBoard:
    """Looks at the router once a second; a queue whose view changed is told with a new version."""

    def __init__(self, router: Callable[[], LiveRouter], clock: Clock, tell: Tell) -> None:
        self._router = router
        self._clock = clock
        self._tell = tell
        self._views: Mapping[str, QueueView] = {}

    async def views(self) -> list[QueueView]:
        """Return every queue as it stands now."""
        await self._look()
        return list(self._views.values())

    async def entries(self) -> list[Entry]:
        return entries_of("queue", await self.views())

    async def run(self) -> None:
        """Tell what changes until cancelled."""
        while True:
            heed_cancel()
            before = self._views
            await self._look()
            for key, view in self._views.items():
                if view is not before.get(key):
                    now = self._clock.now()
                    fact = Fact("queue.changed", "queue", key, view["version"], view, now)
                    self._tell([fact])
            await asyncio.sleep(_LOOK_S)

    async def _look(self) -> None:
        try:
            overview = await self._router().overview()
        except YingdaError:
            return
        version = epoch_ms(self._clock.now())
        self._views = {
            str(each.key): _newer(
                self._views.get(str(each.key)), queue_view(each, overview), version
            )
            for each in overview.classes
        }


def router(board: QueueBoard, signed_on: SignedOn) -> APIRouter:
    """Return the route of the queues."""
    routes = APIRouter(prefix="/api")
    reader = [Depends(signed_on(Permission.QUEUES_READ))]

    @routes.get("/queues", dependencies=reader)
    async def queues() -> list[QueueView]:
        return await board.views()

    return routes


def _newer(before: QueueView | None, now: QueueView, version: int) -> QueueView:
    """Return the old view when nothing a reader sees has changed."""
    if before is not None and {**before, "version": 0} == {**now, "version": 0}:
        return before
    return {**now, "version": version}


def queue_view(each: ClassOverview, overview: Overview) -> QueueView:
    """Return a class as it stands; its version is given when it is told."""
    waits = each.longest_wait_ms if each.waiting else None
    since = datetime.fromtimestamp((overview.at_ms - waits) / 1000, UTC) if waits else None
    return {
        "id": str(each.key),
        "class": ".".join(each.key),
        "tier": each.key.tier,
        "service_kind": each.key.kind,
        "channel": each.key.channel,
        "waiting": each.waiting,
        "longest_since": _whole_seconds(since),
        "target_share": each.target,
        "within_ms": each.within_ms,
        "abandon_cap": each.abandon_cap,
        "share_now": round(each.share, 4),
        "abandoned_share": round(each.abandoned, 4),
        "beta": round(each.beta, 4),
        "resolved": each.resolved,
        "policy": overview.policy,
        "version": 0,
    }


def _whole_seconds(moment: datetime | None) -> str | None:
    """Return the second of a moment; its milliseconds jitter between two looks."""
    if moment is None:
        return None
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
