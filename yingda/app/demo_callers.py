"""Customers of the demo whom the web phone may call as."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from yingda.calls.web_phone import DemoCaller
from yingda.customers import CustomerId, CustomerSpec, seeded_id
from yingda.tiers import TierBook, TierService

_LOOKED_AT: Final = 60
_A_TIER: Final = 4


class DemoBook:
    """The pack's demo customers with a number, and the tiers they have now."""

    def __init__(
        self, customers: Sequence[CustomerSpec], tiers: TierService, book: TierBook
    ) -> None:
        self._customers = {seeded_id(spec.key): spec for spec in customers if spec.phones}
        self._tiers = tiers
        self._book = book

    async def some(self) -> Sequence[DemoCaller]:
        ids = list(self._customers)[:_LOOKED_AT]
        views = await self._tiers.views(ids)
        callers = [self._caller(id_, str(views[id_]["tier"])) for id_ in ids if id_ in views]
        return [
            caller
            for tier in self._book.by_rank
            for caller in [each for each in callers if each.tier == tier.code][:_A_TIER]
        ]

    async def number_of(self, customer: UUID) -> str | None:
        spec = self._customers.get(CustomerId(customer))
        return spec.phones[0] if spec else None

    def _caller(self, customer: CustomerId, tier: str) -> DemoCaller:
        spec = self._customers[customer]
        return DemoCaller(
            id=customer,
            name=spec.name,
            number=spec.phones[0],
            tier=tier,
            tier_name=self._book.find(tier).name,
        )
