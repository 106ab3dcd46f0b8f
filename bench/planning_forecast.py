"""Calls of the next day, forecast the evening before: ours beside two plain ways.

Real calls come from the file that `YINGDA_BENCH_CALLS` names (docs/forecast.md); without it a year
is made up, whose rates are known, and so what no forecast can do better than.
"""

import os
import time
from datetime import date
from pathlib import Path

import numpy as np

from yingda.planning import Window, history_of, read_days, score

FILE = "YINGDA_BENCH_CALLS"
FLOOR, AMBITION = 0.195, 0.185
DAYS, HOURS = 70, Window(14, 48)  # 07:00 to 24:00
SIZES = (1.1, 1.0, 1.0, 0.95, 1.05, 0.35, 0.15)
CALLS_A_DAY = 1500


def made_up(seed: int = 1) -> tuple[dict[date, list[float]], np.ndarray]:
    """Return a year from Monday on, with holidays and a level that wanders, and its rates."""
    rng = np.random.default_rng(seed)
    hour = np.arange(48) / 2
    shape = 0.02 + np.exp(-((hour - 11) ** 2) / 12) + 0.6 * np.exp(-((hour - 18) ** 2) / 18)
    level, levels = 0.0, []
    for _ in range(364):
        level = 0.7 * level + 0.12 * rng.standard_normal()
        levels.append(level)
    sizes = CALLS_A_DAY * np.array(SIZES)[np.arange(364) % 7] * np.exp(levels)
    sizes[rng.choice(364, 10, replace=False)] *= 0.2
    rates = sizes[:, None] * (shape / shape.sum())
    first = date(2026, 1, 5).toordinal()
    came = rng.poisson(rates).astype(float).tolist()
    return {date.fromordinal(first + day): calls for day, calls in enumerate(came)}, rates


def rows() -> list[dict[str, object]]:
    """Return a row: the figures of the last 70 days, 07:00 to 24:00."""
    file, chance = os.environ.get(FILE), None
    if file:
        days = read_days(Path(file).read_bytes(), file=file)
    else:
        days, rates = made_up()
        came = np.array(list(days.values()))[-DAYS:, HOURS.begin : HOURS.end]
        chance = np.abs(rates[-DAYS:, HOURS.begin : HOURS.end] - came).sum() / came.sum()
    history, began = history_of(days), time.process_time()
    found = score(history, DAYS, HOURS)
    spent = time.process_time() - began
    if found is None:
        raise SystemExit(f"{FILE}: no calls from 07:00 to 24:00 in the last {DAYS} days")
    whose = "real calls" if file else f"made-up calls ({FILE} names no file)"
    return [
        {
            "what": f"{whose}, {found.first} to {found.last}",
            "wape": round(found.wape, 4),
            "naive": round(found.naive, 4),
            "four_weeks": round(found.four_weeks, 4),
            **({} if chance is None else {"chance_alone": round(float(chance), 4)}),
            "bias": round(found.bias, 4),
            "covered_of_0.8": round(found.covered, 4),
            "cpu_s": round(spent, 2),
            **({"floor": FLOOR, "ambition": AMBITION} if file else {}),
        }
    ]


if __name__ == "__main__":
    for each in rows():
        print(each)
