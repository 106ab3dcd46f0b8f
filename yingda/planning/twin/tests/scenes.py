"""Scenarios for tests, as files say them."""

from typing import Any

from yingda.planning.twin.scenario import Scenario


def scene(**changes: Any) -> dict[str, Any]:
    """Return the two-tier scenario of the format's description, with other top-level keys."""
    return {
        "name": "two tiers, two groups",
        "classes": [
            {
                "name": "vip",
                "arrivals": 60,
                "service": {"dist": "exp", "mean": 180},
                "acw": {"dist": "exp", "mean": 0},
                "patience": {"dist": "exp", "mean": 180},
                "target": {"share": 0.9, "within": 10},
                "abandon_cap": 0.03,
                "priority": 1,
            },
            {
                "name": "mass",
                "arrivals": 360,
                "service": {"dist": "lognormal", "mean": 180, "scv": 1.2},
                "patience": {"dist": "exp", "mean": 120},
                "target": {"share": 0.7, "within": 30},
                "abandon_cap": 0.08,
                "priority": 2,
            },
        ],
        "groups": [
            {
                "name": "senior",
                "agents": 10,
                "speed": 1.1,
                "skills": {"vip": {"rank": 1}, "mass": {"rank": 2, "after": 20}},
            },
            {"name": "junior", "agents": 12, "skills": {"mass": {"rank": 1}}},
        ],
        "policy": "sld",
        "run": {"warmup": 3600, "window": 36000, "replications": 8, "seed": 1},
    } | changes


def one_class(rate: float, agents: int, **changes: Any) -> Scenario:
    """Return one class of exponential service (180 s) in one group."""
    klass = {
        "name": "all",
        "arrivals": rate,
        "service": {"dist": "exp", "mean": 180},
        "target": {"share": 0.8, "within": 20},
    } | changes
    return Scenario.model_validate(
        {
            "classes": [klass],
            "groups": [{"name": "all", "agents": agents, "skills": {"all": {}}}],
            "run": {"warmup": 7200, "window": 360_000, "replications": 24},
        }
    )
