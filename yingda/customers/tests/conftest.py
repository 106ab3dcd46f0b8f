"""A real database made by the migrations; each test's transaction is rolled back."""

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection, Rollback
from psycopg.rows import dict_row

from yingda.customers import CustomerService
from yingda.customers.tests.fakes import LI, WANG, StillClock
from yingda.kit.db import PgTx


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
async def customers(tx: PgTx) -> CustomerService:
    service = CustomerService(tx, StillClock())
    await service.seed([WANG, LI])
    return service
