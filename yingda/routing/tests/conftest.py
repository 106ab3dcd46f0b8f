"""A database of each test's own: the router commits."""

from collections.abc import AsyncIterator

import pytest

from yingda.kit.db import Database


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(own_database_url: str) -> AsyncIterator[Database]:
    database = Database(own_database_url, size=4)
    await database.open()
    yield database
    await database.close()
