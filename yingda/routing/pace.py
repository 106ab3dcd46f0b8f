"""How fast agents come free for each line, how many come, and how many give up."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

REMEMBERED = 400
FEWEST = 4
FORGETS = 0.998  # of what is known of patience, a call


@dataclass(slots=True)
class _Line:
    arrivals: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    gaps: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    spent_ms: int = 0
    freed_ms: int = 0
    given_up: float = 0.0
    waited_ms: float = 0.0

    def note_gap(self, since_ms: int, now_ms: int) -> None:
        gap = now_ms - max(self.freed_ms, since_ms)
        if len(self.gaps) == REMEMBERED:
            self.spent_ms -= self.gaps[0]
        self.gaps.append(gap)
        self.spent_ms += gap

    def forget(self, waited_ms: int) -> None:
        self.given_up *= FORGETS
        self.waited_ms = self.waited_ms * FORGETS + waited_ms


class Pace:
    """What the last callers of each line tell of the next ones. Lines are known by name."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, _Line] = defaultdict(_Line)

    def arrived(self, line: str, now_ms: int) -> None:
        """Note that somebody came."""
        self._lines[line].arrivals.append(now_ms)

    def taken(self, line: str, sharing: Iterable[str], *, arrived_ms: int, now_ms: int) -> None:
        """Note that one of the line was taken by an agent whom the lines of `sharing` share.

        Nobody was free for it since it came: the time since then, or since the last one of those
        lines was taken, is how long it took an agent to come free.
        """
        self._lines[line].forget(now_ms - arrived_ms)
        for name in sharing:
            known = self._lines[name]
            if now_ms > arrived_ms:
                known.note_gap(arrived_ms, now_ms)
            known.freed_ms = now_ms

    def given_up(self, line: str, arrived_ms: int, now_ms: int) -> None:
        """Note that somebody left the line alone."""
        known = self._lines[line]
        known.forget(now_ms - arrived_ms)
        known.given_up += 1

    def free_per_ms(self, line: str, now_ms: int) -> float | None:
        """Return how many agents a ms come free for the line when they are wanted, if known."""
        known = self._lines[line]
        if len(known.gaps) < FEWEST:
            return None
        spent, standing = known.spent_ms, now_ms - known.freed_ms
        if standing > spent / len(known.gaps):  # it stands still: that counts too
            spent += standing
        return len(known.gaps) / max(spent, 1)

    def gives_up_per_ms(self, line: str) -> float:
        """Return how many of the line give up in a ms of waiting."""
        known = self._lines[line]
        return known.given_up / max(known.waited_ms, 1.0)

    def coming_per_ms(self, line: str, now_ms: int) -> float:
        """Return how many come to the line a ms."""
        arrivals = self._lines[line].arrivals
        return len(arrivals) / max(now_ms - arrivals[0], 1) if len(arrivals) >= FEWEST else 0.0
