"""A real database made by the migrations; each test's transaction is rolled back."""

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection, Rollback
from psycopg.rows import dict_row

from yingda.customers import CustomerService, seeded_id
from yingda.kit.db import PgTx
from yingda.tiers import TierService, TierTables
from yingda.tiers.tests.fakes import BOOK, POOR, RICH, TurnedClock, entitlements, weights


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
async def tx(database_url: str, clock: TurnedClock) -> AsyncIterator[PgTx]:
    """Two customers with figures, and version 1 of both tables."""
    connection = await AsyncConnection.connect(
        database_url, row_factory=dict_row, options="-c timezone=UTC"
    )
    async with connection, connection.transaction() as whole:
        tx = PgTx(connection)
        await CustomerService(tx, clock).seed([RICH, POOR])
        await TierTables(tx, clock, BOOK).seed(weights(), entitlements())
        figures = {seeded_id(spec.key): spec.figures for spec in (RICH, POOR)}
        await TierService(tx, clock, BOOK).set_figures(figures)
        yield tx
        raise Rollback(whole)


@pytest.fixture
def tiers(tx: PgTx, clock: TurnedClock) -> TierService:
    return TierService(tx, clock, BOOK)


@pytest.fixture
def tables(tx: PgTx, clock: TurnedClock) -> TierTables:
    return TierTables(tx, clock, BOOK)
