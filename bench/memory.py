"""What the whole centre holds in memory when nobody calls."""

import asyncio

from bench.processes import pss_kib
from bench.results import Report
from yingda.launcher import Parts

PARTS = ("engine", "service", "postgres", "nats")
REST_S = 10.0


async def run(parts: Parts) -> Report:
    """Return the proportional set size of every part's processes after ten seconds of rest."""
    await asyncio.sleep(REST_S)
    held = {name: round(pss_kib([parts.pid(name)]) / 1024, 1) for name in PARTS}
    total = round(sum(held.values()), 1)
    rows = [[name, f"{mib:.1f}"] for name, mib in (*held.items(), ("all", total))]
    return Report(
        "memory",
        "Idle memory of the centre",
        ("part", "PSS MiB"),
        rows,
        ["Shared pages are counted once. The launcher is part of the bench here and left out."],
        {"pss_mib": held, "total_mib": total},
    )
