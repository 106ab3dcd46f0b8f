"""Every route, tried by every role and by nobody: who may do what, in one table."""

from collections.abc import Mapping
from typing import Final

import pytest

from tests.journeys.floor import Floor
from tests.lab.desk import Desk

pytestmark = [pytest.mark.anyio, pytest.mark.engine]

LOGINS: Final = ("8001", "supervisor", "quality", "planner", "admin")
AGENT, SUPERVISOR, QUALITY, PLANNER, ADMIN = LOGINS
ALL: Final = frozenset(LOGINS)
PHONES: Final = frozenset({AGENT, SUPERVISOR, ADMIN})
QUEUES: Final = ALL - {QUALITY}
CUSTOMERS: Final = ALL - {PLANNER}
LISTENERS: Final = frozenset({SUPERVISOR, QUALITY, ADMIN})
PLANNERS: Final = frozenset({SUPERVISOR, PLANNER, ADMIN})
LEADERS: Final = frozenset({SUPERVISOR, ADMIN})
ADMINS: Final = frozenset({ADMIN})
ANYBODY: Final = None
"""Needs no session."""

MAY: Final[Mapping[str, frozenset[str] | None]] = {
    "GET /healthz": ANYBODY,
    "GET /metrics": ANYBODY,
    "POST /api/session": ANYBODY,
    "GET /api/demo-logins": ANYBODY,
    "GET /api/web-phone": ANYBODY,
    "POST /api/web-phone/session": ANYBODY,
    "GET /api/session": ALL,
    "DELETE /api/session": ALL,
    "PUT /api/session/password": ALL,
    "GET /api/users": ADMINS,
    "POST /api/users": ADMINS,
    "PATCH /api/users/{user}": ADMINS,
    "GET /api/audit": ADMINS,
    "GET /api/pack": ALL,
    "GET /api/customers": CUSTOMERS,
    "POST /api/customers": PHONES,
    "GET /api/customers/{customer}": CUSTOMERS,
    "PATCH /api/customers/{customer}": PHONES,
    "POST /api/customers/{customer}/reveal": PHONES,
    "GET /api/tiers/customers/{customer}": CUSTOMERS,
    "GET /api/tiers/customers/{customer}/history": CUSTOMERS,
    "PUT /api/tiers/customers/{customer}/override": LEADERS,
    "DELETE /api/tiers/customers/{customer}/override": LEADERS,
    "GET /api/tiers/weights": LEADERS,
    "PUT /api/tiers/weights": LEADERS,
    "POST /api/tiers/weights/preview": LEADERS,
    "GET /api/tiers/entitlements": QUEUES,
    "PUT /api/tiers/entitlements": LEADERS,
    "GET /api/tiers/entitlements/versions": QUEUES,
    "GET /api/tiers/entitlements/versions/{number}": QUEUES,
    "POST /api/me/sign-on": PHONES,
    "POST /api/me/sign-off": PHONES,
    "PUT /api/me/state": ALL,
    "GET /api/me/state-log": ALL,
    "GET /api/me/agent": ALL,
    "GET /api/agents": ALL,
    "POST /api/agents": ADMINS,
    "PATCH /api/agents/{agent}": LEADERS,
    "PUT /api/agents/{agent}/state": LEADERS,
    "GET /api/agents/{agent}/state-log": ALL,
    "POST /api/calls/{contact_id}/hold": PHONES,
    "POST /api/calls/{contact_id}/resume": PHONES,
    "POST /api/calls/{contact_id}/callback-cancel": LEADERS,
    "POST /api/calls/{contact_id}/hang-up": PHONES,
    "POST /api/calls/{contact_id}/reject": PHONES,
    "POST /api/calls/{contact_id}/wrap-up-extend": PHONES,
    "POST /api/calls/{contact_id}/wrap-up-done": PHONES,
    "POST /api/calls/{contact_id}/transfer": PHONES,
    "POST /api/calls/{contact_id}/keys": PHONES,
    "POST /api/calls/{contact_id}/phone-here": PHONES,
    "POST /api/calls/{contact_id}/supervise": LEADERS,
    "POST /api/calls/{contact_id}/leave": LEADERS,
    "GET /api/contacts": CUSTOMERS,
    "GET /api/contacts/{contact}": LISTENERS,
    "PUT /api/contacts/{contact}/disposition": ALL,
    "GET /api/contacts/{contact}/recording": LISTENERS,
    "GET /api/contacts/{contact}/recording/peaks": LISTENERS,
    "GET /api/contacts/{contact_id}/decisions": LISTENERS,
    "GET /api/queues": QUEUES,
    "GET /api/insight/wallboard": QUEUES,
    "POST /api/planning/erlang": PLANNERS,
    "GET /api/planning/today": PLANNERS,
    "GET /api/planning/recorded-day": PLANNERS,
    "GET /api/planning/forecast": PLANNERS,
    "PUT /api/planning/history": PLANNERS,
    "DELETE /api/planning/history": PLANNERS,
    "POST /api/planning/what-if": PLANNERS,
    "POST /api/planning/staff": PLANNERS,
    "GET /api/planning/staff/{job}": PLANNERS,
    "DELETE /api/planning/staff/{job}": PLANNERS,
    "GET /api/planning/what-if/{job}": PLANNERS,
    "DELETE /api/planning/what-if/{job}": PLANNERS,
    "POST /api/planning/staff/{job}/apply": LEADERS,
    "POST /api/planning/what-if/{job}/apply": LEADERS,
}
"""A contact stands for another agent's, of a caller nobody knows: its own agents may read more."""

NOBODYS: Final = "00000000-0000-0000-0000-000000000000"
ENDS_THE_SESSION: Final = "DELETE /api/session"


async def test_every_route_opens_to_its_roles_and_to_nobody_else(floor: Floor) -> None:
    stranger = await floor.calls("13911110031")
    await stranger.hang_up()
    contact = (await floor.latest("13911110031", stage="done"))["id"]
    routes = await _routes(floor)
    assert routes == set(MAY)
    async with Desk(floor.base) as nobody:
        found = {"": await _tried(nobody, routes, contact)}
    for login in LOGINS:
        found[login] = await _tried(await floor.person(login), routes, contact)

    refused = {route: {who for who in found if found[who][route] in {401, 403}} for route in routes}
    wanted = {route: set() if may is None else {"", *(ALL - may)} for route, may in MAY.items()}
    assert refused == wanted
    broken = [(who, each) for who, told in found.items() for each in told if told[each] >= 500]
    assert broken == []


async def _routes(floor: Floor) -> set[str]:
    told = await floor.supervisor.get("openapi.json")
    return {f"{act.upper()} {path}" for path, acts in told["paths"].items() for act in acts}


async def _tried(desk: Desk, routes: set[str], contact: str) -> dict[str, int]:
    """Return the status of every route."""
    tried = sorted(routes, key=lambda each: each == ENDS_THE_SESSION)
    return {each: await _status(desk, each, contact) for each in tried}


async def _status(desk: Desk, route: str, contact: str) -> int:
    """Return the status of an empty request for a route."""
    act, _, path = route.partition(" ")
    for name in ("contact", "contact_id"):
        path = path.replace(f"{{{name}}}", contact)
    for name in ("user", "customer", "agent", "job"):
        path = path.replace(f"{{{name}}}", NOBODYS)
    return await desk.status(act, path.replace("{number}", "1"))
