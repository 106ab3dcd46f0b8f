"""How fast agents come free for the lines that share them, how many come, how many give up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from yingda.routing.recent import Known, Recent

FEWEST = 4

Pool = frozenset[str]
"""The names of the lines that some agent of one line serves too."""


@dataclass(slots=True)
class _Line:
    coming: Recent = field(default_factory=Recent)
    leaving: Recent = field(default_factory=Recent)
    came_ms: int | None = None


@dataclass(slots=True)
class _Agents:
    freeing: Recent = field(default_factory=Recent)
    seen_ms: int = 0  # up to when waiting for one is counted


class Pace:
    """What the last callers tell of the next ones. Lines and pools are known by name."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, _Line] = defaultdict(_Line)
        self._agents: defaultdict[Pool, _Agents] = defaultdict(_Agents)

    def arrived(self, line: str, now_ms: int) -> None:
        """Note that somebody came."""
        known = self._lines[line]
        if known.came_ms is not None:
            known.coming.watch(now_ms - known.came_ms)
            known.coming.happened()
        known.came_ms = now_ms

    def taken(self, line: str, waited_ms: int) -> None:
        """Note that one of the line was taken after a wait."""
        self._lines[line].leaving.watch(waited_ms)

    def given_up(self, line: str, waited_ms: int) -> None:
        """Note that one of the line gave up waiting."""
        self._lines[line].leaving.watch(waited_ms)
        self._lines[line].leaving.happened()

    def waited(self, pools: Iterable[Pool], *, since_ms: int, now_ms: int, came_free: bool) -> None:
        """Note that somebody has waited for an agent of these pools since then, and if one came."""
        for pool in pools:
            known = self._agents[pool]
            known.freeing.watch(now_ms - max(known.seen_ms, since_ms))
            known.seen_ms = now_ms
            if came_free:
                known.freeing.happened()

    def freeing(self, pool: Pool, *, since_ms: int, now_ms: int) -> Known | None:
        """Return how many agents came free while somebody waited, as somebody does since then.

        None while too little is known.
        """
        known = self._agents[pool]
        told = known.freeing.known(now_ms - max(known.seen_ms, since_ms))
        return told if told.events >= FEWEST else None

    def gives_up_per_ms(self, line: str) -> float:
        """Return how many of the line give up in a ms of waiting."""
        return self._lines[line].leaving.known().per_ms

    def coming_per_ms(self, line: str, now_ms: int) -> float:
        """Return how many come to the line a ms."""
        known = self._lines[line]
        told = known.coming.known(now_ms - (known.came_ms or now_ms))
        return told.per_ms if told.events >= FEWEST else 0.0
