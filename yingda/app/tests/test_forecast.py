"""The forecast over HTTP: from a file, from the centre's own calls, by class."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from yingda.accounts import Role
from yingda.accounts.store import audit_before
from yingda.app.tests.planner import NOW, House

pytestmark = pytest.mark.anyio
TODAY = NOW.date()


def file_of(days: int, *, until: int = 0) -> str:
    """Return a file of the `days` days before the last `until`: 20 calls from 9:00 to 17:00."""
    rows = [
        f"{TODAY - timedelta(days=day)}T{slot // 2:02}:{slot % 2 * 30:02},20"
        for day in range(until + days, until, -1)
        for slot in range(18, 34)
    ]
    return "\n".join(["begin,calls", *rows])


async def test_a_new_centre_is_told_what_is_missing(browser: AsyncClient) -> None:
    answer = await browser.get("/api/planning/forecast")
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert (error["code"], error["details"]) == ("history-too-short", {"days": 0, "needed": 21})


async def test_a_centre_that_brings_a_file_sees_its_days_to_come(browser: AsyncClient) -> None:
    put = await browser.put("/api/planning/history", json={"file": "a.csv", "text": file_of(70)})
    assert put.json() == {
        "days": 70,
        "first": str(TODAY - timedelta(days=70)),
        "last": str(TODAY - timedelta(days=1)),
    }
    told = (await browser.get("/api/planning/forecast", params={"days": 3})).json()
    assert [each["day"] for each in told["days"]] == [
        str(TODAY + timedelta(days=day)) for day in range(3)
    ]
    first = told["days"][0]
    assert first["calls"][:18] == [0.0] * 18
    assert first["calls"][20] == pytest.approx(20, abs=1)
    assert [each["day"] for each in first["behind"]] == [
        str(TODAY - timedelta(days=7 * week)) for week in (1, 2, 3, 4)
    ]
    assert told["history"] == {
        "first": str(TODAY - timedelta(days=70)),
        "days": 70,
        "brought": 70,
    }
    assert told["backtest"]["days"] == 28
    assert told["backtest"]["wape"] < 0.05
    assert "wape" in told["formulas"]

    forgotten = await browser.delete("/api/planning/history")
    assert forgotten.json() == {"days": 70}
    assert (await browser.get("/api/planning/forecast")).status_code == 409


async def test_a_file_with_mistakes_is_refused_and_nothing_is_kept(browser: AsyncClient) -> None:
    text = file_of(30) + "\n2026-11-01T09:10,1"
    answer = await browser.put("/api/planning/history", json={"file": "a.csv", "text": text})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "history-refused")
    assert "a.csv:482: begin" in answer.json()["error"]["details"]["mistakes"]
    assert (await browser.delete("/api/planning/history")).json() == {"days": 0}


async def test_bringing_and_forgetting_a_file_is_written_down(
    house: House, browser: AsyncClient
) -> None:
    await browser.put("/api/planning/history", json={"file": "a.csv", "text": file_of(70)})
    await browser.put("/api/planning/history", json={"file": "b.csv", "text": "no file"})
    await browser.delete("/api/planning/history")
    await browser.delete("/api/planning/history")

    async with house.database.transaction() as tx:
        lines = [one for one in await audit_before(tx, None, 10) if one.actor_login == "boss"]
    assert [(line.action, line.target) for line in lines] == [
        ("history.forgotten", ""),
        ("history.brought", "a.csv"),
    ]
    first, last = TODAY - timedelta(days=70), TODAY - timedelta(days=1)
    assert lines[1].detail == {"days": 70, "first": str(first), "last": str(last)}


async def test_own_calls_count_on_their_local_day_and_by_class(
    house: House, browser: AsyncClient
) -> None:
    for day in range(30, 0, -1):
        at = NOW - timedelta(days=day)  # noon in the centre
        await house.call(at, "query", "mass", waited=3, service=60)
        await house.call(at + timedelta(minutes=31), "query", "gold", waited=3, service=60)
        await house.call(at + timedelta(hours=11, minutes=40), "query", "gold", waited=3)
    told = (await browser.get("/api/planning/forecast")).json()
    assert told["history"]["days"] == 29
    newest = told["days"][0]["behind"][0]["calls"]
    assert (newest[24], newest[25], newest[47], sum(newest)) == (1, 1, 1, 3)
    asked = {"tier": "gold", "kind": "query"}
    gold = (await browser.get("/api/planning/forecast", params=asked)).json()
    assert sum(gold["days"][0]["behind"][0]["calls"]) == 2

    await browser.put("/api/planning/history", json={"text": file_of(60, until=20)})
    both = (await browser.get("/api/planning/forecast")).json()
    assert (both["history"]["days"], both["history"]["brought"]) == (80, 60)


async def test_only_planners_may_ask(house: House, browser: AsyncClient) -> None:
    house.role = Role.AGENT
    assert (await browser.get("/api/planning/forecast")).status_code == 403
    assert (await browser.put("/api/planning/history", json={"text": ""})).status_code == 403
