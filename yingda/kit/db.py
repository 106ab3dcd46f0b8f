"""PostgreSQL through one pool: a transaction opened at the edge, SQL only in the stores."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString, Protocol

from psycopg import AsyncConnection, AsyncPipeline, AsyncRawCursor, OperationalError
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic_core import from_json, to_json

from yingda.kit.clauses import TELL, ChangedMeanwhile, Clause, DatabaseAway, Pen, as_json, away
from yingda.kit.ledger import Ledger, Page, Tell
from yingda.kit.outbox import Fact

__all__ = ["Database", "DatabaseAway", "Params", "PgTx", "Row", "Tell", "Tx"]

Row = DictRow
Params = Mapping[str, Any] | Sequence[Any]

set_json_dumps(to_json)
set_json_loads(from_json)


class Tx(Pen, Protocol):
    """What a store may do inside the transaction it was given."""

    async def fetch_all(self, sql: LiteralString, params: Params = ()) -> list[Row]:
        """Return every row."""
        ...

    async def fetch_one(self, sql: LiteralString, params: Params = ()) -> Row | None:
        """Return the first row, or nothing."""
        ...

    async def execute(self, sql: LiteralString, params: Params = ()) -> int:
        """Run a statement and return how many rows it touched."""
        ...

    async def execute_many(self, sql: LiteralString, rows: Sequence[Params]) -> None:
        """Run a statement once a row, in one round trip."""
        ...


class PgTx:
    """A transaction of a real connection, in one pipeline with its BEGIN and COMMIT or in none."""

    def __init__(
        self, connection: AsyncConnection[DictRow], pipeline: AsyncPipeline | None = None
    ) -> None:
        self.connection = connection
        self._pipeline = pipeline
        self.announced: list[Fact] = []

    async def fetch_all(self, sql: LiteralString, params: Params = ()) -> list[Row]:
        return await (await self.connection.execute(sql, params)).fetchall()

    async def fetch_one(self, sql: LiteralString, params: Params = ()) -> Row | None:
        return await (await self.connection.execute(sql, params)).fetchone()

    async def execute(self, sql: LiteralString, params: Params = ()) -> int:
        cursor = await self.connection.execute(sql, params)
        if self._pipeline is not None:
            await self._pipeline.sync()
        return cursor.rowcount

    async def execute_many(self, sql: LiteralString, rows: Sequence[Params]) -> None:
        if rows:
            async with self.connection.cursor() as cursor:
                await cursor.executemany(sql, rows)

    async def put(self, clause: Clause, rows: Sequence[object]) -> None:
        cursor = AsyncRawCursor(self.connection)
        await cursor.execute(clause.sql, (as_json(rows),))
        if clause.is_strict and len(await cursor.fetchall()) != len(rows):
            raise ChangedMeanwhile(what=clause.name)

    async def announce(self, *facts: Fact) -> None:
        await self.put(TELL, facts)
        self.announced += facts


def _nobody(_: Sequence[Fact]) -> None:
    """Tell nobody here: the relay will tell everybody."""


class Database:
    """The pool. `transaction()` commits when its block ends and rolls back when it raises.

    `tell` hears at once of what a transaction of this process announced and committed.
    """

    def __init__(
        self, url: str, *, size: int = 10, timeout_s: float = 10.0, tell: Tell = _nobody
    ) -> None:
        self.url = url
        self._tell = tell
        self._ledger = Ledger(url, tell)
        self._pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
            url,
            min_size=min(2, size),
            max_size=size,
            open=False,
            timeout=timeout_s,
            kwargs={
                "row_factory": dict_row,
                "options": "-c timezone=UTC",
                "autocommit": True,  # BEGIN is ours to send, so that nobody waits for it alone
            },
            connection_class=AsyncConnection[DictRow],
        )

    async def open(self) -> None:
        """Open the pool.

        Raises:
            DatabaseAway: no connection within the time-out.
        """
        try:
            await self._pool.open(wait=True)
        except PoolTimeout as gone:
            raise DatabaseAway from gone

    async def close(self) -> None:
        await self._ledger.close()
        await self._pool.close()

    async def post(self, page: Page) -> None:
        """Write a page of the ledger together with what others post; return once it is on disk.

        Raises:
            ChangedMeanwhile: a row is not as it was read, or is there already. Nothing is written.
            DatabaseAway: it may or may not have been written.
        """
        await self._ledger.post(page)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[PgTx]:
        """Yield a way to look things up, each statement by itself.

        Raises:
            DatabaseAway: the server cannot be reached or went away inside the block.
        """
        try:
            async with self._pool.connection() as connection:
                yield PgTx(connection)
        except (PoolTimeout, OperationalError) as gone:
            raise away(gone) from gone

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PgTx]:
        """Yield one transaction: BEGIN goes with its first statement, COMMIT with its last.

        Raises:
            DatabaseAway: the server cannot be reached or went away inside the block.
        """
        try:
            async with self._pool.connection() as connection, connection.pipeline() as pipeline:
                tx = PgTx(connection, pipeline)
                await connection.execute("BEGIN")
                yield tx
                await connection.commit()
        except (PoolTimeout, OperationalError) as gone:
            raise away(gone) from gone
        self._tell(tx.announced)
