"""The desk reads the pack."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic_core import from_json, to_json

from yingda.accounts import Caller, Permission, Role, UserId, permissions_of
from yingda.kit.ids import new_id
from yingda.pack import load_pack, view
from yingda.pack.api import router

PACK = load_pack(Path(__file__).parents[3] / "packs" / "telecom")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_a_desk_user_reads_the_pack() -> None:
    asked: list[Permission | None] = []

    def signed_on(permission: Permission | None) -> Callable[..., Awaitable[Caller]]:
        asked.append(permission)

        async def caller() -> Caller:
            roles = frozenset({Role.AGENT})
            return Caller(UserId(new_id()), "8001", "陈静", roles, permissions_of(roles))

        return caller

    app = FastAPI()
    app.include_router(router(PACK, signed_on))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        answer = await client.get("/api/pack")

    assert answer.json() == from_json(to_json(view(PACK)))
    assert answer.json()["access_numbers"][0] == {
        "number": "10000",
        "name": {"zh": "客户服务热线（人工）", "en": "Service line (people)"},
    }
    assert asked == [Permission.DESK_USE]
