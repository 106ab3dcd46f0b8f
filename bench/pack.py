"""The pack benches run on: the telecom centre, its menus cut short and its agents many."""

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TELECOM = Path(__file__).parent.parent / "packs" / "telecom"
GROUP = "middle"
WRAP_UP_MS = 200
PASSWORD = "bench-password"  # noqa: S105 - of a centre that lives as long as the bench
SUPERVISOR = "bench-supervisor"
HOUR_S = 3600
EXPRESS = {
    "start": "queue",
    "steps": {
        "queue": {
            "do": "queue",
            "service_kind": "consult",
            "waiting": "waiting",
            "repeat_ms": 30_000,
        }
    },
}


def agent_login(number: int) -> str:
    return f"bench-{number}"


def write_pack(folder: Path, agents: int) -> Path:
    """Write a pack whose callers go straight to one queue that `agents` people serve."""
    shutil.copytree(TELECOM, folder)
    _change(folder / "calls.yaml", _express)
    _change(folder / "pack.yaml", _no_rest)
    _change(folder / "entitlements.yaml", _one_group)
    _change(folder / "agents.yaml", _nobody_lost)
    _change(folder / "demo.yaml", lambda told: _staff(told, agents))
    return folder


def _express(told: Any) -> None:
    told["flows"] = dict.fromkeys(told["flows"], EXPRESS)


def _no_rest(told: Any) -> None:
    told["patience"] |= {"wrap_up_ms": WRAP_UP_MS, "wrap_up_limit_ms": WRAP_UP_MS}


def _one_group(told: Any) -> None:
    for row in told["rows"]:
        row.pop("wrap_up_ms", None)
        if "steps" in row:
            row["steps"] = [{"group": GROUP, "rank": 1, "after_ms": 0}]


def _nobody_lost(told: Any) -> None:
    """Agents of the bench have no desk open that could be lost."""
    told["states"]["lost_seconds"] = HOUR_S


def _staff(told: Any, agents: int) -> None:
    logins = [agent_login(number) for number in range(agents)]
    people = [(login, "agent") for login in logins] + [(SUPERVISOR, "supervisor")]
    told["users"] = [
        {"login": login, "name": login, "password": PASSWORD, "roles": [role]}
        for login, role in people
    ]
    told["agents"] = [
        {
            "login": login,
            "staff_no": login,
            "grade": 4,
            "group": GROUP,
            "skills": {"order": 4, "fault": 4, "complaint": 4},
            "capacity": {"voice": 1},
        }
        for login in logins
    ]


def _change(path: Path, change: Any) -> None:
    yaml = YAML()
    yaml.width = 4096
    told = yaml.load(path.read_text(encoding="utf-8"))
    change(told)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(told, file)
