"""The wallboard over HTTP."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends

from yingda.accounts import Permission, SignedOn
from yingda.insight.service import Insight
from yingda.insight.views import Target, Wallboard, wallboard
from yingda.kit.clock import Clock
from yingda.kit.words import Words


@dataclass(frozen=True, slots=True)
class InsightEdge:
    """What the route stands on; `tiers` are the pack's, best first, with their names."""

    insight: Insight
    clock: Clock
    tiers: Sequence[tuple[str, Words]]
    targets: Callable[[], Awaitable[Target]]


def router(edge: InsightEdge, signed_on: SignedOn) -> APIRouter:
    """Return the route of this room."""
    routes = APIRouter(prefix="/api/insight")
    reader = [Depends(signed_on(Permission.QUEUES_READ))]

    @routes.get("/wallboard", dependencies=reader)
    async def read_wallboard() -> Wallboard:
        return wallboard(
            edge.insight.board,
            midnight=edge.insight.midnight(),
            now=edge.clock.now(),
            tiers=edge.tiers,
            target=await edge.targets(),
        )

    return routes
