"""The turns as a table: medians over the repeats, ours as a ratio of native."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from bench.call_setup.run import Plan, Turn
from bench.figures import median
from bench.results import Report

MEASURES = ("p50_ms", "p95_ms", "cpu_ms_a_call")
COLUMNS = ("calls/s", "side", "p50 ms", "p95 ms", "p99 ms", "CPU/call", "bridged", "failed", "lost")
NOTES = (
    "From the caller's channel (made by the INVITE) to both in one bridge, by the engine's clock.",
    "Both sides answer, record in stereo from the first second, and hand over to a free agent.",
    "CPU: native = engine; ours = engine + service + PostgreSQL + NATS, whole process trees.",
    "The caller's first packet of sound follows the answer by {sound_after_ms} ms.",
    "The engine's Answer() waits for that packet, ours does not.",
)


def report(plan: Plan, turns: Sequence[Turn]) -> Report:
    """Return what was measured, and the ratios the centre promises to keep."""
    sides = list(dict.fromkeys(turn.side for turn in turns))
    rows = []
    ratios: dict[str, dict[str, float]] = {}
    for rate in plan.rates:
        of = {side: [t for t in turns if (t.side, t.rate) == (side, rate)] for side in sides}
        rows += [_row(rate, side, of[side]) for side in sides]
        if len(sides) > 1:
            ours, native = of["ours"], of["native"]
            ratios[str(rate)] = {m: round(_mid(ours, m) / _mid(native, m), 3) for m in MEASURES}
            rows.append(_ratio_row(rate, ratios[str(rate)]))
    last = [turn for turn in turns if turn.stages_ms][-1:]
    where = [
        f"Where ours spends it at {t.rate} calls/s: {_told(t.stages_ms)} ms; CPU a call: "
        f"{_told(t.cpu_by_part)} ms."
        for t in last
    ]
    return Report(
        "call-setup",
        f"Call set-up, {plan.repeats} turns each, medians",
        COLUMNS,
        rows,
        [*(note.format(sound_after_ms=plan.sound_after_ms) for note in NOTES), *where],
        {"plan": asdict(plan), "ratios": ratios, "turns": [asdict(turn) for turn in turns]},
    )


def _row(rate: int, side: str, turns: Sequence[Turn]) -> list[str]:
    figures = [f"{_mid(turns, m):.1f}" for m in ("p50_ms", "p95_ms", "p99_ms", "cpu_ms_a_call")]
    counts = [str(sum(getattr(t, m) for t in turns)) for m in ("bridged", "failed", "probe_lost")]
    return [str(rate), side, *figures, *counts]


def _ratio_row(rate: int, ratio: dict[str, float]) -> list[str]:
    p50, p95, cpu = (f"{ratio[measure]:.2f} ×" for measure in MEASURES)
    return [str(rate), "÷", p50, p95, "", cpu, "", "", ""]


def _mid(turns: Sequence[Turn], measure: str) -> float:
    return float(median(getattr(turn, measure) for turn in turns))


def _told(figures: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {ms:.1f}" for name, ms in figures.items())
