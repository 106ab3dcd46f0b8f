import asyncio
from datetime import UTC, datetime

import pytest
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from yingda.kit.clock import SystemClock
from yingda.kit.factfeed import FactFeed
from yingda.kit.factstream import connect, subject_of
from yingda.kit.outbox import Fact, decode, encode
from yingda.kit.relay import Relay
from yingda.kit.tests.natsserver import NatsServer
from yingda.kit.tests.telling import Heard, all_told, listening, running, telling, write

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NAME = "7"


def fact(entity_id: str, version: int) -> Fact:
    return Fact("thing.changed", "thing", entity_id, version, {"n": version, "词": "应答"}, NOW)


def test_a_fact_travels_as_it_is() -> None:
    gone = Fact("thing.removed", "thing", "7", 9, None, NOW)

    assert decode(encode([fact("7", 8), gone])) == [fact("7", 8), gone]


def test_subjects_hold_no_wildcards() -> None:
    assert subject_of("contact") == "facts.contact"
    assert subject_of("a.b *>") == "facts.a-b-"


async def test_committed_facts_are_told_in_order_and_noted(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    async with telling(own_database_url, server.url) as heard:
        for version in range(1, 41):
            await write(connection, fact(NAME, version))
        await heard.until(lambda: len(heard.versions(NAME)) == 40)

        assert heard.versions(NAME) == list(range(1, 41))
        assert heard.facts[-1] == fact(NAME, 40)
        await all_told(connection)


async def test_what_was_told_but_not_noted_is_told_again_and_heard_once(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    feed, heard = FactFeed(server.url), Heard()
    feed.join(heard.deliver, heard.lost)
    async with telling(own_database_url, server.url) as told, running(feed.run()):
        await asyncio.wait_for(feed.placed.wait(), 30)
        await write(connection, fact(NAME, 1), fact(NAME, 2))
        await all_told(connection)
        await write(connection, fact(NAME, 1), fact(NAME, 2), fact(NAME, 3))
        await told.until(lambda: 3 in told.versions(NAME))
        await heard.until(lambda: 3 in heard.versions(NAME))

        assert set(told.versions(NAME)) == {1, 2, 3}
        assert heard.versions(NAME) == [1, 2, 3]


async def test_facts_of_an_outage_of_nats_arrive_after_it(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    async with telling(own_database_url, server.url) as heard:
        await write(connection, fact(NAME, 1))
        await heard.until(lambda: heard.versions(NAME) == [1])
        server.kill()
        await write(connection, fact(NAME, 2))
        await server.start()
        await write(connection, fact(NAME, 3))
        await heard.until(lambda: 3 in heard.versions(NAME))

        assert sorted(set(heard.versions(NAME))) == [1, 2, 3]
        assert heard.losses == 0


async def test_the_relay_comes_back_after_the_database_dropped_it(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    async with telling(own_database_url, server.url) as heard:
        await write(connection, fact(NAME, 1))
        await heard.until(lambda: heard.versions(NAME) == [1])
        await all_told(connection)
        await connection.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'yingda-relay' AND datname = current_database()
            """
        )
        await write(connection, fact(NAME, 2))
        await heard.until(lambda: heard.versions(NAME) == [1, 2])


async def test_a_second_relay_takes_over_when_the_first_ends(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    second = Relay(own_database_url, server.url, SystemClock())
    async with running(second.run()):
        async with telling(own_database_url, server.url) as heard:
            await write(connection, fact(NAME, 1))
            await heard.until(lambda: heard.versions(NAME) == [1])
            await all_told(connection)
        async with listening(server.url) as heard:
            await write(connection, fact(NAME, 2))
            await heard.until(lambda: heard.versions(NAME) == [2])


async def test_a_stream_made_anew_is_said_to_have_lost_facts(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    async with telling(own_database_url, server.url) as heard:
        await write(connection, fact(NAME, 1))
        await heard.until(lambda: heard.versions(NAME) == [1])
        client = await connect(server.url, "test")
        await client.jetstream().delete_stream("FACTS")
        await client.close()
        await write(connection, fact(NAME, 2))
        await heard.until(lambda: heard.losses == 1)
        await all_told(connection)


async def keeps_nothing(url: str) -> None:
    """Return once NATS has failed to keep something; from then on it keeps nothing."""
    client = await connect(url, "test")
    with pytest.raises(TimeoutError):
        await client.jetstream().publish("facts.thing.lost", b"-", timeout=0.5)
    await client.close()


async def test_facts_are_told_again_once_a_full_disk_has_room(
    connection: AsyncConnection[DictRow], own_database_url: str, server: NatsServer
) -> None:
    relay = Relay(own_database_url, server.url, SystemClock(), ack_s=0.3)
    async with running(relay.run()), listening(server.url) as heard:
        await write(connection, fact(NAME, 1))
        await heard.until(lambda: heard.versions(NAME) == [1])
        server.fill_disk()
        await keeps_nothing(server.url)
        server.make_room()
        await write(connection, fact(NAME, 2))

        await heard.until(lambda: heard.losses > 0)
        await all_told(connection)
        await write(connection, fact(NAME, 3))
        await heard.until(lambda: 3 in heard.versions(NAME))
