"""A real database made by the migrations; each test's transaction is rolled back."""

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection, Rollback
from psycopg.rows import dict_row

from yingda.kit.db import Database, PgTx


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def tx(database_url: str) -> AsyncIterator[PgTx]:
    connection = await AsyncConnection.connect(
        database_url, row_factory=dict_row, options="-c timezone=UTC"
    )
    async with connection, connection.transaction() as whole:
        yield PgTx(connection)
        raise Rollback(whole)


@pytest.fixture
async def database(own_database_url: str) -> AsyncIterator[Database]:
    database = Database(own_database_url, size=4)
    await database.open()
    yield database
    await database.close()
