"""The ledger: what many post is written together, in one statement and one commit.

While one batch is on its way to the disk the next one gathers, so that a busy centre pays for
fewer commits, not for more. A page is written whole or not at all.
"""

import asyncio
from collections.abc import Callable, Sequence
from operator import attrgetter

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor, errors
from psycopg.rows import TupleRow

from yingda.kit.clauses import (
    TELL,
    ChangedMeanwhile,
    Clause,
    DatabaseAway,
    as_json,
    away,
    together,
)
from yingda.kit.errors import YingdaError
from yingda.kit.outbox import Fact

# A few rows, each found by its key: a plan for many would read whole tables.
BY_KEY = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
OPTIONS = (
    "-c timezone=UTC -c statement_timeout=10s -c lock_timeout=5s"
    f" -c plan_cache_mode=force_generic_plan {BY_KEY}"
)
LARGEST_BATCH = 64
GATHER_TURNS = 4
"""Turns of the loop given to those whose pages answer what the first one says."""

# Of these the database is sure; of any other operational error it may have written all the same.
_STALE = (errors.SerializationFailure, errors.UniqueViolation)
_IN_THE_WAY = (errors.DeadlockDetected, errors.LockNotAvailable, errors.QueryCanceled)


Act = Callable[[], None]
Tell = Callable[[Sequence[Fact]], None]


class Page:
    """What must be written together. It is a `Pen`: stores write to it as to a transaction."""

    def __init__(self) -> None:
        self.rows: dict[Clause, list[str]] = {}
        self.facts: list[Fact] = []
        self._when_kept: list[Act] = []
        self._when_refused: list[Act] = []

    async def put(self, clause: Clause, rows: Sequence[object]) -> None:
        if rows:
            self.rows.setdefault(clause, []).extend(map(as_json, rows))

    async def announce(self, *facts: Fact) -> None:
        await self.put(TELL, facts)
        self.facts += facts

    def once_kept(self, act: Act) -> None:
        """Do something as soon as the page is on disk."""
        self._when_kept.append(act)

    def once_refused(self, act: Act) -> None:
        """Do something when the page was not written, or perhaps not."""
        self._when_refused.append(act)

    def settle(self, *, is_kept: bool) -> None:
        for act in self._when_kept if is_kept else self._when_refused:
            act()


Posted = tuple[Page, "asyncio.Future[None]"]


class Ledger:
    """One connection that writes pages; `tell` hears at once of the facts that are on disk."""

    def __init__(self, url: str, tell: Tell) -> None:
        self._url = url
        self._tell = tell
        self._connection: AsyncConnection[TupleRow] | None = None
        self._waiting: list[Posted] = []
        self._writing: asyncio.Task[None] | None = None

    async def post(self, page: Page) -> None:
        """Write the page; return once it is on disk and told.

        Raises:
            ChangedMeanwhile: a row is not as it was read, or is there already. Nothing is written.
            DatabaseAway: it may or may not have been written.
        """
        if not page.rows:
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((page, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        try:
            await done
        except BaseException:
            page.settle(is_kept=False)
            raise
        self._tell(page.facts)
        page.settle(is_kept=True)

    async def close(self) -> None:
        """Finish what is under way, then close the connection."""
        if self._writing is not None:
            await self._writing
        await self._let_go()

    async def _write_all(self) -> None:
        for _ in range(GATHER_TURNS):
            await asyncio.sleep(0)
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            await self._write_batch(batch)

    async def _write_batch(self, batch: Sequence[Posted]) -> None:
        """Write a batch; one page that is refused does not keep the others from being written."""
        try:
            await self._write([page for page, _ in batch])
        except psycopg.Error as refused:
            if _is_refused(refused) and len(batch) > 1:
                for one in batch:
                    await self._write_batch([one])
                return
            why = _why(refused)
            if isinstance(why, DatabaseAway):
                await self._let_go()
            _end(batch, why)
        else:
            _end(batch, None)

    async def _write(self, pages: Sequence[Page]) -> None:
        rows: dict[Clause, list[str]] = {}
        for page in pages:
            for clause, written in page.rows.items():
                rows.setdefault(clause, []).extend(written)
        clauses = sorted(rows, key=attrgetter("name"))  # one order: fewer statements to prepare
        given = [f"[{','.join(rows[each])}]" for each in clauses]
        cursor = AsyncRawCursor(await self._connected())
        await cursor.execute(together(tuple(clauses)), given)

    async def _connected(self) -> AsyncConnection[TupleRow]:
        if self._connection is None or self._connection.closed:
            self._connection = await AsyncConnection.connect(
                self._url,
                autocommit=True,
                options=OPTIONS,
                application_name="yingda-ledger",
                prepare_threshold=1,
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=3,
            )
        return self._connection

    async def _let_go(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


def _end(batch: Sequence[Posted], why: Exception | None) -> None:
    for _, done in batch:
        if done.done():
            continue
        if why is None:
            done.set_result(None)
        else:
            done.set_exception(why)


def _is_refused(refused: psycopg.Error) -> bool:
    """Whether the database refused the statement, sure that nothing of it is written."""
    is_away = isinstance(refused, psycopg.OperationalError)
    return not is_away or isinstance(refused, (*_STALE, *_IN_THE_WAY))


def _why(refused: psycopg.Error) -> Exception:
    if isinstance(refused, _STALE):
        why: YingdaError = ChangedMeanwhile()
    elif isinstance(refused, psycopg.OperationalError):
        why = away(refused)
    else:
        return refused
    why.__cause__ = refused
    return why
