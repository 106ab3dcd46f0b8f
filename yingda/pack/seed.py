"""Bringing a pack into the database. What exists already is left as it is."""

from dataclasses import dataclass

from yingda.accounts import AccountService
from yingda.agents import AgentId, ProfileService
from yingda.customers import CustomerService
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.pack.model import Demo, Pack
from yingda.pack.ports import TierSeeds
from yingda.pack.store import hold_seeding


@dataclass(frozen=True, slots=True)
class Seeding:
    """The rooms that take their part of a pack."""

    database: Database
    clock: Clock
    accounts: AccountService
    tiers: TierSeeds


async def seed(pack: Pack, rooms: Seeding, *, is_demo: bool) -> None:
    """Make sure that everything of the pack exists; its demo people only if `is_demo`.

    Several processes may do so at once: one after the other gets its turn.
    """
    async with rooms.database.transaction() as turn:
        await hold_seeding(turn)
        await _seed_centre(pack, rooms)
        if is_demo:
            await _seed_staff(pack, rooms)
            await _seed_customers(pack.demo, rooms)


async def _seed_centre(pack: Pack, rooms: Seeding) -> None:
    async with rooms.database.transaction() as tx:
        await ProfileService(tx, rooms.clock, pack.skills).seed_groups(pack.agents.groups)
        await rooms.tiers.seed_versions(tx, pack.tiers.weights, pack.entitlements)


async def _seed_staff(pack: Pack, rooms: Seeding) -> None:
    users = {user.login: user.id for user in await rooms.accounts.seed(pack.demo.users)}
    async with rooms.database.transaction() as tx:
        profiles = ProfileService(tx, rooms.clock, pack.skills)
        for spec in pack.demo.agents:
            await profiles.seed_agent(AgentId(users[spec.login]), spec)


async def _seed_customers(demo: Demo, rooms: Seeding) -> None:
    async with rooms.database.transaction() as tx:
        ids = await CustomerService(tx, rooms.clock).seed(demo.customers)
        await rooms.tiers.seed_figures(
            tx, {ids[spec.key]: spec.figures for spec in demo.customers if spec.figures}
        )
