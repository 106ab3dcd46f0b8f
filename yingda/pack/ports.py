"""What seeding needs from outside."""

from collections.abc import Mapping
from typing import Protocol

from yingda.customers import CustomerId
from yingda.kit.db import Tx
from yingda.tiers import EntitlementSpec, WeightsSpec


class TierSeeds(Protocol):
    """The tiers room: first versions, and figures from which tiers are computed."""

    async def seed_versions(
        self, tx: Tx, weights: WeightsSpec, entitlements: EntitlementSpec
    ) -> None:
        """Make the pack's weights and entitlements version 1, unless there are versions."""
        ...

    async def seed_figures(self, tx: Tx, figures: Mapping[CustomerId, Mapping[str, float]]) -> None:
        """Store the figures of customers who have none, and compute their tiers."""
        ...
