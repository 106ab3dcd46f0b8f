"""The compiled and the plain core, and a replay, must decide alike."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from yingda.routing.core import Policy
from yingda.routing.core.tests.trace import told

TRACE = "yingda.routing.core.tests.trace"


@contextmanager
def without_compiler(
    events: int, seed: int, policies: Sequence[Policy]
) -> Iterator["subprocess.Popen[str]"]:
    """Run the same day in a process that does not compile, beside this one."""
    with subprocess.Popen(
        [sys.executable, "-m", TRACE, str(events), str(seed), *policies],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def test_compiled_plain_and_replayed_decide_alike() -> None:
    with without_compiler(4_000, 7, list(Policy)) as plain:
        compiled = told(4_000, 7, list(Policy))
        assert told(4_000, 7, list(Policy)) == compiled
        assert plain.communicate()[0] == compiled
    assert all(int(line.split()[1]) > 1_000 for line in compiled.splitlines())


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_million_events_are_decided_alike() -> None:
    with without_compiler(1_000_000, 11, [Policy.SLD]) as plain:
        compiled = told(1_000_000, 11, [Policy.SLD])
        assert plain.communicate()[0] == compiled
