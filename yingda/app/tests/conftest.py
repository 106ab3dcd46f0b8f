"""A centre for planners, and a browser in it."""

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient

from yingda.accounts import (
    AccountService,
    Passwords,
)
from yingda.app.reception import FirstTiers
from yingda.app.tests.planner import BOOK, PACK, House, NoonClock
from yingda.kit.db import Database
from yingda.pack.seed import Seeding, seed


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def house(own_database_url: str) -> AsyncIterator[House]:
    database = Database(own_database_url, size=4)
    await database.open()
    clock = NoonClock()
    accounts = AccountService(database, clock, Passwords(), is_demo_allowed=True)
    rooms = Seeding(database, clock, accounts, FirstTiers(clock, BOOK))
    await seed(PACK, rooms, is_demo=True)
    house = House(database)
    yield house
    await house.process.stop()
    await database.close()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(house.app)
    async with AsyncClient(transport=transport, base_url="http://centre.test") as client:
        yield client
