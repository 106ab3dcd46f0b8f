"""A router's centre killed again and again, and what it said held against the journal."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import LiteralString

import psycopg

VICTIM = "yingda.routing.tests.victim"
DRAIN_S = 900.0


@dataclass(frozen=True, slots=True)
class Life:
    """One victim: how it works, and after how many lines it is killed; none: it drains."""

    pace: str
    lines: int | None


@dataclass(slots=True)
class Told:
    """What all victims said together: lines, acts the router journalled, offers."""

    kills: int = 0
    lines: int = 0
    acts: int = 0
    offers: int = 0

    def plus(self, other: "Told") -> "Told":
        return Told(*(getattr(self, each) + getattr(other, each) for each in self.__slots__))


def lives(seed: int, *, kills: int, lines: Mapping[str, tuple[int, int]]) -> list[Life]:
    """Return lives of random length between a pace's shortest and longest, the paces in turn."""
    rng = random.Random(seed)
    paces = list(lines)
    turns = [paces[number % len(paces)] for number in range(kills)]
    return [Life(pace, rng.randint(*lines[pace])) for pace in turns]


def kill_often(url: str, planned: Sequence[Life]) -> Told:
    """Kill one victim after another, check after each, and let the last serve whoever is left.

    The next victim gets ready while the present one works.

    Raises:
        AssertionError: somebody was lost, assigned twice, or served before it was journalled.
    """
    told = Told()
    with ExitStack() as stack:
        started = [(life, stack.enter_context(_victim(url, 0, life))) for life in planned[:1]]
        for seed, following in enumerate([*planned[1:], Life(planned[-1].pace, None)], start=1):
            started.append((following, stack.enter_context(_victim(url, seed, following))))
            _live(url, *started.pop(0), told)
        _live(url, *started.pop(0), told)
    return told


def _live(url: str, life: Life, process: "subprocess.Popen[str]", told: Told) -> None:
    """Let a victim live its life, and check and count what it said."""
    said = _drained(process) if life.lines is None else _killed(process, life.lines)
    check(url, said)
    told.kills += life.lines is not None
    told.lines += len(said)
    told.offers += sum(line.startswith("offer") for line in said)
    told.acts += max((int(line.split()[1]) for line in said if line.startswith("acts")), default=0)


@contextmanager
def _victim(url: str, seed: int, life: Life) -> Iterator["subprocess.Popen[str]"]:
    mode = "drain" if life.lines is None else "callers"
    given = [sys.executable, "-m", VICTIM, url, str(seed), life.pace, mode]
    with subprocess.Popen(
        given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _begin(process: "subprocess.Popen[str]") -> Iterator[str]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    yield from (line.strip() for line in process.stdout)


def _killed(process: "subprocess.Popen[str]", lines: int) -> list[str]:
    """Let it work until it has said so much, kill it, and return everything it said."""
    said: list[str] = []
    saying = _begin(process)
    for line in saying:
        said.append(line)
        if len(said) >= lines:
            break
    process.kill()
    said += saying
    assert len(said) >= lines, "it ended by itself"
    process.wait()
    return said


def _drained(process: "subprocess.Popen[str]") -> list[str]:
    watch = threading.Timer(DRAIN_S, process.kill)
    watch.start()
    said = list(_begin(process))
    watch.cancel()
    assert said[-1] == "drained", "somebody was left after all that time"
    return said


def check(url: str, said: Sequence[str]) -> None:
    """Check what was said against what was journalled."""
    by_kind: dict[str, list[list[str]]] = {"asked": [], "offer": [], "double": []}
    for line in said:
        kind, *words = line.split()
        by_kind.setdefault(kind, []).append(words)
    numbers = [int(words[0]) for words in by_kind["offer"]]
    asked = [words[0] for words in by_kind["asked"]]
    with psycopg.connect(url) as connection:
        journal = {
            str(row[0]): [str(row[1]), str(row[2])]
            for row in connection.execute(
                "SELECT number, request, agent FROM routing_decisions WHERE number = ANY(%s)",
                (numbers,),
            )
        }
        known = {
            str(row[0])
            for row in connection.execute(
                "SELECT id FROM routing_requests WHERE id = ANY(%s::uuid[])", (asked,)
            )
        }
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
    assert (held, wrong, by_kind["double"]) == ([], [], [])
    assert [each for each in asked if each not in known] == []
    assert [words for words in by_kind["offer"] if journal[words[0]] != words[1:]] == []


def left_open(url: str) -> int:
    """Return how many requests have not come to an end."""
    return count(
        url,
        "SELECT count(*) FROM routing_requests WHERE state NOT IN ('abandoned', 'withdrawn')",
    )


def count(url: str, query: LiteralString) -> int:
    """Return the one number a query gives."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
