"""A small book of tiers, weights and entitlements, and a clock to turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from yingda.customers import CustomerSpec
from yingda.kit.db import Database, PgTx
from yingda.tiers import EntitlementSpec, TierBook, TierSpec, WeightsSpec

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


BOOK = TierBook(
    tiers=tuple(
        TierSpec.model_validate({"code": code, "name": words(zh), "rank": rank, "colour": "c"})
        for code, zh, rank in [("gold", "金卡", 1), ("silver", "银卡", 2), ("mass", "大众", 3)]
    ),
    service_kinds=frozenset({"query", "complaint"}),
    channels=frozenset({"voice", "chat"}),
    groups=frozenset({"senior", "junior"}),
)

WEIGHTS: dict[str, Any] = {
    "inputs": {
        "contribution": {
            "weight": 60,
            "figures": {
                "spend": {"name": words("月均消费"), "points": [[0, 0], [100, 40], [500, 100]]}
            },
        },
        "loyalty": {
            "weight": 20,
            "figures": {"years": {"name": words("在网年限"), "points": [[0, 0], [10, 100]]}},
        },
        "credit": {
            "weight": 20,
            "figures": {
                "late": {"name": words("逾期"), "points": [[0, 100], [5, 0]], "missing": 50}
            },
        },
    },
    "bands": {"gold": 70, "silver": 40, "mass": 0},
    "margin": 5,
}


def rows() -> list[dict[str, Any]]:
    senior, junior = {"group": "senior"}, {"group": "junior", "rank": 2, "after_ms": 3000}
    plain: dict[str, Any] = {"within_ms": 20000, "abandon_cap": 0.05, "steps": [senior, junior]}
    return [
        {"tier": "gold", "target_share": 0.95, **plain, "greeting": "gold", "wrap_up_ms": 45000},
        {"tier": "gold", "service_kind": "complaint", "target_share": 0.97},
        {"tier": "gold", "channel": "chat", "within_ms": 60000, "target_share": 0.9},
        {"tier": "gold", "service_kind": "complaint", "channel": "chat", "abandon_cap": 0.01},
        {"tier": "silver", "target_share": 0.85, **plain},
        {"tier": "mass", "target_share": 0.7, **plain, "max_wait_ms": 180000, "reserve": 1},
    ]


def weights(**changed: Any) -> WeightsSpec:
    return WeightsSpec.model_validate(WEIGHTS | changed)


def entitlements() -> EntitlementSpec:
    return EntitlementSpec.model_validate({"rows": rows()})


RICH = CustomerSpec(key="test-rich", name="富", figures={"spend": 500, "years": 10, "late": 0})
POOR = CustomerSpec(key="test-poor", name="贫", figures={"spend": 0, "years": 1, "late": 5})


class TurnedClock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


class OneTransaction(Database):
    """Gives everybody a savepoint of the test's transaction, which is rolled back in the end."""

    def __init__(self, tx: PgTx) -> None:
        self._tx = tx

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PgTx]:
        async with self._tx.connection.transaction():
            yield self._tx
