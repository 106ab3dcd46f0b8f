"""Running a scenario: replications on all cores, the same numbers whatever their number."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from yingda.planning.errors import CentreFlooded, RunCancelled
from yingda.planning.twin.kernel import steps
from yingda.planning.twin.kernel.chance import stream
from yingda.planning.twin.kernel.draws import CALL_COLUMNS, draw_calls
from yingda.planning.twin.kernel.plan import LENGTH, UPTO, Ints, Plan
from yingda.planning.twin.kernel.tables import SIMULATED, Centre, Tables, fresh_tables
from yingda.planning.twin.result import Books, Result, result_of
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.translate import core_of, plan_of
from yingda.routing.core import NEVER, State, build

CALLS_A_BLOCK: Final = 2048
FIRST_ROOM: Final = 512
MOST_ROOM: Final = 1 << 21

Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]
Source = Callable[[int], Iterable[Ints]]


class Replicator:
    """Runs single replications of one scenario; safe to use from several threads."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        source: Source | None = None,
        is_cancelled: Stopped = lambda: False,
    ) -> None:
        self._scenario = scenario
        self._plan = plan_of(scenario)
        self._source = source or self._drawn
        self._is_cancelled = is_cancelled
        self._room = FIRST_ROOM
        self._fresh = build(core_of(scenario, self._room))
        self._growing = threading.Lock()

    def warm_up(self) -> None:
        """Load the compiled steps (or compile them, once a machine) before a clock runs."""
        next(iter(self._source(0)))
        tables = fresh_tables(self._plan, FIRST_ROOM)
        centre = Centre(State._make(array.copy() for array in self._fresh), self._plan, tables)
        steps.open_centre(centre)
        steps.bring(centre, np.zeros((0, CALL_COLUMNS), dtype=np.int64))
        steps.pass_time(centre, 0)
        steps.close_centre(centre, 0)

    def run(self, replication: int) -> Tables:
        """Return the books of one replication: they depend on the scenario, seed and number only.

        Raises:
            RunCancelled: asked to stop.
            CentreFlooded: more calls wait than a machine can hold.
        """
        while True:
            fresh = self._fresh
            tables = self._run(replication, fresh)
            if tables is not None:
                return tables
            self._make_room(fresh)

    def _run(self, replication: int, fresh: State) -> Tables | None:
        plan, tables = self._plan, fresh_tables(self._plan, fresh.calls.shape[0])
        centre = Centre(State._make(array.copy() for array in fresh), plan, tables)
        steps.open_centre(centre)
        for block in self._source(replication):
            if self._is_cancelled():
                raise RunCancelled("the run was stopped")
            came = steps.bring(centre, block)
            if came == steps.TABLE_FULL:
                return None
            if came < len(block):
                break
        if self._scenario.run.window is None:
            steps.pass_time(centre, NEVER)
        steps.close_centre(centre, int(plan.spans[UPTO]))
        return tables

    def _drawn(self, replication: int) -> Iterator[Ints]:
        return drawn_calls(self._plan, self._scenario.run.seed, replication)

    def _make_room(self, too_small: State) -> None:
        with self._growing:
            if self._fresh is too_small:
                self._room *= 8
                if self._room > MOST_ROOM:
                    raise CentreFlooded(
                        f"more than {MOST_ROOM // 8} callers wait: far too few agents for"
                        f" {self._scenario.name!r}"
                    )
                self._fresh = build(core_of(self._scenario, self._room))


def drawn_calls(plan: Plan, seed: int, replication: int) -> Iterator[Ints]:
    """Yield the replication's calls in order of arrival; each block replaces the one before."""
    numbers = stream(seed, replication)
    clock = np.array([0.0, float(plan.spans[LENGTH]), 0.0])
    block = np.zeros((CALLS_A_BLOCK, CALL_COLUMNS), dtype=np.int64)
    while True:
        drawn = draw_calls(numbers, plan, clock, block)
        yield block[:drawn]
        if drawn < len(block):
            return


def run_scenario(
    scenario: Scenario,
    *,
    workers: int | None = None,
    source: Source | None = None,
    progress: Progress = lambda _done, _total: None,
    is_cancelled: Stopped = lambda: False,
) -> Result:
    """Return what the scenario's replications find; `workers` threads (default: all cores).

    `source(replication)` gives blocks of calls instead of those drawn by the scenario.
    `progress(done, total)` is called from this thread after each replication.

    Raises:
        RunCancelled: `is_cancelled()` answered True.
        CentreFlooded: more calls wait than a machine can hold.
    """
    replicator = Replicator(scenario, source=source, is_cancelled=is_cancelled)
    total = scenario.run.replications
    replicator.warm_up()
    began, found = time.perf_counter(), []
    with ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        for tables in pool.map(replicator.run, range(total)):
            found.append(tables)
            progress(len(found), total)
    calls = sum(int(tables.ctl[SIMULATED]) for tables in found)
    books = Books(np.array([t.tally for t in found]), np.array([t.work for t in found]))
    return result_of(scenario, books, calls, time.perf_counter() - began)
