"""How many agents the steering saves at equal promises, on centres it was not made for.

Each centre is staffed twice by the same search, its mix too: under SLD, and under strict priority
in the order of its tiers. Every class keeps target, cap and tail in both, confirmed by long runs of
a settled centre, and once more here by ten times as many other callers.
"""

import random
import time
from typing import Any

from yingda.planning import Scenario, judge, run_scenario, staff_scenario
from yingda.routing.core import Policy

SEEDS = (2, 3, 4, 5)
SETTLES = 72_000.0  # seconds: the steering has found its place by then
TIERS = ((0.9, 10, 0.03), (0.8, 20, 0.05), (0.7, 30, 0.08))  # share, within, cap
FLOOR, AMBITION = 2.0, 3.0


def unseen(seed: int) -> Scenario:
    """Return a centre drawn at random: three tiers, some kinds, some groups, 60 to 300 agents."""
    rng = random.Random(1000 + seed)
    kinds, count, agents = rng.randint(2, 5), rng.randint(3, 8), rng.choice((60, 120, 200, 300))
    means = [rng.choice((120, 180, 240, 300)) for _ in range(kinds)]
    weights = [[rng.uniform(1, 4) * 2**tier for _ in means] for tier in range(len(TIERS))]
    work = sum(w * m / 3600 for row in weights for w, m in zip(row, means, strict=True))
    classes: list[dict[str, Any]] = [
        {
            "name": f"tier {tier + 1} kind {kind + 1}",
            "arrivals": weights[tier][kind] * agents * 0.95 / work,
            "service": {"dist": "lognormal", "mean": mean, "scv": rng.choice((0.8, 1.2, 1.6))},
            "patience": {"dist": "exp", "mean": rng.choice((90, 120, 180))},
            "target": {"share": share, "within": within},
            "abandon_cap": cap,
            "priority": tier + 1,
        }
        for tier, (share, within, cap) in enumerate(TIERS)
        for kind, mean in enumerate(means)
    ]
    skills: list[dict[str, Any]] = [{} for _ in range(count)]
    for klass in classes:
        for place, group in enumerate(rng.sample(range(count), min(count, rng.randint(2, 4)))):
            skill = {"rank": 1} if place < 2 else {"rank": 2, "after": 5}
            skills[group][str(klass["name"])] = skill
    groups = [
        {"name": f"group {number + 1}", "agents": agents // count, "skills": each}
        for number, each in enumerate(skills)
        if each
    ]
    run = {"warmup": SETTLES, "window": 36_000, "replications": 20}
    return Scenario.model_validate(
        {"name": f"unseen {seed}", "classes": classes, "groups": groups, "run": run}
    )


def staffed(scenario: Scenario) -> tuple[int, bool]:
    """Return how many agents the search finds, and whether ten times as long a run refutes it."""
    found = staff_scenario(scenario)
    longer = scenario.with_run(seed=77, replications=200).with_agents(found.crews)
    return sum(size for (size,) in found.crews), not judge(run_scenario(longer)).is_kept()


def row(seed: int) -> dict[str, object]:
    scenario, began = unseen(seed), time.process_time()
    ours, is_refuted = staffed(scenario)
    theirs, is_other_refuted = staffed(scenario.with_run(policy=Policy.PRIORITY))
    return {
        "what": f"{scenario.name}: {len(scenario.classes)} classes, {len(scenario.groups)} groups",
        "sld": ours,
        "strict_priority": theirs,
        "saved_percent": round(100 * (1 - ours / theirs), 1),
        "floor": FLOOR,
        "ambition": AMBITION,
        "refuted": is_refuted or is_other_refuted,
        "cpu_s": round(time.process_time() - began),
    }


def rows() -> list[dict[str, object]]:
    return [row(seed) for seed in SEEDS]


if __name__ == "__main__":
    for number in SEEDS:
        print(row(number), flush=True)
