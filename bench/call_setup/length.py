"""What a whole call costs, by how long the two talk: talk is the engine's work on both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from bench.call_setup.run import Plan, Turn
from bench.results import Report

RATE = 5
LENGTHS_S = (2, 5, 10, 20, 30)
PLANS = tuple(
    Plan(rates=(RATE,), repeats=1, ramp_s=max(8, length), hold_ms=1000 * length)
    for length in LENGTHS_S
)
NOTE = (
    "CPU: native = engine; ours = engine + service + PostgreSQL + NATS, whole process trees, with "
    "what they do when nobody calls."
)
COLUMNS = ("talk s", "native CPU ms", "ours CPU ms", "÷", "service", "PostgreSQL", "NATS", "failed")


def length_report(measured: Mapping[int, Sequence[Turn]]) -> Report:
    """Return the cost of a call by its seconds of talk."""
    ratios = {}
    rows = []
    for length, turns in measured.items():
        native, ours = (next(t for t in turns if t.side == side) for side in ("native", "ours"))
        ratios[str(length)] = round(ours.cpu_ms_a_call / native.cpu_ms_a_call, 3)
        parts = [f"{ours.cpu_by_part[part]:.1f}" for part in ("service", "postgres", "nats")]
        costs = [f"{side.cpu_ms_a_call:.1f}" for side in (native, ours)]
        failed = str(native.failed + ours.failed)
        rows.append([str(length), *costs, f"{ratios[str(length)]:.2f} ×", *parts, failed])
    return Report(
        "call-length",
        f"CPU of a call by its length, {RATE} calls a second, one turn each",
        COLUMNS,
        rows,
        [NOTE],
        {
            "ratios": ratios,
            "turns": {str(s): [asdict(turn) for turn in turns] for s, turns in measured.items()},
        },
    )
