"""Today's centre in the twin, over HTTP: the telecom pack, real calls, the real planner."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from yingda.accounts import (
    Role,
)
from yingda.agents.store import AgentStore
from yingda.app.tests.planner import BOOK, NOW, PACK, House
from yingda.planning import load_day
from yingda.tiers import TierTables

pytestmark = pytest.mark.anyio


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
