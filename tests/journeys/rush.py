"""A centre in a rush: few agents in one group, callers straight into the queue, short targets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

from tests.journeys.pack import change_file, write_pack

GROUP = "middle"
AGENTS = ("8001", "8002", "8003", "8004")
WITHIN_MS = {"gold": 8_000, "silver": 20_000, "mass": 80_000}
TARGET = {"gold": 0.95, "silver": 0.85, "mass": 0.7}
GUARD_MS = 300_000
WRAP_UP_MS = 200
QUEUE = {"do": "queue", "service_kind": "consult"}


def write_rush_pack(folder: Path) -> Path:
    """Write the pack into a new folder and return it."""
    write_pack(folder)
    change_file(folder / "calls.yaml", _straight)
    change_file(folder / "pack.yaml", _no_rest)
    change_file(folder / "entitlements.yaml", _short)
    change_file(folder / "agents.yaml", lambda told: told["states"].update(lost_seconds=3600))
    change_file(folder / "demo.yaml", _one_group)
    return folder


def _straight(told: Any) -> None:
    flow = {"start": "queue", "steps": {"queue": QUEUE}}
    told["flows"] = dict.fromkeys(told["flows"], flow)


def _no_rest(told: Any) -> None:
    told["patience"] |= {"wrap_up_ms": WRAP_UP_MS, "wrap_up_limit_ms": WRAP_UP_MS}


def _short(told: Any) -> None:
    """Keep one row a tier: its target, one group from the start, a guard nobody comes near to."""
    told["rows"] = [
        {
            "tier": tier,
            "target_share": TARGET[tier],
            "within_ms": within_ms,
            "abandon_cap": 0.1,
            "steps": [{"group": GROUP, "rank": 1, "after_ms": 0}],
            "greeting": "greeting",
            "menu": "mass",
            "max_wait_ms": GUARD_MS,
        }
        for tier, within_ms in WITHIN_MS.items()
    ]


def _one_group(told: Any) -> None:
    for agent in told["agents"]:
        agent["group"] = GROUP


Waits = list[tuple[str, float]]
Choose = Callable[[Sequence[tuple[float, str]]], tuple[float, str]]


def by_arrival(waiting: Sequence[tuple[float, str]]) -> tuple[float, str]:
    return min(waiting)


def by_tier(waiting: Sequence[tuple[float, str]]) -> tuple[float, str]:
    return min(waiting, key=lambda each: (each[1] != "gold", each[0]))


@dataclass(frozen=True, slots=True)
class Rush:
    """`mass` callers at once, then `vips` who call again as soon as they are through."""

    mass: int
    vips: int
    vips_after_s: float
    busy_s: float
    agents: int = field(default=len(AGENTS))

    def under(self, choose: Choose, until_s: float) -> Waits:
        """Return who would have been answered by then, after how long, in this order of turns."""
        coming = [(0.0, "mass")] * self.mass + [(self.vips_after_s, "gold")] * self.vips
        free, waiting, waits = [0.0] * self.agents, list[tuple[float, str]](), Waits()
        heapify(coming)
        while free[0] <= until_s:
            now = heappop(free)
            if not waiting:
                now = max(now, coming[0][0])
            while coming and coming[0][0] <= now:
                waiting.append(heappop(coming))
            arrived, tier = choose(waiting)
            waiting.remove((arrived, tier))
            waits.append((tier, now - arrived))
            heappush(free, now + self.busy_s)
            if tier == "gold":
                heappush(coming, (now + self.busy_s, "gold"))
        return waits
