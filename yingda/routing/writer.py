"""The writer: what a router decides goes onto the ledger, and the lease that allows it."""

from psycopg import AsyncConnection, OperationalError
from psycopg.rows import DictRow, dict_row

from yingda.kit.clauses import ChangedMeanwhile
from yingda.kit.db import Database, DatabaseAway, PgTx
from yingda.kit.ledger import Page
from yingda.kit.outbox import Fact
from yingda.routing import checks
from yingda.routing.board import Board
from yingda.routing.changes import Changes
from yingda.routing.events import repaired, steered, taken_over
from yingda.routing.lease import LeaseStore, Terms
from yingda.routing.model import Request, RoutingPlan
from yingda.routing.steady import SteadyTime
from yingda.routing.store import Journal, RoutingStore

OPTIONS = "-c timezone=UTC -c statement_timeout=10s"
NUMBERS_A_FENCE = 2**32


class LeaseLost(Exception):
    """Another router writes now; what was not written is not true."""


class Writer:
    """The connection is for lease and rebuilding; decisions are posted with what others write."""

    def __init__(self, database: Database, *, centre: str, owner: str, terms: Terms) -> None:
        self._database = database
        self._centre = centre
        self._owner = owner
        self.terms = terms
        self._connection: AsyncConnection[DictRow] | None = None
        self._fence = 0

    async def _tx(self) -> PgTx:
        if self._connection is None or self._connection.closed:
            self._connection = await AsyncConnection.connect(
                self._database.url,
                autocommit=True,
                row_factory=dict_row,
                options=OPTIONS,
            )
        return PgTx(self._connection)

    async def take_lease(self) -> bool:
        """Return whether this router may write from now on.

        Raises:
            DatabaseAway: nobody can say.
        """
        try:
            lease = LeaseStore(await self._tx(), self._centre, self.terms)
            fence = await lease.take(self._owner, self._fence)
        except OperationalError as gone:
            raise DatabaseAway from gone
        self._fence = fence or self._fence
        return fence is not None

    async def renew_lease(self) -> None:
        """Keep the lease.

        Raises:
            LeaseLost: it has passed on.
            DatabaseAway: nobody can say.
        """
        try:
            lease = LeaseStore(await self._tx(), self._centre, self.terms)
            if not await lease.renew(self._fence):
                raise LeaseLost
        except OperationalError as gone:
            raise DatabaseAway from gone

    async def rebuild(self, plan: RoutingPlan, wall_ms: int) -> tuple[Board, SteadyTime]:
        """Return the board as the journal has it, matched as far as possible, and its time.

        Raises:
            DatabaseAway: the journal cannot be read.
        """
        try:
            store = RoutingStore(await self._tx(), self._centre)
            time = SteadyTime(await store.newest_stamp())
            board = Board(plan, first_number=self._fence * NUMBERS_A_FENCE + 1)
            board.restore(
                time.now(wall_ms),
                await store.live_requests(),
                await store.readiness(),
                await store.newest_steering(),
            )
        except OperationalError as gone:
            raise DatabaseAway from gone
        return board, time

    async def differing_from(self, board: Board) -> list[Request]:
        """Return the live requests that board and journal do not both have.

        Raises:
            DatabaseAway: the journal cannot be read.
        """
        try:
            store = RoutingStore(await self._tx(), self._centre)
            if await store.tally() == checks.tally(board):
                return []
            return checks.differing(board, await store.live_requests())
        except OperationalError as gone:
            raise DatabaseAway from gone

    async def announce_taking(self, at_ms: int) -> None:
        """Tell that this router writes now."""
        fact = taken_over(self._centre, self._owner, self._fence, at_ms)
        await self._write(Changes(), [fact])

    async def journal(self, changes: Changes) -> None:
        """Write the changes and tell of them, all or nothing.

        Raises:
            LeaseLost: another router writes now.
            DatabaseAway: unknown whether they were written: rebuild.
        """
        facts = [repaired(repair, f"{self._fence}-{repair.number}") for repair in changes.repairs]
        if changes.steering is not None:
            facts.append(steered(self._centre, changes.steering))
        await self._write(changes, facts)

    async def _write(self, changes: Changes, facts: list[Fact]) -> None:
        page = Page()
        await Journal(page, self._centre, self._fence).write(changes)
        await page.announce(*facts)
        try:
            await self._database.post(page)
        except ChangedMeanwhile as refused:
            raise LeaseLost from refused

    async def close(self) -> None:
        """Give the lease back, so that a standby need not wait for its end."""
        if self._connection is None or self._connection.closed:
            return
        try:
            await LeaseStore(await self._tx(), self._centre, self.terms).release(self._fence)
        except OperationalError:
            return
        finally:
            await self._connection.close()
