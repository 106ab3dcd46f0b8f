"""The tier of each customer: computed, overridden, remembered; in the transaction of the caller."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yingda.accounts import Actor, AuditTrail, Caller
from yingda.customers import CustomerId
from yingda.customers.ports import TierView
from yingda.kit.clock import Clock
from yingda.kit.db import Tx
from yingda.tiers import scoring
from yingda.tiers.errors import NoTables, OverrideOver, TierNotFound, TierUnknown
from yingda.tiers.events import tier_changed
from yingda.tiers.model import (
    Cause,
    CustomerTier,
    Figures,
    Override,
    Standing,
    TierBook,
    TierChange,
)
from yingda.tiers.specs import WeightsSpec
from yingda.tiers.store import TierStore, VersionStore
from yingda.tiers.views import TierChangeView, change_view, view


class TierService:
    def __init__(self, tx: Tx, clock: Clock, book: TierBook) -> None:
        self._store = TierStore(tx)
        self._versions = VersionStore(tx)
        self._audit = AuditTrail(tx, clock)
        self._tx = tx
        self._clock = clock
        self._book = book

    async def standing(self, customer: CustomerId) -> Standing | None:
        """Return tier and figures of a caller; None for a customer without a tier."""
        found = await self._store.standing(customer)
        if found is None:
            return None
        tier, figures = found
        return Standing(self._book.find(tier.tier(self._clock.now())).code, figures)

    async def views(self, customers: Sequence[CustomerId]) -> dict[CustomerId, TierView]:
        """Return the tier with its why of each customer that has one."""
        now = self._clock.now()
        return {
            tier.customer: view(tier, by, self._book, now)
            for tier, by in await self._store.get(customers)
        }

    async def view(self, customer: CustomerId) -> TierView:
        """Return the tier with its why.

        Raises:
            TierNotFound: this customer has none.
        """
        found = await self.views([customer])
        if customer not in found:
            raise TierNotFound(customer=str(customer))
        return found[customer]

    async def history(self, customer: CustomerId, limit: int = 200) -> list[TierChangeView]:
        """Return every change of a customer's tier, newest first."""
        changes = await self._store.history(customer, limit)
        return [change_view(change, actor, self._book) for change, actor in changes]

    async def set_figures(
        self, figures: Mapping[CustomerId, Figures], cause: Cause = Cause.FIGURES
    ) -> int:
        """Take new figures of some customers, compute their tiers, return how many changed."""
        if not figures:
            return 0
        await self._store.set_figures(figures, self._clock.now())
        return await self.recompute(await self._store.figures(list(figures)), cause)

    async def recompute(self, figures: Mapping[CustomerId, Figures], cause: Cause) -> int:
        """Compute the tiers of these customers and return how many changed.

        Raises:
            NoTables: no weights have been saved.
        """
        weights, now = await self._weights(), self._clock.now()
        before = await self._store.lock(list(figures))
        after = [
            scoring.settle(
                customer,
                before.get(customer),
                scoring.score(weights, known),
                weights=weights,
                now=now,
            )
            for customer, known in figures.items()
        ]
        return await self._write(before, after, cause)

    async def end_overrides(self, limit: int = 1000) -> int:
        """Take back overrides whose time is over, and return how many those were."""
        now = self._clock.now()
        before = await self._store.lock(await self._store.ended_overrides(now, limit))
        after = [scoring.override(tier, None, now) for tier in before.values()]
        await self._write(before, after, Cause.OVERRIDE_ENDED)
        return len(after)

    async def override(self, caller: Caller, customer: CustomerId, given: Override) -> None:
        """Give a tier by hand.

        Raises:
            TierUnknown: the pack has no such tier.
            OverrideOver: it would have ended already.
            TierNotFound: this customer has no tier yet.
        """
        if given.tier not in {tier.code for tier in self._book.tiers}:
            raise TierUnknown(tier=given.tier)
        if not given.holds(self._clock.now()):
            raise OverrideOver(until=given.until.isoformat() if given.until else None)
        await self._overridden(caller, customer, given)

    async def remove_override(self, caller: Caller, customer: CustomerId) -> None:
        """Let the computed tier count again.

        Raises:
            TierNotFound: this customer has no tier.
        """
        await self._overridden(caller, customer, None)

    async def _overridden(
        self, caller: Caller, customer: CustomerId, given: Override | None
    ) -> None:
        before = await self._store.lock([customer])
        if customer not in before:
            raise TierNotFound(customer=str(customer))
        after = scoring.override(before[customer], given, self._clock.now())
        await self._write(before, [after], Cause.OVERRIDE, caller)
        told: dict[str, Any] = {"from": before[customer].told, "to": after.told}
        if given is not None:
            told |= {"reason": given.reason, "until": given.until and given.until.isoformat()}
        await self._audit.record(caller, "tier.overridden", str(customer), told)

    async def _write(
        self,
        before: Mapping[CustomerId, CustomerTier],
        after: Iterable[CustomerTier],
        cause: Cause,
        actor: Actor | None = None,
    ) -> int:
        """Store what is not as it was; a change of tier or override is announced and kept."""
        written = [tier for tier in after if tier != before.get(tier.customer)]
        if not written:
            return 0
        await self._store.save(written)
        changes = [
            (tier, self._change(before.get(tier.customer), tier, cause, actor))
            for tier in written
            if _is_news(before.get(tier.customer), tier)
        ]
        if changes:
            await self._store.add_changes([(tier.customer, change) for tier, change in changes])
            await self._tx.announce(*[tier_changed(*one) for one in changes])
        return len(changes)

    def _change(
        self, before: CustomerTier | None, after: CustomerTier, cause: Cause, actor: Actor | None
    ) -> TierChange:
        return TierChange(
            at=self._clock.now(),
            from_tier=before.told if before else None,
            to_tier=after.told,
            score=after.score.value,
            reason=after.score.reason,
            cause=cause,
            actor=actor.id if actor else None,
        )

    async def _weights(self) -> WeightsSpec:
        saved = await self._versions.weights()
        if saved is None:
            raise NoTables
        return saved.spec


class TierViews:
    """What the customers' room asks of this one."""

    def __init__(self, clock: Clock, book: TierBook) -> None:
        self._clock = clock
        self._book = book

    async def views(self, tx: Tx, customers: Sequence[CustomerId]) -> Mapping[CustomerId, TierView]:
        return await TierService(tx, self._clock, self._book).views(customers)


def _is_news(before: CustomerTier | None, after: CustomerTier) -> bool:
    return before is None or before.version != after.version
