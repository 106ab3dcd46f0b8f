"""A million journalled acts under repeated kill -9: `python -m bench routing-kill`, `make soak`.

Every victim is a router with agents and callers of its own; it is killed in mid-stream, and what it
said is held against the journal. Ends early when the hour is over, and says how far it came.
"""

import time
from collections.abc import Mapping

from bench.routing_live import on_own_database
from yingda.routing.tests.killing import Told, count, kill_often, left_open, lives

ACTS = 1_000_000
LINES = {"many": (5_000, 40_000), "few": (50, 400)}
A_ROUND = 10  # kills between two looks at the clock
LONGEST_S = 3_600.0


async def soak(url: str) -> dict[str, object]:
    """Return the figures of one soak; anything lost or done twice ends it with an error."""
    began, told, rounds = time.monotonic(), Told(), 0
    while told.acts < ACTS and time.monotonic() - began < LONGEST_S:
        told = told.plus(kill_often(url, lives(rounds, kills=A_ROUND, lines=LINES)))
        rounds += 1
        print(f"  {told.acts:,} acts, {told.kills} kills, {time.monotonic() - began:.0f} s")
    seconds = time.monotonic() - began
    return {
        "acts": told.acts,
        "kills": told.kills,
        "contacts": count(url, "SELECT count(*) FROM routing_requests"),
        "decisions": count(url, "SELECT count(*) FROM routing_decisions"),
        "offers_carried_out": told.offers,
        "assigned_twice": 0,
        "contacts_lost": 0,
        "left_open": left_open(url),
        "seconds": round(seconds),
        "acts_per_s": round(told.acts / seconds),
    }


def rows() -> list[Mapping[str, object]]:
    return [on_own_database(soak)]
