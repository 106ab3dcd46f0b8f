"""kill -9 in mid-stream, again and again: nobody lost, nobody assigned twice, journal first."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

VICTIM = "yingda.routing.tests.victim"


@contextmanager
def victim(url: str, seed: int, mode: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", VICTIM, url, str(seed), mode], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def live_for(url: str, seed: int, lines: int) -> list[str]:
    """Run a victim until it has said so much, kill it, and return everything it said."""
    said: list[str] = []
    with victim(url, seed, "callers") as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.strip())
            if len(said) >= lines:
                break
        process.kill()
        said += [line.strip() for line in process.stdout]
    return said


def drained(url: str) -> list[str]:
    with victim(url, 99, "drain") as process:
        watch = threading.Timer(900, process.kill)
        watch.start()
        said = process.communicate()[0].splitlines()
        watch.cancel()
    return said


def check(url: str, said: list[str]) -> None:
    """Check what was said against what was journalled."""
    with psycopg.connect(url) as connection:
        journal = {
            str(row[0]): (str(row[1]), str(row[2]))
            for row in connection.execute("SELECT number, request, agent FROM routing_decisions")
        }
        known = {str(row[0]) for row in connection.execute("SELECT id FROM routing_requests")}
        held = connection.execute(
            """
            SELECT agent, count(*) FROM routing_requests
            WHERE state IN ('offered', 'answered') GROUP BY agent HAVING count(*) > 1
            """
        ).fetchall()
        wrong = connection.execute(
            """
            SELECT id, state, agent FROM routing_requests
            WHERE (state IN ('offered', 'answered')) <> (agent IS NOT NULL)
              AND state IN ('waiting', 'offered', 'answered')
            """
        ).fetchall()
    assert held == []
    assert wrong == []
    for line in said:
        kind, *words = line.split()
        assert kind != "double", line
        if kind == "asked":
            assert words[0] in known
        elif kind == "offer":
            assert journal[words[0]] == (words[1], words[2])


def open_requests(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM routing_requests WHERE state NOT IN ('abandoned', 'withdrawn')"
        ).fetchone()
    assert row is not None
    return int(row[0])


def kill_often(url: str, times: int, lines: int) -> int:
    rng = random.Random(times)
    said: list[str] = []
    for seed in range(times):
        said += live_for(url, seed, rng.randrange(50, lines))
        check(url, said)
    said += drained(url)
    check(url, said)
    assert said[-1] == "drained"
    assert open_requests(url) == 0
    return len(said)


def test_killed_in_mid_stream_nobody_is_lost_or_assigned_twice(own_database_url: str) -> None:
    assert kill_often(own_database_url, times=4, lines=600) > 200


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_twenty_times(own_database_url: str) -> None:
    assert kill_often(own_database_url, times=20, lines=3_000) > 15_000
