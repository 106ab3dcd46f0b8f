"""The loop of the one writer: take the lease, then batch after batch, until it is lost or over."""

import asyncio
import logging
import time
from datetime import datetime

from prometheus_client import Counter, Histogram

from yingda.kit.clock import Clock, epoch_ms
from yingda.kit.db import DatabaseAway
from yingda.kit.errors import YingdaError
from yingda.routing.board import Board
from yingda.routing.carrier import Carrier
from yingda.routing.changes import Changes, standing_offers
from yingda.routing.errors import RouterStandsBy, RouterStumbled
from yingda.routing.inspector import Inspector
from yingda.routing.mailbox import Letter, Mailbox
from yingda.routing.matches import offer_of
from yingda.routing.model import Offer, Reason, RoutingPlan
from yingda.routing.rules import DIALLING, OFFERED
from yingda.routing.steady import SteadyTime
from yingda.routing.writer import LeaseLost, Writer

log = logging.getLogger(__name__)

BATCH = Histogram(
    "yingda_routing_batch_seconds",
    "From a batch of facts to its journalled decisions.",
    buckets=(0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.1, 1),
)
DECISIONS = Counter("yingda_routing_decisions", "Decisions journalled.")
STUMBLES = Counter("yingda_routing_stumbles", "Times the router began again after a bug.")
REPAIRS = Counter("yingda_routing_repairs", "Disagreements found and mended.", ["kind"])


class Leading:
    """Holds the board while it holds the lease; `board` is None while another router leads."""

    def __init__(
        self,
        *,
        clock: Clock,
        plan: RoutingPlan,
        writer: Writer,
        mailbox: Mailbox,
        carrier: Carrier,
        inspector: Inspector,
    ) -> None:
        self.plan = plan
        self.board: Board | None = None
        self.has_tried = asyncio.Event()
        self.is_leading = asyncio.Event()
        self._clock = clock
        self._writer = writer
        self._mailbox = mailbox
        self._carrier = carrier
        self._inspector = inspector
        self._terms = writer.terms
        self._time = SteadyTime()
        self._stopping = asyncio.Event()
        self._began = time.monotonic()
        self._renew_at = 0.0

    def now(self) -> int:
        """Return the present in steady ms."""
        return self._time.now(epoch_ms(self._clock.now()))

    def stamp(self, moment: datetime) -> int:
        """Return a moment of the wall clock in steady ms."""
        return self._time.of(epoch_ms(moment))

    def stop(self) -> None:
        """End after the batch under way."""
        self._stopping.set()
        self._mailbox.nudge()

    async def run(self) -> None:
        """Lead or stand by until stopped. Whatever goes wrong, the journal is begun from again."""
        while not self._stopping.is_set():
            try:
                await (self._stand_by() if self.board is None else self._turn(self.board))
            except LeaseLost:
                log.warning("the lease has passed to another router")
                self._lay_down(RouterStandsBy())
            except DatabaseAway as away:
                log.warning("the database is away: nothing is decided until it is back")
                await self._lay_down_for_now(away)
            except Exception:  # the outermost loop: a bug must not leave callers waiting for ever
                log.exception("the router stumbled and begins again from its journal")
                STUMBLES.inc()
                await self._lay_down_for_now(RouterStumbled())
        self.board = None
        self._mailbox.close(RouterStandsBy())

    async def _lay_down_for_now(self, why: YingdaError) -> None:
        self._lay_down(why)
        self.has_tried.set()
        await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._terms.renew_ms / 1000):
                await self._stopping.wait()
        except TimeoutError:
            return

    def _lay_down(self, why: YingdaError) -> None:
        self.board = None
        self.is_leading.clear()
        self._mailbox.refuse_all(why)

    async def _stand_by(self) -> None:
        """Take the lease, or refuse who asks and try again soon.

        At the beginning a lease of the past is waited out before anybody is refused.
        """
        if await self._writer.take_lease():
            await self._take_over()
            self.has_tried.set()
            return
        if time.monotonic() - self._began > 1.5 * self._terms.lasts_ms / 1000:
            self.has_tried.set()
            self._mailbox.refuse_all(RouterStandsBy())
        await self._pause()

    async def _take_over(self) -> None:
        """Rebuild from the journal, then pass on the offers nobody is known to have carried out."""
        self._renew_at = time.monotonic() + self._terms.renew_ms / 1000
        board, self._time = await self._writer.rebuild(self.plan, epoch_ms(self._clock.now()))
        uncarried = [
            offer_of(each, Reason.CALL_BACK if each.state is DIALLING else Reason.MOST_URGENT)
            for each in board.requests.values()
            if each.state in {OFFERED, DIALLING} and not each.is_carried_out
        ]
        await self._writer.announce_taking(self.now())
        changes = board.take_changes()
        await self._write(changes)
        fresh = {offer.decision for offer in changes.offers}
        self._carrier.put([each for each in uncarried if each.decision not in fresh])
        self._carrier.put(standing_offers(board.requests, changes.offers))
        self.board = board
        self.is_leading.set()
        log.info("leading: %d requests live", len(board.requests))

    async def _turn(self, board: Board) -> None:
        """Wait for facts or for time, decide, journal, and only then tell and carry out."""
        await self._mailbox.wait(self._idle_s(board))
        began = time.monotonic()
        letters = self._mailbox.take()
        try:
            offers = await self._decide(board, letters)
        except BaseException as failed:
            refuse(letters, failed)
            raise
        for letter in letters:
            letter.accept()
        self._carrier.put(offers)
        if letters:
            BATCH.observe(time.monotonic() - began)
        await self._keep(board)

    async def _decide(self, board: Board, letters: list[Letter]) -> list[Offer]:
        """Do what time and letters bring; return what must be carried out, journalled."""
        now = self.now()
        if board.next_due() <= now:
            board.tick(now)
        for letter in letters:
            try:
                letter.act(board, now)
            except YingdaError as refusal:
                letter.refuse(refusal)
        changes = board.take_changes()
        await self._write(changes)
        return standing_offers(board.requests, changes.offers)

    async def _write(self, changes: Changes) -> None:
        if not changes:
            return
        await self._writer.journal(changes)
        DECISIONS.inc(len(changes.decisions))
        for repair in changes.repairs:
            REPAIRS.labels(repair.kind).inc()
            log.warning("repaired: %s, request %s", repair.kind, repair.request)

    async def _keep(self, board: Board) -> None:
        """Renew the lease and look for disagreements, each when it is time."""
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + self._terms.renew_ms / 1000
            await self._writer.renew_lease()
        if self._inspector.is_due():
            await self._inspector.inspect(board, self._writer, self.now(), self.stamp)
            changes = board.take_changes()
            await self._write(changes)
            self._carrier.put(standing_offers(board.requests, changes.offers))

    def _idle_s(self, board: Board) -> float:
        by_time = (board.next_due() - self.now()) / 1000
        return min(by_time, self._renew_at - time.monotonic(), self._inspector.due_in_s())


def refuse(letters: list[Letter], failed: BaseException) -> None:
    """Tell everybody of the batch that it may not have been written."""
    why: YingdaError = RouterStumbled()
    if isinstance(failed, LeaseLost):
        why = RouterStandsBy()
    elif isinstance(failed, DatabaseAway):
        why = failed
    for letter in letters:
        letter.refuse(why)
