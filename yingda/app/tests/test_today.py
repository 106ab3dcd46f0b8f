"""Today's centre in the twin, over HTTP: the telecom pack, real calls, the real planner."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from yingda.accounts import (
    AccountService,
    Caller,
    Passwords,
    Permission,
    Role,
    UserId,
    permissions_of,
    require,
)
from yingda.agents.store import AgentStore
from yingda.app.reception import FirstTiers
from yingda.app.today import Today
from yingda.contacts import (
    Channel,
    Contact,
    ContactEvent,
    ContactId,
    ContactService,
    Direction,
    Outcome,
    Stage,
)
from yingda.kit.db import Database
from yingda.kit.http import install
from yingda.kit.ids import new_id
from yingda.pack import load_pack
from yingda.pack.seed import Seeding, seed
from yingda.planning import api, load_day
from yingda.planning.jobs import JobBoard, JobId
from yingda.planning.jobs_process import PlannerProcess
from yingda.tiers import EntitlementTable, TierTables

pytestmark = pytest.mark.anyio

PACK = load_pack(Path(__file__).parents[3] / "packs" / "telecom")
BOOK = PACK.tier_book
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in the centre


class NoonClock:
    def now(self) -> datetime:
        return NOW


class House:
    """The planner's routes; `role` says who asks."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, NoonClock()
        self.process = PlannerProcess()
        self.role = Role.SUPERVISOR
        self.heard: list[int] = []
        self.app = FastAPI()
        install(self.app)
        edge = api.PlanningEdge(
            database=database,
            clock=self.clock,
            zone=PACK.zone,
            book=BOOK,
            process=self.process,
            jobs=JobBoard(self.process, self.clock),
            today=Today(database, self.clock, PACK, BOOK),
            on_entitlements=self.hear,
        )
        self.jobs = edge.jobs
        self.app.include_router(api.router(edge, self.signed_on))

    async def hear(self, table: EntitlementTable) -> None:
        self.heard.append(table.version)

    def signed_on(self, permission: Permission | None) -> Any:
        async def caller() -> Caller:
            roles = frozenset({self.role})
            found = Caller(UserId(new_id()), "boss", "Boss", roles, permissions_of(roles))
            if permission is not None:
                require(found, permission)
            return found

        return caller

    async def run_jobs(self, job: str) -> None:
        """Let the board work until this job is over."""
        working = asyncio.create_task(self.jobs.run())
        while self.jobs.get(JobId(UUID(job))).is_open:  # noqa: ASYNC110 -- as the desk asks
            await asyncio.sleep(0.02)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    async def call(self, arrived: datetime, kind: str, tier: str, **seconds: float | None) -> None:
        """Put a call that is over into the database."""
        waited, service, acw = (seconds.get(n) for n in ("waited", "service", "acw"))
        over = arrived + timedelta(seconds=waited or 0)
        ended = over + timedelta(seconds=service or 0)
        contact = Contact(
            id=ContactId(new_id()),
            channel=Channel.VOICE,
            direction=Direction.IN,
            remote="+8613800000001",
            stage=Stage.DONE,
            tier=tier,
            service_kind=kind,
            arrived_at=arrived,
            queued_at=arrived,
            answered_at=None if service is None else over,
            ended_at=ended,
            wrapped_at=None if acw is None else ended + timedelta(seconds=acw),
            outcome=Outcome.ABANDONED_QUEUE if service is None else Outcome.ANSWERED,
        )
        async with self.database.transaction() as tx:
            await ContactService(tx, self.clock).open(contact, [ContactEvent("arrived", arrived)])


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def house(own_database_url: str) -> AsyncIterator[House]:
    database = Database(own_database_url, size=4)
    await database.open()
    clock = NoonClock()
    accounts = AccountService(database, clock, Passwords(), is_demo_allowed=True)
    rooms = Seeding(database, clock, accounts, FirstTiers(clock, BOOK))
    await seed(PACK, rooms, is_demo=True)
    house = House(database)
    yield house
    await house.process.stop()
    await database.close()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(house.app)
    async with AsyncClient(transport=transport, base_url="http://centre.test") as client:
        yield client


async def today(browser: AsyncClient) -> dict[str, Any]:
    answer = await browser.get("/api/planning/today")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def codes(shown: dict[str, Any]) -> set[str]:
    return {note["code"] for note in shown["notes"]}


async def test_a_new_centre_assumes_its_calls_and_says_so(browser: AsyncClient) -> None:
    shown = await today(browser)
    scenario = shown["scenario"]
    assert {"arrivals-assumed", "service-assumed", "acw-assumed", "patience-assumed"} <= codes(
        shown
    )
    assert shown["observed"]["contacts"] == 0
    takers = [each for each in PACK.demo.agents if any(each.capacity.values())]
    assert sum(group["agents"] for group in scenario["groups"]) == len(takers)
    gold = next(each for each in scenario["classes"] if each["name"] == "gold.complaint.voice")
    assert gold["target"] == {"share": 0.97, "within": 10.0}
    assert (gold["abandon_cap"], gold["priority"], gold["guard"]) == (0.01, 1, 60.0)
    assert gold["acw"] == {"dist": "deterministic", "mean": 45.0}
    senior = next(each for each in scenario["groups"] if each["name"] == "senior")
    assert senior["skills"]["gold.query.voice"] == {"rank": 1, "after": 0.0}
    assert senior["skills"]["mass.query.voice"] == {"rank": 3, "after": 20.0}
    checked = await browser.post("/api/planning/what-if", json={"scenario": scenario})
    assert checked.status_code == 202, checked.text


async def test_agents_without_a_skill_do_not_serve_what_asks_for_it(
    house: House, browser: AsyncClient
) -> None:
    scenario = (await today(browser))["scenario"]
    able = {group["name"] for group in scenario["groups"] if "mass.order.voice" in group["skills"]}
    async with house.database.transaction() as tx:
        agents = [agent.profile for agent in await AgentStore(tx).all()]
    skilled = {profile.group for profile in agents if "order" in profile.skills}
    assert {name.partition("-")[0] for name in able} == skilled


async def test_two_weeks_of_calls_become_hours_durations_and_patience(
    house: House, browser: AsyncClient
) -> None:
    for day in range(1, 5):
        for number in range(75):
            nine = NOW.replace(hour=1) - timedelta(days=day)
            at = nine + timedelta(seconds=40 * number)
            await house.call(at, "query", "mass", waited=10, service=200 + 2 * number, acw=20)
    for number in range(12):
        at = NOW.replace(hour=3) - timedelta(days=1, seconds=-number)
        await house.call(at, "complaint", "gold", waited=50)
    await house.call(NOW - timedelta(minutes=5), "query", "mass", waited=1, service=1)
    shown = await today(browser)
    scenario = shown["scenario"]
    assert shown["observed"]["contacts"] == 312
    assert shown["observed"]["first_hour"] == 9
    assert scenario["periods"] == {"count": 3, "length": 3600}
    rows = {each["name"]: each for each in scenario["classes"]}
    assert rows["mass.query.voice"]["arrivals"] == [75.0, 0.0, 0.0]
    assert rows["mass.query.voice"]["service"] == {"dist": "lognormal", "mean": 274.0, "scv": 0.02}
    assert rows["mass.query.voice"]["acw"] == {"dist": "exp", "mean": 20.0}
    assert rows["gold.complaint.voice"]["patience"] == {"dist": "exp", "mean": 50.0}
    assert rows["gold.complaint.voice"]["service"]["mean"] == 274.0
    assert sum(rows["gold.complaint.voice"]["arrivals"]) == pytest.approx(3, abs=0.01)
    assert sum(rows["silver.query.voice"]["arrivals"]) == 0
    said = {note["code"]: note for note in shown["notes"]}
    assert said["average-day"]["days"] == 4
    assert said["hours-pooled"]["classes"] == ["gold.complaint.voice"]
    assert "mass.query.voice" not in said["service-pooled"]["classes"]


async def test_todays_first_calls_give_flat_rates(house: House, browser: AsyncClient) -> None:
    for number in range(8):
        at = NOW - timedelta(hours=2) + timedelta(minutes=number)
        await house.call(at, "query", "silver", waited=3, service=60)
    await house.call(NOW - timedelta(hours=1), "of another pack", "silver", waited=3, service=60)
    shown = await today(browser)
    rows = {each["name"]: each for each in shown["scenario"]["classes"]}
    assert rows["silver.query.voice"]["arrivals"] == 4.0
    assert "periods" not in shown["scenario"]
    assert {"hours-flat", "contacts-strange"} <= codes(shown)


async def test_nobody_signed_on_is_said_plainly(browser: AsyncClient) -> None:
    answer = await browser.get("/api/planning/today", params={"agents": "signed-on"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "no-agents-enrolled"


async def test_a_recorded_day_is_a_file_that_the_twin_replays(
    house: House, browser: AsyncClient, tmp_path: Path
) -> None:
    nine = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    await house.call(nine, "query", "mass", waited=10.5, service=100, acw=20)
    await house.call(nine + timedelta(seconds=5), "query", "gold", waited=7)
    asked = {"date": "2026-11-20", "from_hour": "8"}
    answer = await browser.get("/api/planning/recorded-day", params=asked)
    assert "calls-2026-11-20.json" in answer.headers["content-disposition"]
    assert answer.json()["calls"] == [
        {
            "class": "mass.query.voice",
            "arrived": 3600.0,
            "waited": 10.5,
            "abandoned": False,
            "service": 100.0,
            "acw": 20.0,
        },
        {"class": "gold.query.voice", "arrived": 3605.0, "waited": 7.0, "abandoned": True},
    ]
    file = tmp_path / "day.json"
    file.write_bytes(answer.content)
    assert [call.abandoned for call in load_day(file).calls] == [False, True]
    missing = await browser.get("/api/planning/recorded-day", params={"date": "2026-11-01"})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "no-calls-that-day")
    beyond = await browser.get("/api/planning/recorded-day", params={"date": "9999-12-31"})
    assert beyond.status_code == 422


async def test_what_a_what_if_promises_can_be_put_in_force(
    house: House, browser: AsyncClient
) -> None:
    shown = await today(browser)
    scenario = shown["scenario"]
    changed = next(e for e in scenario["classes"] if e["name"] == "mass.query.voice")
    changed["target"] = {"share": 0.75, "within": 25}
    scenario["run"] = {"warmup": 0, "window": 3600, "replications": 2, "seed": 3}
    job = (await browser.post("/api/planning/what-if", json={"scenario": scenario})).json()
    path = f"/api/planning/what-if/{job['job']}"
    early = await browser.post(f"{path}/apply", json={"note": "too early"})
    assert early.json()["error"]["code"] == "job-not-done"
    await house.run_jobs(job["job"])
    done = (await browser.get(path)).json()
    assert (done["state"], done["progress"], done["error"]) == ("done", 1.0, None)
    assert done["result"]["classes"]["mass.query.voice"]["sl_off"]["mean"] is not None
    house.role = Role.PLANNER
    assert (await browser.post(f"{path}/apply", json={})).status_code == 403
    house.role = Role.SUPERVISOR
    stale = {"note": "late", "version": shown["observed"]["version"] - 1}
    answer = await browser.post(f"{path}/apply", json=stale)
    assert answer.json()["error"]["code"] == "entitlements-changed"
    applied = await browser.post(f"{path}/apply", json={"note": "试算后调整"})
    assert applied.json() == {"version": 2}
    assert house.heard == [2]
    async with house.database.transaction() as tx:
        table = await TierTables(tx, house.clock, BOOK).table()
    query, fault = (table.entitlement("mass", kind, "voice") for kind in ("query", "fault"))
    assert (query.target_share, query.within_ms, query.abandon_cap) == (0.75, 25_000, 0.1)
    assert (fault.target_share, fault.within_ms) == (0.8, 20_000)
    assert table.entitlement("mass", "query", "chat").within_ms == 30_000
    again = await browser.post(f"{path}/apply", json={})
    assert again.json()["error"]["code"] == "nothing-to-apply"
