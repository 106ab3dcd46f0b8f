"""Callers and facts to test with."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from yingda.accounts import Caller, Role, UserId, permissions_of
from yingda.kit.outbox import Entry, Fact

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LI = UserId(UUID(int=1))
WANG = UserId(UUID(int=2))
CONTACT = str(UUID(int=100))


def caller(role: Role, user: UserId = LI) -> Caller:
    roles = frozenset({role})
    return Caller(user, "li", "李", roles, permissions_of(roles))


def a_body(agent: UserId | None = LI, **given: Any) -> dict[str, Any]:
    return {
        "id": CONTACT,
        "stage": "talking",
        "agent_id": str(agent) if agent else None,
        "remote": "13800000001",
        **given,
    }


def a_fact(version: int, body: dict[str, Any] | None, entity: str = "contact") -> Fact:
    return Fact(f"{entity}.changed", entity, CONTACT, version, body, NINE)


def an_entry(version: int, body: dict[str, Any], entity: str = "contact") -> Entry:
    return Entry(entity, CONTACT, version, body)


def mask(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"
