"""Who is calling: the customer behind a number, their tier, and what a flow may say of them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from yingda.agents import AgentId
from yingda.agents.store import ProfileStore
from yingda.calls.model import House
from yingda.calls.ports import Known
from yingda.contacts import ContactService
from yingda.customers import Customer, CustomerId, CustomerService
from yingda.kit.clock import Clock
from yingda.kit.db import Tx
from yingda.tiers import EntitlementSpec, TierBook, TierService, TierTables, WeightsSpec

_LAST_AGENT_WITHIN: Final = timedelta(days=7)


class FrontDesk:
    """Recognises callers; a stranger has the tier the pack gives to strangers."""

    def __init__(
        self,
        clock: Clock,
        book: TierBook,
        *,
        strangers: str,
        house: Callable[[], House],
    ) -> None:
        self._clock = clock
        self._book = book
        self._strangers = strangers
        self._house = house

    async def recognise(self, tx: Tx, number: str) -> Known:
        customer = await CustomerService(tx, self._clock).find_by_phone(number)
        if customer is None:
            return Known(tier=self._strangers)
        standing = await TierService(tx, self._clock, self._book).standing(customer.id)
        figures = standing.figures if standing else {}
        tier = standing.tier if standing else self._strangers
        seeks_familiar = self._house().seeks_familiar(tier)
        return Known(
            tier=tier,
            customer_id=customer.id,
            name=customer.name,
            language=customer.language,
            familiar=await self._familiar(tx, customer) if seeks_familiar else None,
            figures={
                "name": customer.preferences.address_as or customer.name,
                "elderly": "yes" if customer.preferences.is_elderly else "",
                **{name: _said(value) for name, value in figures.items()},
            },
        )

    async def _familiar(self, tx: Tx, customer: Customer) -> AgentId | None:
        """Return the agent the customer asks for, else who served them last, not long ago."""
        asked_for = customer.preferences.agent
        dedicated = await ProfileStore(tx).owner_of(asked_for) if asked_for else None
        if dedicated is not None:
            return dedicated
        since = self._clock.now() - _LAST_AGENT_WITHIN
        last = await ContactService(tx, self._clock).last_agent(customer.id, since)
        return AgentId(last) if last else None


class FirstTiers:
    """Takes the tables and the figures of a pack's demo."""

    def __init__(self, clock: Clock, book: TierBook) -> None:
        self._clock = clock
        self._book = book

    async def seed_versions(
        self, tx: Tx, weights: WeightsSpec, entitlements: EntitlementSpec
    ) -> None:
        await TierTables(tx, self._clock, self._book).seed(weights, entitlements)

    async def seed_figures(self, tx: Tx, figures: Mapping[CustomerId, Mapping[str, float]]) -> None:
        tiers = TierService(tx, self._clock, self._book)
        known = await tiers.views(list(figures))
        await tiers.set_figures({id_: each for id_, each in figures.items() if id_ not in known})


def _said(value: Any) -> str:
    """Return a figure as one says it: whole numbers without a fraction."""
    is_whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if is_whole else str(value)
