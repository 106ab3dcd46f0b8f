"""How many calls a second the twin simulates, beside SimPy and Ciw; how long a what-if takes.

Calls a second are of processor time, so that other programs on the machine do not count.
"""

import os
import time

from bench.planning_models import many_tiers, one_queue
from bench.planning_peers import ciw_one_queue, simpy_run
from yingda.planning import Result, Scenario, run_scenario

POINT = 0.01
TURNS = 3  # the best of so many: other programs share the machine


def speed(scenario: Scenario) -> float:
    """Return calls a second on one core."""
    run_scenario(scenario.with_run(replications=1), workers=1)
    found = []
    for _ in range(TURNS):
        began = time.process_time()
        result = run_scenario(scenario, workers=1)
        found.append(result.calls / (time.process_time() - began))
    return max(found)


def speed_rows() -> list[dict[str, object]]:
    """Return one row a centre and simulator."""
    queue, tiers = one_queue(hours=500, replications=2), many_tiers(hours=100, replications=2)
    ours = [(queue, 1.0e6, 2.5e6), (tiers, 0.5e6, 1.5e6)]
    told: list[dict[str, object]] = []
    for scenario, floor, ambition in ours:
        told.append(
            {
                "what": scenario.name,
                "simulator": "twin, 1 core",
                "calls_per_second": round(speed(scenario)),
                "floor": floor,
                "ambition": ambition,
            }
        )
        peers = {"SimPy": simpy_run(scenario, hours=6 if scenario is tiers else 10)}
        if scenario is queue:
            peers["Ciw"] = ciw_one_queue(hours=10)
        told += [
            {"what": scenario.name, "simulator": name, "calls_per_second": round(found)}
            for name, found in peers.items()
        ]
    return told


def is_sharp(result: Result) -> bool:
    """Return whether every class's level is known to one point."""
    return all(each["sl_off"].half_width <= POINT for each in result.total.classes.values())


def what_if_row() -> dict[str, object]:
    """Return how long it takes until every class's level is known to ±1 point, on all cores."""
    run_scenario(many_tiers(hours=1, replications=1))
    replications, began = 8, time.perf_counter()
    while not is_sharp(run_scenario(many_tiers(hours=10, replications=replications))):
        replications = replications * 3 // 2
        began = time.perf_counter()
    return {
        "what": "what-if to ±1 point",
        "simulator": f"twin, {os.cpu_count()} cores",
        "seconds": round(time.perf_counter() - began, 2),
        "calls": f"{replications} x 10 h",
        "floor": 5.0,
        "ambition": 1.0,
    }


def rows() -> list[dict[str, object]]:
    return [*speed_rows(), what_if_row()]


if __name__ == "__main__":
    for each in rows():
        print(each)
