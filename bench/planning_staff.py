"""How long staffing takes: by closed form for 500 erlangs, by search for 15 classes."""

import time
from collections.abc import Callable

from bench.planning_models import many_tiers
from yingda.planning import Demand, Model, judge, run_scenario, staff, staff_scenario

BEST_KNOWN = (36, 34, 35, 35, 36, 34, 31, 28)
"""The groups' sizes, of searches with other seeds and eight times the effort, confirmed alike."""


def best_us(work: Callable[[], object], times: int = 300) -> float:
    """Return the best time of one go, in µs."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return round(1e6 * best, 1)


def erlang_rows() -> list[dict[str, object]]:
    patient, impatient = Demand(10_000, 180), Demand(10_000, 180, 120)
    return [
        {
            "what": f"staff 500 erlangs, Erlang {model.upper()}",
            "agents": staff(model, demand, 0.8),
            "us": best_us(lambda m=model, d=demand: staff(m, d, 0.8)),  # type: ignore[misc] # bound now
            "floor_us": 50.0,
        }
        for model, demand in ((Model.C, patient), (Model.A, impatient))
    ]


def search_row() -> dict[str, object]:
    """Return the search's answer, and whether ten times as many other callers refute it."""
    scenario = many_tiers(hours=10, replications=40)
    began, worked = time.perf_counter(), time.process_time()
    found = staff_scenario(scenario)
    spent, worked = time.perf_counter() - began, time.process_time() - worked
    run = scenario.run.model_copy(update={"seed": 77, "replications": 400})
    longer = scenario.with_agents(found.crews).model_copy(update={"run": run})
    return {
        "what": f"staffing search, {scenario.name}",
        "agents": sum(size for (size,) in found.crews),
        "best_known": sum(BEST_KNOWN),
        "seconds": round(spent, 1),
        "cpu_s": round(worked, 1),
        "refuted_by_10x": not judge(run_scenario(longer)).is_kept(),
        "floor_s": 60.0,
        "ambition_s": 15.0,
    }


def rows() -> list[dict[str, object]]:
    return [*erlang_rows(), search_row()]


if __name__ == "__main__":
    for each in rows():
        print(each)
