"""A real database of its own, a clock to turn, and the routes as a browser meets them."""

import uuid
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from psycopg import sql

from yingda.accounts import AccountService, Passwords
from yingda.accounts.api import router
from yingda.accounts.tests.fakes import DEMO, TurnedClock
from yingda.kit.db import Database
from yingda.kit.http import install
from yingda.launcher import Parts, migrate


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture(scope="module")
def room_url(postgres: Parts, database_url: str) -> Iterator[str]:
    """A database of this file's tests: the service opens transactions that cannot be undone."""
    name = f"t{uuid.uuid4().hex}"
    assert postgres.admin_url is not None
    with psycopg.connect(postgres.admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER yingda").format(sql.Identifier(name)))
        url = f"{database_url.rpartition('/')[0]}/{name}"
        migrate(url)
        yield url
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
async def database(room_url: str) -> AsyncIterator[Database]:
    database = Database(room_url, size=8)
    await database.open()
    async with database.transaction() as tx:
        await tx.execute("TRUNCATE users, sessions, audit, sign_on_guesses, outbox CASCADE")
    yield database
    await database.close()


@pytest.fixture
async def accounts(database: Database, clock: TurnedClock) -> AsyncIterator[AccountService]:
    passwords = Passwords()
    accounts = AccountService(database, clock, passwords, is_demo_allowed=True)
    await accounts.seed(DEMO)
    yield accounts
    passwords.close()


@pytest.fixture
async def browser(accounts: AccountService) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    install(app)
    app.include_router(router(accounts))
    transport = ASGITransport(app, client=("127.0.0.1", 50000))
    async with AsyncClient(transport=transport, base_url="http://yingda.test") as client:
        yield client
