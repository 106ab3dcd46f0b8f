"""The proof: an old snapshot and the facts since then make what a fresh fetch finds."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from pydantic_core import from_json, to_json

from yingda.kit.db import Tx
from yingda.kit.outbox import Entry, Fact
from yingda.livefeed.fold import Key, State, apply, state_of
from yingda.livefeed.rules import live_part


async def assert_feed_proves(
    tx: Tx,
    entity: str,
    fetch: Callable[[], Awaitable[list[Entry]]],
    act: Callable[[], Awaitable[object]],
    *,
    topics: set[str] | None = None,
) -> None:
    """Fetch, act, and compare the old fetch plus the facts of `entity` with a fresh fetch.

    Every fact is given twice and once more late, as a relay after a crash may. `topics`, if
    given, are those that the act must have announced.
    """
    state = state_of(await fetch())
    mark = await tx.fetch_one("SELECT coalesce(max(id), 0) AS mark FROM outbox")
    await act()
    told = await facts_since(tx, entity, mark["mark"] if mark else 0)
    assert told, "the act announced nothing"
    assert topics is None or {fact.topic for fact in told} == topics
    for fact in [*told, *told[-1:], *told]:
        state = apply(state, replace(fact, body=live_part(entity, fact.body)))

    assert _plain(state) == _plain(state_of(await fetch()))


async def facts_since(tx: Tx, entity: str, mark: int) -> list[Fact]:
    """Return the facts of an entity announced after the row `mark` of the outbox."""
    rows = await tx.fetch_all(
        "SELECT * FROM outbox WHERE id > %s AND entity = %s ORDER BY id", (mark, entity)
    )
    return [
        Fact(row["topic"], row["entity"], row["entity_id"], row["version"], row["body"], row["at"])
        for row in rows
    ]


def _plain(state: State) -> dict[Key, tuple[int, object]]:
    """Return what is live, as JSON would carry it."""
    return {
        key: (one.version, from_json(to_json(one.body))) for key, one in state.present().items()
    }
