from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from yingda.accounts import Caller, Permission, Role, require
from yingda.customers import seeded_id
from yingda.customers.api import CustomersEdge, router
from yingda.customers.tests.fakes import WANG, MadeUpTiers, OneTransaction, StillClock, caller_with
from yingda.kit.db import PgTx
from yingda.kit.http import install

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("customers")]
PATH = f"/api/customers/{seeded_id(WANG.key)}"


class Door:
    """Lets in whoever stands before it."""

    def __init__(self) -> None:
        self.caller = caller_with(Role.AGENT)

    def signed_on(self, permission: Permission | None) -> Callable[..., Awaitable[Caller]]:
        async def caller() -> Caller:
            if permission is not None:
                require(self.caller, permission)
            return self.caller

        return caller


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def browser(tx: PgTx, door: Door) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    install(app)
    edge = CustomersEdge(OneTransaction(tx), StillClock(), MadeUpTiers())
    app.include_router(router(edge, door.signed_on))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://centre.test") as client:
        yield client


async def test_an_agent_finds_a_customer_with_hidden_numbers(browser: AsyncClient) -> None:
    rows = (await browser.get("/api/customers", params={"q": "wxm"})).json()
    row = next(one for one in rows if one["id"] == str(seeded_id(WANG.key)))
    assert (row["name"], row["phone"], row["tier"]["tier"]) == ("王小明", "010-****4321", "gold")
    whole = (await browser.get(PATH)).json()
    assert [one["value"] for one in whole["identities"]] == [
        "010-****4321",
        "138****3210",
        "w***@example.cn",
    ]
    assert whole["products"][0]["since"] == "2021-03-02"
    assert whole["tier"]["name"] == {"zh": "金卡", "en": "Gold"}


async def test_a_supervisor_sees_whole_numbers(browser: AsyncClient, door: Door) -> None:
    door.caller = caller_with(Role.SUPERVISOR)
    whole = (await browser.get(PATH)).json()
    assert [one["value"] for one in whole["identities"]][1] == "13876543210"


async def test_a_planner_sees_no_customer_and_a_reviewer_reveals_none(
    browser: AsyncClient, door: Door
) -> None:
    door.caller = caller_with(Role.PLANNER)
    assert (await browser.get(PATH)).status_code == 403
    door.caller = caller_with(Role.QUALITY)
    asked = {"field": "phone", "reason": "curious"}
    assert (await browser.post(f"{PATH}/reveal", json=asked)).status_code == 403


async def test_revealing_needs_a_reason(browser: AsyncClient) -> None:
    refused = await browser.post(f"{PATH}/reveal", json={"field": "phone", "reason": ""})
    assert refused.status_code == 422
    told = await browser.post(f"{PATH}/reveal", json={"field": "phone", "reason": "回电"})
    assert told.json() == {"value": "010-87654321"}


async def test_a_stale_edit_is_a_conflict(browser: AsyncClient) -> None:
    assert (await browser.patch(PATH, json={"version": 1, "note": "一"})).json()["version"] == 2
    stale = await browser.patch(PATH, json={"version": 1, "note": "二"})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "customer-changed")


async def test_a_customer_is_added_with_numbers(browser: AsyncClient) -> None:
    body = {"name": "赵敏", "phones": ["131 1111 3333"], "emails": ["zm@example.cn"]}
    made = await browser.post("/api/customers", json=body)
    assert made.status_code == 201
    assert made.json()["name_pinyin"] == "zm zhaomin"
    again = await browser.post("/api/customers", json=body)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "identity-taken")


@pytest.mark.parametrize(
    "change",
    [
        {"note": "x" * 20_001},
        {"name": ""},
        {"name": "a\x00b"},
        {"language": "tlh"},
        {"preferences": {"shoe_size": 43}},
        {"identities": {"add": [{"kind": "shoe", "value": "43"}]}},
        {"identities": {"add": [{"kind": "phone", "value": "none"}]}},
        {"birth_year": 99},
    ],
)
async def test_what_makes_no_sense_is_refused(browser: AsyncClient, change: dict[str, Any]) -> None:
    answer = await browser.patch(PATH, json={"version": 1, **change})
    assert answer.status_code == 422
    assert (await browser.get(PATH)).json()["version"] == 1


@pytest.mark.parametrize("path", ["/api/customers/nobody", f"/api/customers/{seeded_id('x')}"])
async def test_a_wrong_id_is_a_clear_error(browser: AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code in {404, 422}
    assert answer.json()["error"]["code"] in {"customer-not-found", "request-invalid"}


async def test_searching_for_odd_signs_is_no_error(browser: AsyncClient) -> None:
    for text in ("%", "' --", "😀"):
        assert (await browser.get("/api/customers", params={"q": text})).status_code == 200
    assert (await browser.get("/api/customers", params={"q": "a\x00"})).status_code == 422
