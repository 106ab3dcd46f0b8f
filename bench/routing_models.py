"""The centre the routing benches run on: 15 classes, 8 groups, any number of agents."""

import random
from uuid import UUID

from yingda.agents import AgentId
from yingda.routing import AgentSkills, ClassKey, Entitlement, RoutingPlan, Step, plan_from

TIERS = ("gold", "silver", "plain")
KINDS = ("query", "consult", "order", "fault", "complaint")
WITHIN_MS = {"gold": 10_000, "silver": 15_000, "plain": 30_000}
TARGET = {"gold": 0.95, "silver": 0.85, "plain": 0.7}
GROUPS = 8


def class_keys() -> list[ClassKey]:
    return [ClassKey(tier, kind, "voice") for tier in TIERS for kind in KINDS]


def day_plan(agents: int, *, seed: int = 1) -> RoutingPlan:
    """Return the same plan for the same seed: each group serves about half of the classes."""
    rng = random.Random(seed)
    names = [f"group-{number}" for number in range(GROUPS)]
    rows = []
    for key in class_keys():
        serving = rng.sample(names, 4)
        steps = tuple(
            Step(group=name, rank=1 + (place > 1), after_ms=0 if place < 2 else 10_000)
            for place, name in enumerate(serving)
        )
        rows.append(
            Entitlement(
                key=key,
                within_ms=WITHIN_MS[key.tier],
                target=TARGET[key.tier],
                abandon_cap=0.05,
                priority=1 + TIERS.index(key.tier),
                steps=steps,
            )
        )
    staff = [
        AgentSkills(id=AgentId(UUID(int=number + 1)), group=names[number % GROUPS])
        for number in range(agents)
    ]
    return plan_from(rows, staff, version=1)
