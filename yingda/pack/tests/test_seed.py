"""The telecom pack in a database of its own: everything arrives, and arriving twice is once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from yingda.accounts import AccountService, Passwords
from yingda.agents import ProfileService
from yingda.customers import CustomerId, CustomerService
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database, Tx
from yingda.pack import load_pack
from yingda.pack.seed import Seeding, seed
from yingda.pack.tests.reckoning import tier_of
from yingda.tiers import EntitlementSpec, TierService, TierTables, WeightsSpec

pytestmark = pytest.mark.anyio

PACK = load_pack(Path(__file__).parents[3] / "packs" / "telecom")
EXPECTED = Counter(tier_of(PACK, customer) for customer in PACK.demo.customers)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class RealTiers:
    """The tiers room behind the port."""

    async def seed_versions(
        self, tx: Tx, weights: WeightsSpec, entitlements: EntitlementSpec
    ) -> None:
        await TierTables(tx, SystemClock(), PACK.tier_book).seed(weights, entitlements)

    async def seed_figures(self, tx: Tx, figures: Mapping[CustomerId, Mapping[str, float]]) -> None:
        tiers = TierService(tx, SystemClock(), PACK.tier_book)
        known = await tiers.views(list(figures))
        await tiers.set_figures({who: one for who, one in figures.items() if who not in known})


@pytest.fixture
async def rooms(own_database_url: str) -> AsyncIterator[Seeding]:
    database = Database(own_database_url, size=4)
    await database.open()
    accounts = AccountService(database, SystemClock(), Passwords(), is_demo_allowed=True)
    yield Seeding(database, SystemClock(), accounts, RealTiers())
    await database.close()


async def counted(rooms: Seeding) -> dict[str, int]:
    async with rooms.database.transaction() as tx:
        row = await tx.fetch_one(
            """
            SELECT (SELECT count(*) FROM users) AS users,
                (SELECT count(*) FROM agents) AS agents,
                (SELECT count(*) FROM agent_groups) AS groups,
                (SELECT count(*) FROM customers) AS customers,
                (SELECT count(*) FROM products) AS products,
                (SELECT count(*) FROM weight_versions) AS weights,
                (SELECT count(*) FROM entitlement_versions) AS entitlements,
                (SELECT count(*) FROM tier_changes) AS tier_changes
            """
        )
    assert row is not None
    return dict(row)


async def test_seeding_twice_and_at_once_is_seeding_once(rooms: Seeding) -> None:
    await seed(PACK, rooms, is_demo=True)
    first = await counted(rooms)
    await asyncio.gather(*(seed(PACK, rooms, is_demo=True) for _ in range(2)))

    assert await counted(rooms) == first
    assert (first["users"], first["agents"], first["groups"], first["customers"]) == (9, 6, 4, 300)


async def test_a_seeded_customer_is_found_by_any_form_of_the_number(rooms: Seeding) -> None:
    await seed(PACK, rooms, is_demo=True)
    wanted = PACK.demo.customers[6]

    async with rooms.database.transaction() as tx:
        service = CustomerService(tx, SystemClock())
        found = [
            await service.find_by_phone(form)
            for form in ("13800000007", "+86 138 0000 0007", "008613800000007")
        ]
        agents = await ProfileService(tx, SystemClock(), PACK.skills).agents()

    assert [customer.name for customer in found if customer] == [wanted.name] * 3
    numbers = [agent.profile.staff_no for agent in agents]
    assert numbers == ["8001", "8002", "8003", "8004", "8005", "9001"]


async def test_the_computed_tiers_are_a_tenth_three_tenths_and_the_rest(rooms: Seeding) -> None:
    await seed(PACK, rooms, is_demo=True)

    async with rooms.database.transaction() as tx:
        rows = await tx.fetch_all("SELECT tier, count(*) AS n FROM customer_tiers GROUP BY tier")
        table = await TierTables(tx, SystemClock(), PACK.tier_book).table()

    assert {row["tier"]: row["n"] for row in rows} == EXPECTED
    assert table.version == 1
    assert table.entitlement("gold", "complaint", "voice").target_share == 0.97


async def test_figures_that_changed_since_are_left_as_they_are(rooms: Seeding) -> None:
    await seed(PACK, rooms, is_demo=True)
    async with rooms.database.transaction() as tx:
        await tx.execute("UPDATE value_figures SET figures = '{}'")

    await seed(PACK, rooms, is_demo=True)

    async with rooms.database.transaction() as tx:
        rows = await tx.fetch_all("SELECT DISTINCT figures FROM value_figures")
    assert rows == [{"figures": {}}]


async def test_without_the_demo_nobody_is_made_up(rooms: Seeding) -> None:
    await seed(PACK, rooms, is_demo=False)

    found = await counted(rooms)
    assert (found["users"], found["agents"], found["customers"], found["groups"]) == (0, 0, 0, 4)
