"""A real database made by the migrations; each test's transaction is rolled back."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from psycopg import AsyncConnection, Rollback
from psycopg.rows import dict_row

from yingda.agents import AgentId, AgentSpec, NamedSpec, ProfileService
from yingda.agents.tests.examples import HandClock
from yingda.kit.db import PgTx
from yingda.kit.words import Words

SKILLS = frozenset({"query", "fault"})
JUNIOR = NamedSpec(code="junior", name=Words(zh="初级座席组", en="Junior group"))
SENIOR = NamedSpec(code="senior", name=Words(zh="高级座席组", en="Senior group"))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def tx(database_url: str) -> AsyncIterator[PgTx]:
    connection = await AsyncConnection.connect(
        database_url, row_factory=dict_row, options="-c timezone=UTC"
    )
    async with connection, connection.transaction() as whole:
        yield PgTx(connection)
        raise Rollback(whole)


@pytest.fixture
async def profiles(tx: PgTx, clock: HandClock) -> ProfileService:
    service = ProfileService(tx, clock, SKILLS)
    await service.seed_groups([JUNIOR, SENIOR])
    return service


@pytest.fixture
async def agent(tx: PgTx, clock: HandClock, profiles: ProfileService) -> AgentId:
    """An agent of the junior group, signed off."""
    user = await add_user(tx, clock, "王芳")
    spec = AgentSpec(
        login="x", staff_no=user.hex[:16], grade=5, group="junior", skills={"query": 2}
    )
    assert await profiles.seed_agent(user, spec)
    return user


async def add_user(tx: PgTx, clock: HandClock, name: str) -> AgentId:
    user = AgentId(uuid4())
    await tx.execute(
        """
        INSERT INTO users (id, login, name, password_hash, roles, created_at)
        VALUES (%s, %s, %s, '', '{agent}', %s)
        """,
        (user, user.hex, name, clock.now()),
    )
    return user
