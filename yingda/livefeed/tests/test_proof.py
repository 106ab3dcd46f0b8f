"""The proof for each room whose entities desks hold."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from psycopg import AsyncConnection, Rollback
from psycopg.rows import dict_row

from yingda.contacts import (
    Contact,
    ContactEvent,
    ContactService,
    MenuStep,
    Outcome,
    Stage,
    live_entries,
)
from yingda.contacts.tests.examples import NINE, StoppedClock, a_contact, after, arrived
from yingda.kit.db import PgTx
from yingda.kit.outbox import Entry
from yingda.livefeed.tests.proof import assert_feed_proves

pytestmark = pytest.mark.anyio


@pytest.fixture
async def tx(database_url: str) -> AsyncIterator[PgTx]:
    connection = await AsyncConnection.connect(
        database_url, row_factory=dict_row, options="-c timezone=UTC"
    )
    async with connection, connection.transaction() as whole:
        yield PgTx(connection)
        raise Rollback(whole)


@pytest.fixture
def contacts(tx: PgTx) -> ContactService:
    return ContactService(tx, StoppedClock())


@pytest.fixture
def fetch(contacts: ContactService) -> Callable[[], Awaitable[list[Entry]]]:
    async def live() -> list[Entry]:
        return live_entries(await contacts.live())

    return live


KEY = MenuStep("main", "1", {"zh": "查询", "en": "Enquiry"}, NINE)
WAY: list[tuple[str, dict[str, Any]]] = [
    ("menu-key", {"stage": Stage.MENU, "menu_path": (KEY, KEY)}),
    ("queued", {"stage": Stage.QUEUED, "queued_at": after(seconds=5), "target_ms": 20_000}),
    ("offered", {"stage": Stage.OFFERED, "offered_at": after(seconds=9)}),
    ("answered", {"stage": Stage.TALKING, "answered_at": after(seconds=12)}),
    ("held", {"stage": Stage.HELD, "held_since": after(seconds=20)}),
    ("resumed", {"stage": Stage.TALKING, "held_since": None}),
    ("transferred", {"stage": Stage.QUEUED, "transfer_to": "complaint"}),
    ("ended", {"stage": Stage.WRAP_UP, "outcome": Outcome.ANSWERED, "ended_at": after(minutes=2)}),
    ("wrapped", {"stage": Stage.DONE, "wrapped_at": after(minutes=3)}),
]


async def test_a_new_contact(
    tx: PgTx, contacts: ContactService, fetch: Callable[[], Awaitable[list[Entry]]]
) -> None:
    await assert_feed_proves(
        tx,
        "contact",
        fetch,
        lambda: contacts.open(a_contact(), arrived()),
        topics={"contact.arrived"},
    )


@pytest.mark.parametrize("step", range(len(WAY)), ids=[kind for kind, _ in WAY])
async def test_every_step_of_a_contact(
    tx: PgTx,
    contacts: ContactService,
    fetch: Callable[[], Awaitable[list[Entry]]],
    step: int,
) -> None:
    before = await contacts.open(a_contact(), arrived())
    for kind, changes in WAY[:step]:
        before = await walk(contacts, before, kind, changes)

    kind, changes = WAY[step]
    await assert_feed_proves(
        tx,
        "contact",
        fetch,
        lambda: walk(contacts, before, kind, changes),
        topics={f"contact.{kind}"},
    )


async def test_the_whole_way_of_two_contacts_at_once(
    tx: PgTx, contacts: ContactService, fetch: Callable[[], Awaitable[list[Entry]]]
) -> None:
    async def act() -> None:
        both = [await contacts.open(a_contact(), arrived()) for _ in range(2)]
        for kind, changes in WAY[:-1]:
            both = [await walk(contacts, one, kind, changes) for one in both]
        await walk(contacts, both[0], *WAY[-1])

    await assert_feed_proves(tx, "contact", fetch, act)


async def walk(
    contacts: ContactService, before: Contact, kind: str, changes: dict[str, Any]
) -> Contact:
    return await contacts.change(
        before, replace(before, **changes), [ContactEvent(kind, NINE + timedelta(seconds=1))]
    )
