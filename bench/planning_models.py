"""The centres the planning benches run on, for the twin and for its peers."""

import random
from typing import Any

from yingda.planning import Scenario

CLASSES, GROUPS, AGENTS = 15, 8, 300
LOAD = 0.9  # erlangs an agent
SCV = 1.2


def one_queue(*, hours: float, replications: int) -> Scenario:
    """Return M/M/100+M at load 1: 2,000 calls an hour of 180 s, mean patience 60 s."""
    exp = {"dist": "exp", "mean": 180}
    return Scenario.model_validate(
        {
            "name": "M/M/100+M",
            "classes": [
                {"name": "all", "arrivals": 2000, "service": exp,
                 "patience": {"dist": "exp", "mean": 60}, "target": {"share": 0.8, "within": 20}}
            ],
            "groups": [{"name": "all", "agents": 100, "skills": {"all": {}}}],
            "run": {"warmup": 3600, "window": 3600 * hours, "replications": replications},
        }
    )  # fmt: skip


def many_tiers(*, hours: float, replications: int) -> Scenario:
    """Return 15 classes in 8 groups of 300 agents, lognormal service, SLD."""
    rng = random.Random(3)
    weights = [rng.uniform(1, 5) for _ in range(CLASSES)]
    means = [rng.choice((120, 180, 240, 300)) for _ in range(CLASSES)]
    work = sum(w * m / 3600 for w, m in zip(weights, means, strict=True))
    classes: list[dict[str, Any]] = [
        {
            "name": f"class {k}",
            "arrivals": weights[k] * AGENTS * LOAD / work,
            "service": {"dist": "lognormal", "mean": means[k], "scv": SCV},
            "patience": {"dist": "exp", "mean": 120},
            "target": {"share": rng.choice((0.7, 0.8, 0.9)), "within": rng.choice((10, 20, 30))},
            "abandon_cap": 0.05,
            "priority": 1 + k % 3,
        }
        for k in range(CLASSES)
    ]
    groups = [
        {"name": f"group {g}", "agents": AGENTS // GROUPS + (g < AGENTS % GROUPS), "skills": {}}
        for g in range(GROUPS)
    ]
    for k in range(CLASSES):
        for place, g in enumerate(rng.sample(range(GROUPS), 4)):
            skill = {"rank": 1} if place < 2 else {"rank": 2, "after": 5}
            groups[g]["skills"][f"class {k}"] = skill  # type: ignore[index]  # dict by construction
    return Scenario.model_validate(
        {
            "name": "15 classes, 8 groups, 300 agents",
            "classes": classes,
            "groups": groups,
            "run": {"warmup": 3600, "window": 3600 * hours, "replications": replications},
        }
    )
