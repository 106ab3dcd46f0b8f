"""What this room needs from those above it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from typing_extensions import TypedDict

from yingda.customers.model import CustomerId
from yingda.kit.db import Tx
from yingda.kit.words import Words


class ReasonView(TypedDict):
    """One figure's part in a score; `name` is the pack's word for it."""

    input: str
    figure: str
    name: Words
    value: float | None
    points: float
    weight: float


class OverrideView(TypedDict):
    """A tier given by hand; without `until` it holds until it is taken back."""

    tier: str
    reason: str
    by: str
    until: str | None


class TierView(TypedDict):
    """The tier of a customer with its why; `computed` is that of the score alone."""

    tier: str
    name: Words
    score: float
    reason: list[ReasonView]
    computed: str
    since: str
    override: OverrideView | None
    version: int


class Tiers(Protocol):
    async def views(self, tx: Tx, customers: Sequence[CustomerId]) -> Mapping[CustomerId, TierView]:
        """Return the tier, with its why, of each customer that has one."""
        ...
