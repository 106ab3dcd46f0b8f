"""The web role: every room's routes under one application."""

from shutil import disk_usage

from fastapi import FastAPI

from yingda.accounts import SignedOn
from yingda.accounts import api as accounts_api
from yingda.agents import api as agents_api
from yingda.app import health, why
from yingda.app import queues as queues_api
from yingda.app.centre import Centre
from yingda.app.demo_callers import DemoBook
from yingda.app.pages import add_pages
from yingda.app.today import Today
from yingda.app.told import Application
from yingda.calls import api as calls_api
from yingda.calls.web_phone import WebPhone
from yingda.contacts import api as contacts_api
from yingda.customers import IdentityKind, masked
from yingda.customers import api as customers_api
from yingda.insight import ClassKey, Target
from yingda.insight import api as insight_api
from yingda.kit import http
from yingda.kit.errors import YingdaError
from yingda.livefeed import Feed
from yingda.livefeed import api as livefeed_api
from yingda.pack import api as pack_api
from yingda.planning import api as planning_api
from yingda.tiers import TierService, TierViews
from yingda.tiers import api as tiers_api

LEAST_DISK = 64 * 1024 * 1024


def application(centre: Centre) -> FastAPI:
    """Return the whole web application of a centre."""
    app = Application(
        title="Yingda 应答",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        separate_input_output_schemas=False,
    )
    http.install(app)
    signed_on = accounts_api.doorkeeper(centre.accounts)
    is_demo_local = centre.settings.demo is None
    app.include_router(accounts_api.router(centre.accounts, is_demo_local=is_demo_local))
    app.include_router(pack_api.router(centre.pack, signed_on))
    _add_people(app, centre, signed_on)
    _add_contacts(app, centre, signed_on)
    _add_planning(app, centre, signed_on)
    app.include_router(health.router(_probes(centre)))
    add_pages(app)
    return app


def _add_people(app: FastAPI, centre: Centre, signed_on: SignedOn) -> None:
    views = TierViews(centre.clock, centre.book)
    customers = customers_api.CustomersEdge(centre.database, centre.clock, views)
    tiers = tiers_api.TiersEdge(centre.database, centre.clock, centre.book, centre.on_entitlements)
    agents = agents_api.AgentsEdge(
        database=centre.database,
        clock=centre.clock,
        policy=centre.pack.agent_policy,
        skills=centre.pack.skills,
        phones=centre.phones,
        tell_router=centre.steering.available,
        plan_anew=centre.plan_anew,
    )
    app.include_router(customers_api.router(customers, signed_on))
    app.include_router(tiers_api.router(tiers, signed_on))
    app.include_router(agents_api.router(agents, signed_on))


def _add_contacts(app: FastAPI, centre: Centre, signed_on: SignedOn) -> None:
    calls = calls_api.CallsEdge(
        calls=centre.calls,
        voice=centre.voice,
        web_phone=WebPhone(
            database=centre.database,
            callers=lambda tx: DemoBook(
                centre.pack.demo.customers,
                TierService(tx, centre.clock, centre.book),
                centre.book,
            ),
            phones=centre.phones,
            book=lambda: centre.pack.book,
            is_open=centre.settings.is_demo,
            clock=centre.clock,
        ),
        service_kinds=frozenset(centre.pack.skill_of_kind),
        is_ready=centre.is_ready,
        agent=centre.agent,
    )
    feed = Feed(
        hub=centre.hub,
        sessions=centre.accounts,
        presence=centre.presence,
        mask=lambda number: masked(IdentityKind.PHONE, number),
        clock=centre.clock,
    )
    contacts = contacts_api.ContactsEdge(
        database=centre.database,
        clock=centre.clock,
        dispositions=centre.dispositions,
        folder=centre.settings.recordings,
        tier_names={tier.code: tier.name for tier in centre.pack.tiers.tiers},
    )
    app.include_router(calls_api.router(calls, signed_on))
    app.include_router(contacts_api.router(contacts, signed_on))
    app.include_router(why.router(lambda: centre.router, centre.database, signed_on))
    app.include_router(queues_api.router(centre.queues, signed_on))
    app.include_router(livefeed_api.router(feed))
    app.include_router(insight_api.router(_insight(centre), signed_on))


def _insight(centre: Centre) -> insight_api.InsightEdge:
    async def targets() -> Target:
        table = await centre.table()
        return {
            ClassKey(each.tier, each.service_kind, each.channel): each.target_share
            for each in table.all()
        }.get

    return insight_api.InsightEdge(
        insight=centre.insight,
        clock=centre.clock,
        tiers=[(tier.code, tier.name) for tier in centre.book.by_rank],
        targets=targets,
    )


def _add_planning(app: FastAPI, centre: Centre, signed_on: SignedOn) -> None:
    edge = planning_api.PlanningEdge(
        database=centre.database,
        clock=centre.clock,
        zone=centre.pack.zone,
        book=centre.book,
        process=centre.planner,
        jobs=centre.planning,
        today=Today(centre.database, centre.clock, centre.pack, centre.book),
        on_entitlements=centre.on_entitlements,
    )
    app.include_router(planning_api.router(edge, signed_on))


def _probes(centre: Centre) -> dict[str, health.Probe]:
    async def database() -> bool:
        try:
            async with centre.database.transaction() as tx:
                return await tx.fetch_one("SELECT 1 AS one") is not None
        except YingdaError:
            return False

    async def nats() -> bool:
        return centre.hub.is_placed

    async def engine() -> bool:
        return centre.voice.is_up

    async def router() -> bool:
        return centre.router.is_leading

    async def disk() -> bool:
        return disk_usage(centre.settings.data).free >= LEAST_DISK

    return {"database": database, "nats": nats, "engine": engine, "router": router, "disk": disk}
