"""Replaying a recorded day: the same callers under another policy, table or roster.

What the day does not tell is drawn, anew in each replication: how long an answered caller would
have waited (longer than they did, by the class's exponential patience, estimated from all its
waits), and how long the service of a caller who hung up would have taken (as that of an answered
caller of the class).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from yingda.kit.yamlfile import FileRefused, Mistake
from yingda.planning.twin.kernel import tables as at
from yingda.planning.twin.kernel.draws import (
    ACW,
    ARRIVES,
    CALL_COLUMNS,
    CLASS,
    LEAVES,
    NEVER_LEAVES,
    SERVICE,
)
from yingda.planning.twin.kernel.plan import Floats, Ints
from yingda.planning.twin.recorded import RecordedCall, RecordedDay
from yingda.planning.twin.result import Estimate, Result, class_measures
from yingda.planning.twin.run import Progress, Stopped, run_scenario
from yingda.planning.twin.scenario import CallClass, Periods, Scenario
from yingda.planning.twin.translate import mean_service_ms

TAIL: Final = 3
UNKNOWN: Final = -1.0


class Replay:
    """A recorded day, ready to run under a scenario's groups, skills, periods and policy."""

    def __init__(self, day: RecordedDay, scenario: Scenario, *, file: str) -> None:
        self.scenario = _as_day(day, scenario)
        self._day = day
        _refuse_strangers(day, self.scenario, file)
        numbers = {klass.name: number for number, klass in enumerate(scenario.classes)}
        self._block = np.zeros((len(day.calls), CALL_COLUMNS), dtype=np.int64)
        self._block[:, CLASS] = [numbers[call.klass] for call in day.calls]
        self._block[:, ARRIVES] = [round(call.arrived * 1000) for call in day.calls]
        self._block[:, ACW] = [round(call.acw * 1000) for call in day.calls]
        self._waited = _ms([call.waited for call in day.calls], 0.0)
        self._service = _ms([call.service for call in day.calls], UNKNOWN)
        self._leaves = _ms([_known_patience(call) for call in day.calls], UNKNOWN)

    def run(
        self,
        *,
        workers: int | None = None,
        progress: Progress = lambda _done, _total: None,
        is_cancelled: Stopped = lambda: False,
    ) -> Result:
        """Return what the day would have been."""
        return run_scenario(
            self.scenario,
            workers=workers,
            source=self._calls,
            progress=progress,
            is_cancelled=is_cancelled,
        )

    def recorded(self) -> dict[str, dict[str, Estimate]]:
        """Return what the day was, by class; calls answered without a `waited` count as at once."""
        tally = np.zeros((len(self.scenario.classes), at.TALLY_COLUMNS), dtype=np.int64)
        within = [round(klass.target.within * 1000) for klass in self.scenario.classes]
        for call, number in zip(self._day.calls, self._block[:, CLASS], strict=True):
            _book(tally[number], call, within[number])
        return {
            klass.name: class_measures(tally[number : number + 1])
            for number, klass in enumerate(self.scenario.classes)
        }

    def _calls(self, replication: int) -> Iterator[Ints]:
        """Yield the day's calls with what is unknown drawn for this replication."""
        seed = np.random.SeedSequence(self.scenario.run.seed, spawn_key=(replication,))
        random, block = np.random.Generator(np.random.PCG64(seed)), self._block.copy()
        for number, klass in enumerate(self.scenario.classes):
            mine = np.flatnonzero(block[:, CLASS] == number)
            block[mine, SERVICE] = self._services(random, klass, mine)
            block[mine, LEAVES] = self._departures(random, klass, mine)
        yield block

    def _services(self, random: np.random.Generator, klass: CallClass, mine: Ints) -> Ints:
        service = self._service[mine]
        known, unknown = service[service >= 0], np.flatnonzero(service < 0)
        pool = known if known.size else np.array([mean_service_ms(klass)])
        service[unknown] = random.choice(pool, size=unknown.size)
        return np.rint(service).astype(np.int64)

    def _departures(self, random: np.random.Generator, klass: CallClass, mine: Ints) -> Ints:
        leaves, waited = self._leaves[mine], self._waited[mine]
        unknown = np.flatnonzero(leaves < 0)
        gone = sum(self._day.calls[place].abandoned for place in mine)
        mean = waited.sum() / gone if gone else UNKNOWN
        if not gone and klass.patience is not None:
            mean = klass.patience.mean * 1000
        if mean < 0:
            leaves[unknown] = NEVER_LEAVES / 2
        else:
            leaves[unknown] = waited[unknown] + 1 + random.exponential(mean, size=unknown.size)
        ends: Ints = self._block[mine, ARRIVES] + np.rint(leaves).astype(np.int64)
        return ends


def _as_day(day: RecordedDay, scenario: Scenario) -> Scenario:
    """Return the scenario as one day that ends, without warm-up."""
    periods = scenario.periods or Periods(count=1, length=day.calls[-1].arrived + 1)
    run = scenario.run.model_copy(update={"window": None, "warmup": 0.0})
    return scenario.model_copy(update={"run": run, "periods": periods})


def _refuse_strangers(day: RecordedDay, scenario: Scenario, file: str) -> None:
    known = [klass.name for klass in scenario.classes]
    strangers = sorted({call.klass for call in day.calls} - set(known))
    mistakes = [
        Mistake(file, 0, "class", f"unknown class {name!r}; expected one of {', '.join(known)}")
        for name in strangers
    ]
    ends = scenario.seconds
    if day.calls[-1].arrived >= ends:
        said = (
            f"a call at {day.calls[-1].arrived:g} s; expected before the periods end at {ends:g} s"
        )
        mistakes.append(Mistake(file, 0, "arrived", said))
    if mistakes:
        raise FileRefused(mistakes)


def _known_patience(call: RecordedCall) -> float | None:
    return call.waited if call.abandoned else call.patience


def _ms(values: Sequence[float | None], otherwise: float) -> Floats:
    return np.array([otherwise if value is None else 1000 * value for value in values])


def _book(row: Ints, call: RecordedCall, within: int) -> None:
    waited = round(1000 * (call.waited or 0.0))
    row[at.OFFERED] += 1
    row[at.ABANDONED if call.abandoned else at.ANSWERED] += 1
    row[at.SHORT if call.abandoned else at.HITS] += int(waited <= within)
    row[at.WAITED] += int(waited > 0)
    row[at.LATE] += int(waited > TAIL * within)
    row[at.WAIT_ALL] += waited
    row[at.WAIT_ANSWERED] += 0 if call.abandoned else waited
