"""Pages of many written together, on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from yingda.kit.clauses import ChangedMeanwhile, Clause, DatabaseAway, DatabaseFull
from yingda.kit.db import Database
from yingda.kit.ledger import Page
from yingda.kit.outbox import Fact

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NEW = Clause(
    "thing_made",
    """
    INSERT INTO things (id, version)
    SELECT id, version FROM jsonb_populate_recordset(NULL::things, $1::jsonb) AS given
    """,
)
CHANGE = Clause(
    "thing_changed",
    """
    UPDATE things SET version = given.version
    FROM jsonb_populate_recordset(NULL::things, $1::jsonb) AS given
    WHERE things.id = given.id AND things.version = given.version - 1
    RETURNING things.id
    """,
    is_strict=True,
)
FULL = """
CREATE FUNCTION "full"() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$
"""
KILL = """
SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
WHERE application_name = 'yingda-ledger' AND datname = current_database()
"""


class Told:
    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def hear(self, facts: Sequence[Fact]) -> None:
        self.facts += facts


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def database(own_database_url: str, told: Told) -> AsyncIterator[Database]:
    database = Database(own_database_url, size=2, tell=told.hear)
    await database.open()
    async with database.transaction() as tx:
        await tx.execute("CREATE TABLE things (id text PRIMARY KEY, version bigint NOT NULL)")
    yield database
    await database.close()


def fact(name: str, version: int) -> Fact:
    return Fact("thing.changed", "thing", name, version, {"词": "应答"}, NOW)


async def page(clause: Clause, name: str, version: int) -> Page:
    made = Page()
    await made.put(clause, [{"id": name, "version": version}])
    await made.announce(fact(name, version))
    return made


async def things(database: Database) -> dict[str, int]:
    async with database.transaction() as tx:
        rows = await tx.fetch_all("SELECT id, version FROM things")
    return {row["id"]: row["version"] for row in rows}


async def outbox(database: Database) -> list[tuple[str, int]]:
    async with database.transaction() as tx:
        rows = await tx.fetch_all("SELECT entity_id, version FROM outbox ORDER BY id")
    return [(row["entity_id"], row["version"]) for row in rows]


async def test_what_many_post_at_once_is_written_and_told_in_their_order(
    database: Database, told: Told
) -> None:
    names = [f"thing-{number}" for number in range(200)]

    await asyncio.gather(*[database.post(await page(NEW, name, 1)) for name in names])

    assert await things(database) == dict.fromkeys(names, 1)
    assert await outbox(database) == [(name, 1) for name in names]
    assert [each.id for each in told.facts] == names


async def test_a_page_that_comes_too_late_is_refused_alone_and_whole(
    database: Database, told: Told
) -> None:
    await database.post(await page(NEW, "a", 1))
    late = await page(CHANGE, "a", 7)
    await late.put(NEW, [{"id": "never", "version": 1}])

    ends = await asyncio.gather(
        database.post(await page(NEW, "b", 1)),
        database.post(late),
        database.post(await page(CHANGE, "a", 2)),
        return_exceptions=True,
    )

    assert [type(each) for each in ends] == [type(None), ChangedMeanwhile, type(None)]
    assert await things(database) == {"a": 2, "b": 1}
    assert await outbox(database) == [("a", 1), ("b", 1), ("a", 2)]
    assert [each.version for each in told.facts] == [1, 1, 2]


async def test_two_who_change_the_same_at_once_do_not_both_succeed(database: Database) -> None:
    await database.post(await page(NEW, "a", 1))

    ends = await asyncio.gather(
        *[database.post(await page(CHANGE, "a", 2)) for _ in range(3)], return_exceptions=True
    )

    assert sorted(each is None for each in ends) == [False, False, True]
    assert await things(database) == {"a": 2}


async def test_what_is_there_already_is_refused(database: Database) -> None:
    await database.post(await page(NEW, "a", 1))

    with pytest.raises(ChangedMeanwhile):
        await database.post(await page(NEW, "a", 1))


async def test_a_page_tells_its_writer_how_it_ended(database: Database) -> None:
    heard: list[str] = []
    for version in (2, 1):
        one = await page(NEW if version == 1 else CHANGE, "a", version)
        one.once_kept(lambda: heard.append("kept"))
        one.once_refused(lambda: heard.append("refused"))
        await asyncio.gather(database.post(one), return_exceptions=True)

    assert heard == ["refused", "kept"]


async def test_a_ledger_whose_connection_died_writes_the_next_page(database: Database) -> None:
    await database.post(await page(NEW, "a", 1))
    async with database.transaction() as tx:
        row = await tx.fetch_one(KILL)
    assert row == {"ended": 1}

    ends = [await _outcome(database, await page(CHANGE, "a", 2)) for _ in range(2)]

    assert ends[0] is DatabaseAway
    assert ends[1] is None
    assert await things(database) == {"a": 2}


async def test_a_full_disk_is_told_as_such(database: Database) -> None:
    """What PostgreSQL says of a full disk is said here by a trigger."""
    async with database.transaction() as tx:
        await tx.execute(FULL)
        await tx.execute(
            'CREATE TRIGGER full_disk BEFORE INSERT ON things EXECUTE FUNCTION "full"()'
        )

    with pytest.raises(DatabaseFull):
        await database.post(await page(NEW, "a", 1))
    with pytest.raises(DatabaseFull):
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO things (id, version) VALUES ('a', 1)")


async def test_what_a_transaction_announces_is_told_once_it_is_committed(
    database: Database, told: Told
) -> None:
    async def fails() -> None:
        async with database.transaction() as tx:
            await tx.announce(fact("never", 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with database.transaction() as tx:
        await tx.announce(fact("a", 1), fact("b", 1))
        assert told.facts == []

    assert told.facts == [fact("a", 1), fact("b", 1)]


async def _outcome(database: Database, given: Page) -> type[BaseException] | None:
    try:
        await database.post(given)
    except DatabaseAway as away:
        return type(away)
    return None
