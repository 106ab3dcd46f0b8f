from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from yingda.accounts import SESSION_COOKIE, AccountService
from yingda.accounts.api import router
from yingda.kit.http import install

pytestmark = pytest.mark.anyio


async def enter(browser: AsyncClient, login: str, password: str) -> Response:
    return await browser.post("/api/session", json={"login": login, "password": password})


def code(answer: Response) -> str:
    error: dict[str, Any] = answer.json()["error"]
    assert set(error) == {"code", "kind", "details"}
    return str(error["code"])


async def test_a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(
    browser: AsyncClient,
) -> None:
    answer = await enter(browser, "li.na", "demo-8001")
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/"))
    user = (await browser.get("/api/session")).json()["user"]
    assert (user["login"], user["roles"]) == ("li.na", ["agent"])
    assert "desk.use" in user["permissions"]
    assert "users.edit" not in user["permissions"]


async def test_without_a_session_the_answer_is_401_and_with_too_few_rights_403(
    browser: AsyncClient,
) -> None:
    answer = await browser.get("/api/session")
    assert (answer.status_code, code(answer)) == (401, "not-signed-in")
    await enter(browser, "li.na", "demo-8001")
    answer = await browser.get("/api/users")
    assert (answer.status_code, code(answer)) == (403, "not-permitted")
    assert answer.json()["error"]["details"] == {"permission": "users.edit"}


async def test_wrong_logins_are_403_then_429_with_the_time(browser: AsyncClient) -> None:
    for _ in range(5):
        answer = await enter(browser, "li.na", "wrong")
        assert (answer.status_code, code(answer)) == (403, "wrong-login")
    answer = await enter(browser, "li.na", "demo-8001")
    assert (answer.status_code, code(answer)) == (429, "login-locked")
    assert answer.json()["error"]["details"] == {"until": "2026-11-22T09:00:30+00:00"}


async def test_signing_off_ends_the_session_on_the_server_too(browser: AsyncClient) -> None:
    await enter(browser, "li.na", "demo-8001")
    token = browser.cookies[SESSION_COOKIE]
    assert (await browser.delete("/api/session")).status_code == 204
    browser.cookies.set(SESSION_COOKIE, token)
    assert (await browser.get("/api/session")).status_code == 401


async def test_demo_logins_are_listed_until_their_password_is_changed(
    browser: AsyncClient,
) -> None:
    listed = (await browser.get("/api/demo-logins")).json()
    assert listed[0] == {
        "login": "li.na",
        "password": "demo-8001",
        "name": "李娜",
        "role": "agent",
    }
    await enter(browser, "li.na", "demo-8001")
    changed = {"old": "demo-8001", "new": "a much longer one"}
    assert (await browser.put("/api/session/password", json=changed)).status_code == 204
    assert (await browser.get("/api/session")).status_code == 200
    logins = [one["login"] for one in (await browser.get("/api/demo-logins")).json()]
    assert logins == ["zhao.lei", "admin"]
    assert (await enter(browser, "li.na", "demo-8001")).status_code == 403
    assert (await enter(browser, "li.na", "a much longer one")).status_code == 200


async def test_an_administrator_adds_changes_and_bans_a_user(
    browser: AsyncClient, accounts: AccountService
) -> None:
    await enter(browser, "admin", "demo-admin")
    body = {"login": "wang", "name": "王", "password": "ten letters", "roles": ["agent"]}
    made = await browser.post("/api/users", json=body)
    assert made.status_code == 201
    assert "password" not in made.text
    again = await browser.post("/api/users", json=body)
    assert (again.status_code, code(again)) == (409, "login-taken")

    token = (await accounts.sign_on("wang", "ten letters", "")).token
    path = f"/api/users/{made.json()['id']}"
    ban = {"version": 1, "is_enabled": False, "roles": ["agent", "quality"]}
    banned = await browser.patch(path, json=ban)
    assert banned.json()["version"] == 2
    stale = await browser.patch(path, json={"version": 1, "name": "王五"})
    assert (stale.status_code, code(stale)) == (409, "user-changed")
    browser.cookies.set(SESSION_COOKIE, token)
    assert (await browser.get("/api/session")).status_code == 401

    lines = await accounts.audit(None, 500)
    detail = next(line.detail for line in lines if line.action == "user.changed")
    assert detail == {
        "roles": [["agent"], ["agent", "quality"]],
        "is_enabled": [True, False],
    }


async def test_the_last_administrator_stays(browser: AsyncClient) -> None:
    await enter(browser, "admin", "demo-admin")
    users = (await browser.get("/api/users")).json()
    me = next(user for user in users if user["login"] == "admin")
    answer = await browser.patch(
        f"/api/users/{me['id']}", json={"version": me["version"], "roles": ["planner"]}
    )
    assert (answer.status_code, code(answer)) == (409, "last-administrator")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"login": "A B", "name": "x", "password": "ten letters", "roles": ["agent"]},
        {"login": "x", "name": "x", "password": "ten letters", "roles": ["emperor"]},
        {"login": "x", "name": "x", "password": "ten letters", "roles": []},
        {"login": "x", "name": "x", "password": "short", "roles": ["agent"]},
        {"login": "x", "name": "x", "password": "ten letters", "roles": ["agent"], "id": 1},
    ],
)
async def test_a_user_that_makes_no_sense_is_refused(
    browser: AsyncClient, body: dict[str, Any]
) -> None:
    await enter(browser, "admin", "demo-admin")
    answer = await browser.post("/api/users", json=body)
    assert answer.status_code == 422
    assert code(answer) in {"request-invalid", "password-weak"}


async def test_the_audit_is_read_page_by_page(browser: AsyncClient) -> None:
    await enter(browser, "admin", "demo-admin")
    first = (await browser.get("/api/audit", params={"limit": 2})).json()
    assert [line["action"] for line in first] == ["session.opened", "user.created"]
    assert [line["actor_login"] for line in first] == ["admin", ""]  # the centre itself seeded it
    rest = (await browser.get("/api/audit", params={"before": first[-1]["id"]})).json()
    assert [line["target"] for line in rest] == ["zhao.lei", "li.na"]
    assert (await browser.get("/api/audit", params={"limit": 0})).status_code == 422


@pytest.mark.parametrize(
    ("client", "base", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", 200),
        ("::1", "http://localhost:8000", 200),
        ("127.0.0.1", "https://desk.example.cn", 403),
        ("203.0.113.9", "http://127.0.0.1:8000", 403),
    ],
)
async def test_a_demo_of_this_machine_opens_to_nobody_who_came_from_elsewhere(
    accounts: AccountService, client: str, base: str, status: int
) -> None:
    app = FastAPI()
    install(app)
    app.include_router(router(accounts, is_demo_local=True))
    transport = ASGITransport(app, client=(client, 50000))
    async with AsyncClient(transport=transport, base_url=base) as browser:
        assert (await enter(browser, "li.na", "demo-8001")).status_code == status
        told = (await browser.get("/api/demo-logins")).json()
    assert bool(told) is (status == 200)
