"""What this room needs from those above it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from yingda.customers.model import CustomerId
from yingda.kit.db import Tx


class Tiers(Protocol):
    async def views(
        self, tx: Tx, customers: Sequence[CustomerId]
    ) -> Mapping[CustomerId, Mapping[str, Any]]:
        """Return the tier, with its why, of each customer that has one."""
        ...
