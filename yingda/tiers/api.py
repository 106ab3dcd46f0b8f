"""Tiers, weights and entitlements over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query
from pydantic import AwareDatetime, Field

from yingda.accounts import Caller, Permission, SignedOn
from yingda.customers import CustomerId
from yingda.customers.ports import TierView
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.words import Spec
from yingda.tiers.entitlements import EntitlementTable
from yingda.tiers.jobs import TierJobs
from yingda.tiers.model import Cause, EntitlementVersion, Override, TierBook, WeightsVersion
from yingda.tiers.service import TierService
from yingda.tiers.specs import Code, EntitlementSpec, WeightsSpec
from yingda.tiers.tables import Preview, TierTables
from yingda.tiers.views import (
    EntitlementsView,
    TierChangeView,
    VersionView,
    WeightsView,
    version_view,
)

PREVIEW_LIMIT = 100_000
Note = Annotated[str, Field(max_length=2000)]
Number = Annotated[int, Field(ge=0, lt=2**31)]


async def _nobody(_: EntitlementTable) -> None:
    """Tell nobody of a new table."""


@dataclass(frozen=True, slots=True)
class TiersEdge:
    """What the routes stand on; `on_entitlements` hears of a new table once it is committed."""

    database: Database
    clock: Clock
    book: TierBook
    on_entitlements: Callable[[EntitlementTable], Awaitable[None]] = _nobody

    def service(self, tx: Tx) -> TierService:
        return TierService(tx, self.clock, self.book)

    def tables(self, tx: Tx) -> TierTables:
        return TierTables(tx, self.clock, self.book)

    def jobs(self) -> TierJobs:
        return TierJobs(self.database, self.clock, self.book)


class OverrideBody(Spec):
    tier: Code
    reason: Annotated[str, Field(min_length=2, max_length=500)]
    until: AwareDatetime | None = None


class WeightsBody(Spec):
    """`version` is the one that was read."""

    version: Number
    note: Note = ""
    weights: WeightsSpec


class PreviewBody(Spec):
    weights: WeightsSpec


class EntitlementsBody(EntitlementSpec):
    """`version` is the one that was read."""

    version: Number
    note: Note = ""


def router(edge: TiersEdge, signed_on: SignedOn) -> APIRouter:
    """Return the routes of this room."""
    routes = APIRouter(prefix="/api/tiers")
    _add_customers(routes, edge, signed_on)
    _add_weights(routes, edge, signed_on)
    _add_entitlements(routes, edge, signed_on)
    return routes


def _add_customers(routes: APIRouter, edge: TiersEdge, signed_on: SignedOn) -> None:
    reads = [Depends(signed_on(Permission.CUSTOMERS_READ))]
    editor = Annotated[Caller, Depends(signed_on(Permission.TIERS_EDIT))]

    @routes.get("/customers/{customer}", dependencies=reads)
    async def get(customer: CustomerId) -> TierView:
        async with edge.database.transaction() as tx:
            return await edge.service(tx).view(customer)

    @routes.get("/customers/{customer}/history", dependencies=reads)
    async def history(customer: CustomerId) -> list[TierChangeView]:
        async with edge.database.transaction() as tx:
            return await edge.service(tx).history(customer)

    @routes.put("/customers/{customer}/override")
    async def override(caller: editor, customer: CustomerId, body: OverrideBody) -> TierView:
        until: datetime | None = body.until
        given = Override(body.tier, body.reason, caller.id, until)
        async with edge.database.transaction() as tx:
            await edge.service(tx).override(caller, customer, given)
            return await edge.service(tx).view(customer)

    @routes.delete("/customers/{customer}/override")
    async def remove_override(caller: editor, customer: CustomerId) -> TierView:
        async with edge.database.transaction() as tx:
            await edge.service(tx).remove_override(caller, customer)
            return await edge.service(tx).view(customer)


def _add_weights(routes: APIRouter, edge: TiersEdge, signed_on: SignedOn) -> None:
    edits = signed_on(Permission.TIERS_EDIT)
    editor = Annotated[Caller, Depends(edits)]

    @routes.get("/weights", dependencies=[Depends(edits)])
    async def weights() -> WeightsView:
        async with edge.database.transaction() as tx:
            return _weights_view(await edge.tables(tx).weights())

    @routes.post("/weights/preview", dependencies=[Depends(edits)])
    async def preview(body: PreviewBody) -> Preview:
        async with edge.database.transaction() as tx:
            return await edge.tables(tx).preview(body.weights, PREVIEW_LIMIT)

    @routes.put("/weights")
    async def save_weights(
        caller: editor, body: WeightsBody, later: BackgroundTasks
    ) -> WeightsView:
        async with edge.database.transaction() as tx:
            saved = await edge.tables(tx).save_weights(
                caller, body.weights, base=body.version, note=body.note
            )
        later.add_task(edge.jobs().recompute_all, Cause.WEIGHTS)
        return _weights_view(saved)


def _add_entitlements(routes: APIRouter, edge: TiersEdge, signed_on: SignedOn) -> None:
    reads = [Depends(signed_on(Permission.QUEUES_READ))]
    editor = Annotated[Caller, Depends(signed_on(Permission.ENTITLEMENTS_EDIT))]

    @routes.get("/entitlements", dependencies=reads, response_model_exclude_none=True)
    async def entitlements() -> EntitlementsView:
        async with edge.database.transaction() as tx:
            return _table_view(await edge.tables(tx).entitlements())

    @routes.put("/entitlements", response_model_exclude_none=True)
    async def save_entitlements(caller: editor, body: EntitlementsBody) -> EntitlementsView:
        spec = EntitlementSpec(rows=body.rows)
        async with edge.database.transaction() as tx:
            saved = await edge.tables(tx).save_entitlements(
                caller, spec, base=body.version, note=body.note
            )
        await edge.on_entitlements(EntitlementTable(saved.version.number, saved.spec, edge.book))
        return _table_view(saved)

    @routes.get("/entitlements/versions", dependencies=reads)
    async def versions(
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> list[VersionView]:
        async with edge.database.transaction() as tx:
            return [version_view(one) for one in await edge.tables(tx).entitlement_versions(limit)]

    @routes.get(
        "/entitlements/versions/{number}", dependencies=reads, response_model_exclude_none=True
    )
    async def version(number: Number) -> EntitlementsView:
        async with edge.database.transaction() as tx:
            return _table_view(await edge.tables(tx).entitlements(number))


def _weights_view(saved: WeightsVersion) -> WeightsView:
    return {**version_view(saved.version), "weights": saved.spec}


def _table_view(saved: EntitlementVersion) -> EntitlementsView:
    return {**version_view(saved.version), "rows": saved.spec.rows}
