import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from yingda.accounts import Caller, Permission, Role, UserId, permissions_of, require
from yingda.customers import seeded_id
from yingda.kit.db import PgTx
from yingda.kit.http import install
from yingda.kit.ids import new_id
from yingda.tiers import EntitlementTable
from yingda.tiers.api import TiersEdge, router
from yingda.tiers.tests.fakes import BOOK, POOR, WEIGHTS, OneTransaction, TurnedClock, rows

pytestmark = pytest.mark.anyio
PATH = f"/api/tiers/customers/{seeded_id(POOR.key)}"


class Door:
    def __init__(self) -> None:
        self.role = Role.SUPERVISOR

    def signed_on(self, permission: Permission | None) -> Callable[..., Awaitable[Caller]]:
        async def caller() -> Caller:
            roles = frozenset({self.role})
            found = Caller(UserId(new_id()), "boss", "Boss", roles, permissions_of(roles))
            if permission is not None:
                require(found, permission)
            return found

        return caller


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def heard() -> list[int]:
    return []


@pytest.fixture
async def browser(
    tx: PgTx, clock: TurnedClock, door: Door, heard: list[int]
) -> AsyncIterator[AsyncClient]:
    async def hear(table: EntitlementTable) -> None:
        heard.append(table.version)

    app = FastAPI()
    install(app)
    edge = TiersEdge(OneTransaction(tx), clock, BOOK, hear)
    app.include_router(router(edge, door.signed_on))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://centre.test") as client:
        yield client


async def test_a_tier_is_shown_with_its_why(browser: AsyncClient) -> None:
    view = (await browser.get(PATH)).json()
    assert view["tier"] == "mass"
    assert {"input", "figure", "value", "points", "weight"} <= set(view["reason"][0])
    assert view["override"] is None
    history = (await browser.get(f"{PATH}/history")).json()
    assert [line["to"] for line in history] == ["mass"]


async def test_a_supervisor_overrides_a_tier_and_takes_it_back(browser: AsyncClient) -> None:
    body = {"tier": "gold", "reason": "媒体", "until": "2026-12-01T00:00:00Z"}
    view = (await browser.put(f"{PATH}/override", json=body)).json()
    assert (view["tier"], view["override"]["until"]) == ("gold", "2026-12-01T00:00:00Z")
    view = (await browser.delete(f"{PATH}/override")).json()
    assert (view["tier"], view["override"]) == ("mass", None)


@pytest.mark.parametrize(
    "body",
    [
        {"tier": "gold"},
        {"tier": "gold", "reason": ""},
        {"tier": "platinum", "reason": "because"},
        {"tier": "gold", "reason": "late", "until": "2020-01-01T00:00:00Z"},
        {"tier": "gold", "reason": "no zone", "until": "2027-01-01T00:00:00"},
    ],
)
async def test_an_override_needs_a_tier_a_reason_and_a_future(
    browser: AsyncClient, body: dict[str, Any]
) -> None:
    assert (await browser.put(f"{PATH}/override", json=body)).status_code == 422


async def test_an_agent_sees_a_tier_and_edits_nothing(browser: AsyncClient, door: Door) -> None:
    door.role = Role.AGENT
    assert (await browser.get(PATH)).status_code == 200
    body = {"tier": "gold", "reason": "friend"}
    assert (await browser.put(f"{PATH}/override", json=body)).status_code == 403
    assert (await browser.get("/api/tiers/weights")).status_code == 403
    assert (await browser.put("/api/tiers/entitlements", json={})).status_code == 403


async def test_weights_are_tried_saved_and_take_effect(browser: AsyncClient) -> None:
    now = (await browser.get("/api/tiers/weights")).json()
    generous = now["weights"] | {"bands": {"gold": 1, "silver": 0.5, "mass": 0}}
    told = (await browser.post("/api/tiers/weights/preview", json={"weights": generous})).json()
    assert {"from": "mass", "to": "gold", "count": 1} in told["moves"]
    body = {"version": now["version"], "note": "大方", "weights": generous}
    saved = (await browser.put("/api/tiers/weights", json=body)).json()
    assert saved["version"] == now["version"] + 1
    assert (await browser.get(PATH)).json()["tier"] == "gold"
    again = await browser.put("/api/tiers/weights", json=body)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "weights-changed")


async def test_weights_with_nan_are_refused(browser: AsyncClient) -> None:
    text = json.dumps({"weights": WEIGHTS | {"margin": float("nan")}})
    answer = await browser.post(
        "/api/tiers/weights/preview", content=text, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422


async def test_a_new_table_is_versioned_and_told_to_the_router(
    browser: AsyncClient, heard: list[int]
) -> None:
    now = (await browser.get("/api/tiers/entitlements")).json()
    assert not [row for row in now["rows"] if None in row.values()]  # says only what differs
    table = rows()
    table[0]["target_share"] = 0.99
    body = {"version": now["version"], "note": "更快", "rows": table}
    saved = (await browser.put("/api/tiers/entitlements", json=body)).json()
    assert (saved["version"], saved["rows"][0]["target_share"]) == (now["version"] + 1, 0.99)
    assert heard == [saved["version"]]
    versions = (await browser.get("/api/tiers/entitlements/versions")).json()
    assert (versions[0]["version"], versions[0]["by"]) == (saved["version"], "boss")
    old = (await browser.get(f"/api/tiers/entitlements/versions/{now['version']}")).json()
    assert old["rows"] == now["rows"]
    stale = await browser.put("/api/tiers/entitlements", json=body)
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "entitlements-changed")


async def test_an_unfair_table_is_refused_with_its_place(
    browser: AsyncClient, heard: list[int]
) -> None:
    table = rows()
    del table[5]["max_wait_ms"]
    answer = await browser.put("/api/tiers/entitlements", json={"version": 1, "rows": table})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "entitlements-refused")
    assert "rows[5].max_wait_ms" in error["details"]["mistakes"]
    assert heard == []


async def test_a_row_written_twice_is_refused(browser: AsyncClient) -> None:
    body = {"version": 1, "rows": [*rows(), rows()[0]]}
    answer = await browser.put("/api/tiers/entitlements", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request-invalid")
