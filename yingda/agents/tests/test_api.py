"""The routes, on a database of their own, for callers of different roles."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, Request

from yingda.accounts import Caller, Permission, Role, UserId, permissions_of, require
from yingda.agents import AgentId, AgentSpec, Availability, ProfileService
from yingda.agents.api import AgentsEdge, router
from yingda.agents.ports import PhoneCredentials, PhoneKind
from yingda.agents.tests.conftest import JUNIOR, SENIOR, SKILLS, add_user
from yingda.agents.tests.examples import LI, POLICY, HandClock
from yingda.kit import http
from yingda.kit.db import Database

pytestmark = pytest.mark.anyio

SUPERVISOR = UserId(LI)


class FakePhones:
    async def credentials(self, agent: AgentId, kind: PhoneKind) -> PhoneCredentials:
        return PhoneCredentials("wss://x/ws", f"sip:{agent}@x", str(agent), "secret", "x")


def doors() -> Callable[[Permission | None], Callable[..., Awaitable[Caller]]]:
    """Trust the header: `role:id`."""

    def signed_on(permission: Permission | None) -> Callable[..., Awaitable[Caller]]:
        async def caller(request: Request) -> Caller:
            role, _, user = request.headers["x-caller"].partition(":")
            roles = frozenset({Role(role)})
            found = Caller(UserId(UUID(user)), "l", "n", roles, permissions_of(roles))
            if permission is not None:
                require(found, permission)
            return found

        return caller

    return signed_on


class Desk:
    """A client, the agent's id, and what the router was told."""

    def __init__(self, client: httpx.AsyncClient, agent: AgentId) -> None:
        self.client = client
        self.agent = agent
        self.planned = 0
        self.told: list[tuple[AgentId, Availability]] = []

    async def tell(self, agent: AgentId, availability: Availability) -> None:
        self.told.append((agent, availability))

    async def plan(self) -> None:
        self.planned += 1

    async def ask(
        self, method: str, path: str, body: Any = None, role: str = "agent"
    ) -> httpx.Response:
        user = self.agent if role == "agent" else SUPERVISOR
        headers = {"x-caller": f"{role}:{user}"}
        return await self.client.request(method, f"/api{path}", json=body, headers=headers)


@pytest.fixture
async def desk(own_database_url: str, clock: HandClock) -> AsyncIterator[Desk]:
    database = Database(own_database_url, size=2)
    await database.open()
    async with database.transaction() as tx:
        agent = await add_user(tx, clock, "王芳")
        profiles = ProfileService(tx, clock, SKILLS)
        await profiles.seed_groups([JUNIOR, SENIOR])
        await profiles.seed_agent(
            agent, AgentSpec(login="x", staff_no="8001", grade=5, group="junior")
        )
    app = FastAPI()
    http.install(app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        made = Desk(client, agent)
        edge = AgentsEdge(database, clock, POLICY, SKILLS, FakePhones(), made.tell, made.plan)
        app.include_router(router(edge, doors()))
        yield made
    await database.close()


async def test_an_agent_signs_on_and_becomes_ready(desk: Desk) -> None:
    answer = await desk.ask("POST", "/me/sign-on", {"seat": "tab-1"})
    assert answer.status_code == 200
    assert answer.json()["agent"]["state"] == "not-ready"
    assert answer.json()["phone"]["password"] == "secret"

    answer = await desk.ask("PUT", "/me/state", {"state": "ready"})
    assert (answer.status_code, answer.json()["state"]) == (200, "ready")
    assert [availability.is_ready for _, availability in desk.told] == [False, True]
    assert (await desk.ask("GET", "/me/agent")).json() == answer.json()
    assert (await desk.ask("GET", "/agents")).json() == [answer.json()]


async def test_a_second_tab_takes_over_after_asking(desk: Desk) -> None:
    await desk.ask("POST", "/me/sign-on", {"seat": "tab-1"})

    taken = await desk.ask("POST", "/me/sign-on", {"seat": "tab-2"})
    assert taken.status_code == 409
    assert taken.json()["error"]["code"] == "seat-taken"
    assert taken.json()["error"]["details"].keys() == {"since"}
    over = await desk.ask("POST", "/me/sign-on", {"seat": "tab-2", "take_over": True})
    assert over.json()["agent"]["seat"] == "tab-2"


async def test_a_supervisor_sets_a_state_and_an_agent_may_not(desk: Desk) -> None:
    await desk.ask("POST", "/me/sign-on", {"seat": "tab-1"})
    path, body = f"/agents/{desk.agent}/state", {"state": "not-ready", "reason": "meal"}

    refused = await desk.ask("PUT", path, body)
    assert refused.status_code == 403
    done = await desk.ask("PUT", path, body, role="supervisor")
    assert (done.json()["state"], done.json()["reason"]) == ("not-ready", "meal")
    off = await desk.ask("PUT", path, {"state": "signed-off"}, role="supervisor")
    assert off.json()["state"] == "signed-off"


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (("PUT", "/me/state", {"state": "ready"}), 409, "not-signed-on"),
        (("PUT", "/me/state", {"state": "talking"}), 422, "request-invalid"),
        (("PUT", "/me/state", {"state": "not-ready", "reason": "golf"}), 422, "reason-unknown"),
        (("POST", "/me/sign-on", {"seat": "a b"}), 422, "request-invalid"),
        (("POST", "/me/sign-on", {"seat": "x" * 65}), 422, "request-invalid"),
        (("PATCH", f"/agents/{LI}", {"version": 1}), 403, "not-permitted"),
    ],
)
async def test_what_cannot_be_is_refused(
    desk: Desk, request_: tuple[str, str, Any], status: int, code: str
) -> None:
    answer = await desk.ask(*request_)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_somebody_who_is_no_agent_has_no_seat(desk: Desk) -> None:
    answer = await desk.ask("GET", "/me/agent", role="supervisor")
    assert (answer.status_code, answer.json()) == (200, None)


async def test_a_supervisor_changes_skills_and_capacity(desk: Desk) -> None:
    path = f"/agents/{desk.agent}"
    body = {"version": 1, "skills": {"fault": 3}, "capacity": {"voice": 1, "chat": 3}}

    changed = await desk.ask("PATCH", path, body, role="supervisor")
    assert changed.json()["skills"] == [{"skill": "fault", "level": 3}]
    assert changed.json()["capacity"] == {"chat": 3, "voice": 1}
    again = await desk.ask("PATCH", path, body, role="supervisor")
    assert again.json()["error"]["code"] == "agent-changed"
    assert desk.planned == 1


async def test_my_day_is_told_by_state(desk: Desk, clock: HandClock) -> None:
    clock.pass_(60)
    await desk.ask("POST", "/me/sign-on", {"seat": "tab-1"})
    clock.pass_(30)

    day = (await desk.ask("GET", "/me/state-log")).json()
    assert [(t["state"], t["total_ms"], t["count"]) for t in day["totals"]] == [
        ("signed-off", 60_000, 1),
        ("not-ready", 30_000, 1),
    ]
