"""The pack journeys run on: the telecom centre, open at every hour, its long waits cut short."""

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TELECOM = Path(__file__).parents[2] / "packs" / "telecom"
RING_MS = 6_000
REPEAT_MS = 12_000
LOST_S = 8


def write_pack(folder: Path) -> Path:
    """Write the pack into a new folder and return it."""
    shutil.copytree(TELECOM, folder)
    change_file(folder / "calendars.yaml", _never_closed)
    change_file(folder / "pack.yaml", _short_ring)
    change_file(folder / "agents.yaml", _soon_lost)
    change_file(folder / "calls.yaml", _told_often)
    change_file(folder / "calls.yaml", _called_back_soon)
    return folder


def _never_closed(told: Any) -> None:
    told["calendars"] = {name: {"week": {"daily": ["00:00-24:00"]}} for name in told["calendars"]}


def _short_ring(told: Any) -> None:
    told["patience"] |= {"ring_ms": RING_MS}


def _soon_lost(told: Any) -> None:
    told["states"]["lost_seconds"] = LOST_S


def _told_often(told: Any) -> None:
    for flow in told["flows"].values():
        for step in flow["steps"].values():
            if step["do"] == "queue":
                step["repeat_ms"] = REPEAT_MS


def _called_back_soon(told: Any) -> None:
    soon = {"after_ms": 4_000, "above_ms": 0, "ring_ms": 6_000, "pause_ms": 3_000}
    told["callback"] |= {**soon, "attempts": 2}


def change_file(path: Path, change: Any) -> None:
    yaml = YAML()
    yaml.width = 4096
    told = yaml.load(path.read_text(encoding="utf-8"))
    change(told)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(told, file)
