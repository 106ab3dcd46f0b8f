"""The forecast over HTTP, from the centre's own calls and from a file it brings."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from yingda.accounts import AuditTrail, Caller
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.words import Spec
from yingda.planning.forecast.model import LONGEST_AHEAD, SLOTS
from yingda.planning.forecast.show import FORMULAS
from yingda.planning.forecast.store import CallHistory
from yingda.planning.forecast.table import read_days
from yingda.planning.forecast.views import (
    BroughtView,
    ForecastView,
    ForgottenView,
    HistoryView,
)
from yingda.planning.jobs_process import PlannerProcess
from yingda.planning.store import ObservedStore

LONGEST: Final = 371
"""Days that are read: a year, in whole weeks."""

Days = Mapping[date, Sequence[float]]


@dataclass(frozen=True, slots=True)
class ForecastEdge:
    database: Database
    clock: Clock
    zone: ZoneInfo
    process: PlannerProcess

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self.zone)


class HistoryBody(Spec):
    """A CSV file `begin,calls`; `file` is what its mistakes are told under."""

    file: Annotated[str, Field(max_length=200)] = "calls.csv"
    text: Annotated[str, Field(max_length=1024 * 1024)]


def add_forecast(
    routes: APIRouter, edge: ForecastEdge, may_plan: Callable[..., Awaitable[Caller]]
) -> None:
    """Add the routes; who may use them is decided by `routes`, by the same `may_plan`."""
    planner = Annotated[Caller, Depends(may_plan)]

    @routes.get("/forecast", response_model=ForecastView)
    async def read(
        days: Annotated[int, Query(ge=1, le=LONGEST_AHEAD)] = 7,
        tier: str | None = None,
        kind: str | None = None,
        backtest: Annotated[int, Query(ge=1, le=182)] = 28,
    ) -> Mapping[str, Any]:
        today = edge.clock.now().astimezone(edge.zone).date()
        klass = (tier, kind) if tier is not None and kind is not None else None
        async with edge.database.transaction() as tx:
            own = await _own(edge, tx, today, klass)
            brought = {} if klass else await CallHistory(tx).brought()
        oldest = today - timedelta(days=LONGEST)
        known = {day: n for day, n in {**own, **brought}.items() if oldest <= day < today}
        first = min(known, default=today)
        span = [first + timedelta(days=number) for number in range((today - first).days)]
        asked = {
            "first": first.isoformat(),
            "calls": [known.get(day) for day in span],
            "days": days,
            "backtest": backtest,
        }
        history: HistoryView = {
            "first": first if known else None,
            "days": len(known),
            "brought": sum(1 for day in known if day in brought),
        }
        found = await edge.process.ask("forecast", asked)
        return {**found, "history": history, "formulas": FORMULAS}

    @routes.put("/history", response_model=BroughtView)
    async def bring(caller: planner, body: HistoryBody) -> Mapping[str, Any]:
        days = await asyncio.to_thread(read_days, body.text.encode(), file=body.file)
        told = {"days": len(days), "first": str(min(days)), "last": str(max(days))}
        async with edge.database.transaction() as tx:
            await CallHistory(tx).bring(days)
            await AuditTrail(tx, edge.clock).record(caller, "history.brought", body.file, told)
        return told

    @routes.delete("/history", response_model=ForgottenView)
    async def forget(caller: planner) -> Mapping[str, Any]:
        async with edge.database.transaction() as tx:
            told = {"days": await CallHistory(tx).forget()}
            if told["days"] > 0:
                await AuditTrail(tx, edge.clock).record(caller, "history.forgotten", "", told)
        return told


async def _own(
    edge: ForecastEdge, tx: Tx, today: date, klass: tuple[str, str] | None
) -> dict[date, list[float]]:
    """Return the centre's own whole days: from the day after its first call until yesterday."""
    begin, end = edge.midnight(today - timedelta(days=LONGEST)), edge.midnight(today)
    first = await ObservedStore(tx).first(begin, end)
    if first is None:
        return {}
    seen = await CallHistory(tx).own(begin, end, edge.zone.key, klass=klass)
    whole = first.astimezone(edge.zone).date() + timedelta(days=1)
    span = (whole + timedelta(days=number) for number in range((today - whole).days))
    return {day: [float(seen.get(day, {}).get(slot, 0)) for slot in range(SLOTS)] for day in span}
