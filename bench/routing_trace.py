"""Whether the compiled core, the plain one and a replay decide a long random day alike."""

import os
import subprocess
import sys
import time

from yingda.routing.core import Policy
from yingda.routing.core.tests import trace

EVENTS, SEED = 1_000_000, 11


def rows() -> list[dict[str, object]]:
    """Return the decisions of a million events in each of three ways, and if all are the same."""
    began = time.process_time()
    compiled = trace.told(EVENTS, SEED, [Policy.SLD])
    spent = time.process_time() - began
    replayed = trace.told(EVENTS, SEED, [Policy.SLD])
    plain = subprocess.run(
        [sys.executable, "-m", trace.__name__, str(EVENTS), str(SEED), Policy.SLD],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    _, decisions, digest = compiled.split()
    return [
        {
            "what": "decision trace",
            "events": EVENTS,
            "decisions": int(decisions),
            "hash": digest[:16],
            "replayed_equal": replayed == compiled,
            "uncompiled_equal": plain == compiled,
            "compiled_cpu_s": round(spent, 1),
        }
    ]


if __name__ == "__main__":
    for each in rows():
        print(each)
