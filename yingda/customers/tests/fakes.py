"""A clock that stands still, tiers made up, and a database that is one transaction."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Final

from yingda.accounts import Caller, Permission, Role, UserId, permissions_of
from yingda.customers import CustomerId, CustomerSpec, ProductSpec
from yingda.customers.ports import TierView
from yingda.kit.db import Database, PgTx, Tx
from yingda.kit.ids import new_id
from yingda.kit.words import Words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

WANG = CustomerSpec(
    key="test-wang",
    name="王小明",
    company="小明茶叶店",
    phones=("138 7654 3210", "010-87654321"),
    emails=("Wang.XM@example.cn",),
    products=(ProductSpec(code="broadband", name="宽带 1000M", since=date(2021, 3, 2)),),
    figures={"monthly_spend": 412},
)
LI = CustomerSpec(key="test-li", name="李晓敏", phones=("13976543210",))


class StillClock:
    def now(self) -> datetime:
        return NOW


GOLD: Final[TierView] = {
    "tier": "gold",
    "name": Words(zh="金卡", en="Gold"),
    "score": 86.0,
    "reason": [],
    "computed": "gold",
    "since": "2026-01-01T00:00:00Z",
    "override": None,
    "version": 1,
}


class MadeUpTiers:
    async def views(self, tx: Tx, customers: Sequence[CustomerId]) -> Mapping[CustomerId, TierView]:
        return dict.fromkeys(customers, GOLD)


class OneTransaction(Database):
    """Gives everybody a savepoint of the test's transaction, which is rolled back in the end."""

    def __init__(self, tx: PgTx) -> None:
        self._tx = tx

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PgTx]:
        async with self._tx.connection.transaction():
            yield self._tx


def caller_with(role: Role) -> Caller:
    roles = frozenset({role})
    permissions: frozenset[Permission] = permissions_of(roles)
    return Caller(UserId(new_id()), f"the-{role}", "Somebody", roles, permissions, "10.0.0.7")
