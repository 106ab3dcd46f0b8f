"""Carrying offers out, in order, once they are journalled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from yingda.routing.mailbox import Mailbox
from yingda.routing.model import Offer, Refusal

log = logging.getLogger(__name__)

OnOffers = Callable[[Sequence[Offer]], Awaitable[None]]


class Carrier:
    """Hands offers to the subscriber, off the writer's way. A subscriber that fails loses none."""

    def __init__(self, on_offers: OnOffers, mailbox: Mailbox) -> None:
        self._on_offers = on_offers
        self._mailbox = mailbox
        self._offers: asyncio.Queue[list[Offer]] = asyncio.Queue()

    def put(self, offers: list[Offer]) -> None:
        if offers:
            self._offers.put_nowait(offers)

    async def run(self) -> None:
        while True:
            await self._carry(await self._offers.get())

    async def _carry(self, offers: list[Offer]) -> None:
        try:
            await self._on_offers(offers)
        except Exception:  # the outermost loop of offers: whatever fails, the callers wait on
            log.exception("offers could not be carried out: %d", len(offers))
            for offer in offers:
                self._post_refusal(offer)
            return
        for offer in offers:
            self._post_carried(offer)

    def _post_refusal(self, offer: Offer) -> None:
        self._mailbox.leave(
            lambda board, now: board.refused(now, offer.request, offer.agent, Refusal.REJECTED)
        )
        self._mailbox.nudge()

    def _post_carried(self, offer: Offer) -> None:
        """Noted with the next batch: after a crash in between the offer only comes twice."""
        self._mailbox.leave(lambda board, _: board.carried_out(offer.request, offer.decision))
