"""The smallest staff, and its mix, that keeps every class's promises.

A search over the groups' sizes. Its steps are judged by short runs that see the same callers, so
that two mixes differ by their agents and not by luck; the effort is counted in simulated calls, so
that the answer depends on file and seed only. What the search finds is not believed: long runs
confirm it with room to spare, or an agent is added.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from yingda.planning.errors import Infeasible
from yingda.planning.twin.judge import Verdict, judge
from yingda.planning.twin.possible import Mix, leanest, most_of, refuse_impossible
from yingda.planning.twin.result import Result
from yingda.planning.twin.run import Stopped, run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.scenario_rules import mean

TRIAL_CALLS: Final = 80_000
CONFIRM_CALLS: Final = 6_000_000
LONGER: Final = 10  # the second confirmation's window, in the file's
MARGIN: Final = 1.5  # half-widths that a promise must be kept by to be believed: about 3 sigma
HALVINGS: Final = 9  # of the ray on which a start is sought
ROUNDS: Final = 12  # exchanges tried for one number of agents

Note = Callable[[str, int], None]
Ray = Callable[[float], Mix]


@dataclass(frozen=True)
class Staffing:
    """The groups' sizes in the file's order, and the run that confirms them."""

    agents: Mix
    result: Result

    @property
    def total(self) -> int:
        return sum(self.agents)


class StaffSearch:
    """One search; `note(phase, agents)` hears how it goes."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        workers: int | None = None,
        note: Note = lambda _phase, _agents: None,
        is_cancelled: Stopped = lambda: False,
    ) -> None:
        self._scenario = scenario
        self._trial = sized(scenario, TRIAL_CALLS)
        self._workers = workers or os.cpu_count() or 1
        self._note = note
        self._is_cancelled = is_cancelled
        self._known: dict[Mix, Verdict] = {}
        self._most = most_of(scenario)
        self._least = tuple(group.least for group in scenario.groups)

    def run(self) -> Staffing:
        """Return the smallest staffing found, confirmed.

        Raises:
            Infeasible: naming the class that no allowed staffing serves as promised.
            RunCancelled: asked to stop.
        """
        refuse_impossible(self._scenario)
        self._refuse_if_most_is_too_few()
        starts = [self._on_ray(ray) for ray in (self._from_lean, self._from_own)]
        return self._confirmed(self._thinned(min(starts, key=sum)))

    # ── trials ──────────────────────────────────────────────────────────────────────────────────

    def _try_all(self, mixes: Iterable[Mix]) -> None:
        new = [mix for mix in dict.fromkeys(mixes) if mix not in self._known]
        with ThreadPoolExecutor(max_workers=self._workers) as pool:
            self._known.update(zip(new, pool.map(self._judged, new), strict=True))

    def _judged(self, mix: Mix) -> Verdict:
        return judge(
            run_scenario(with_mix(self._trial, mix), workers=1, is_cancelled=self._is_cancelled)
        )

    def _verdict(self, mix: Mix) -> Verdict:
        self._try_all([mix])
        return self._known[mix]

    def _within(self, mix: Sequence[int]) -> Mix:
        return tuple(
            min(max(size, least), most)
            for size, least, most in zip(mix, self._least, self._most, strict=True)
        )

    def _changed(self, mix: Mix, *changes: tuple[int, int]) -> Mix:
        sizes = list(mix)
        for group, change in changes:
            sizes[group] += change
        return self._within(sizes)

    # ── steps ───────────────────────────────────────────────────────────────────────────────────

    def _refuse_if_most_is_too_few(self) -> None:
        self._note("limits", sum(self._most))
        verdict = self._verdict(self._most)
        if not verdict.is_kept() and verdict.is_broken():
            worst = verdict.worst
            raise Infeasible(
                f"infeasible because class {worst.klass} needs at least {-worst.slack:.1%} more of"
                f" {worst.measure} even with all groups at their limits ({sum(self._most)} agents)"
            )

    def _from_lean(self, share: float) -> Mix:
        """Return a mix between the least that does the work and the most allowed."""
        lean = leanest(self._scenario)
        return self._within(
            [round(low + share * (high - low)) for low, high in zip(lean, self._most, strict=True)]
        )

    def _from_own(self, share: float) -> Mix:
        """Return a multiple of the file's mix, up to three times it."""
        return self._within([round(3 * share * max(g.agents)) for g in self._scenario.groups])

    def _on_ray(self, ray: Ray) -> Mix:
        """Return the smallest mix on a ray that is enough; the most allowed if none is."""
        low, high = 0.0, 1.0
        if not self._verdict(ray(high)).is_kept():
            return self._most
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            self._note("start", sum(ray(middle)))
            if self._verdict(ray(middle)).is_kept():
                high = middle
            else:
                low = middle
        return ray(high)

    def _thinned(self, mix: Mix) -> Mix:
        """Return the smallest staffing found by taking agents away and exchanging the rest."""
        step = max(sum(mix) // 25, 1)
        while step >= 1:
            self._note("search", sum(mix))
            fewer = self._fewer(mix, step)
            better = self._exchanged(fewer) if sum(fewer) < sum(mix) else None
            if better is None:
                step //= 2
            else:
                mix = better
        return mix

    def _fewer(self, mix: Mix, step: int) -> Mix:
        """Return the mix with `step` agents less, taken in parts where they are least missed."""
        part = max(step // 4, 1)
        for _ in range(0, step, part):
            options = [self._changed(mix, (group, -part)) for group in range(len(mix))]
            self._try_all(options)
            smaller = [option for option in options if sum(option) < sum(mix)]
            if smaller:
                mix = min(smaller, key=self._penalty)
        return mix

    def _penalty(self, mix: Mix) -> float:
        return self._known[mix].penalty

    def _exchanged(self, mix: Mix) -> Mix | None:
        """Return a mix of as many agents that is enough, or None if exchanges do not find one."""
        part = max(sum(mix) // 60, 1)
        for _ in range(ROUNDS):
            if self._verdict(mix).is_kept():
                return mix
            better = self._best_exchange(mix, part)
            if self._penalty(better) < 0.995 * self._penalty(mix):
                mix = better
            elif part > 1:
                part //= 2
            else:
                return None
        return mix if self._verdict(mix).is_kept() else None

    def _best_exchange(self, mix: Mix, part: int) -> Mix:
        """Return the best of the exchanges that promise most by their two halves."""
        groups = range(len(mix))
        more = {g: self._changed(mix, (g, part)) for g in groups}
        less = {g: self._changed(mix, (g, -part)) for g in groups}
        self._try_all([*more.values(), *less.values()])
        pairs = sorted(
            ((g, h) for g in groups for h in groups if g != h),
            key=lambda pair: self._penalty(less[pair[0]]) + self._penalty(more[pair[1]]),
        )
        options = [self._changed(mix, (g, -part), (h, part)) for g, h in pairs[: 2 * self._width()]]
        options = [option for option in options if sum(option) == sum(mix)] or [mix]
        self._try_all(options)
        return min(options, key=self._penalty)

    def _width(self) -> int:
        return 2 if len(self._most) > 2 else 1

    # ── confirmation ────────────────────────────────────────────────────────────────────────────

    def _confirmed(self, mix: Mix) -> Staffing:
        while True:
            self._note("confirm", sum(mix))
            result = self._believed(mix)
            if result is not None:
                return Staffing(mix, result)
            more = [self._changed(mix, (group, 1)) for group in range(len(mix))]
            more = [option for option in more if option != mix]
            if not more:
                self._refuse_if_most_is_too_few()
                raise Infeasible(
                    "infeasible because no allowed staffing keeps every class for sure"
                )
            self._try_all(more)
            mix = min(more, key=self._penalty)

    def _believed(self, mix: Mix) -> Result | None:
        """Return the confirming run, if a short, a long and a longer one keep every promise."""
        short = self._long_run(mix, CONFIRM_CALLS // 6)
        if judge(short).is_broken():
            return None
        found = self._long_run(mix, CONFIRM_CALLS)
        if not judge(found).is_kept(MARGIN):
            return None
        if self._scenario.run.window is not None:
            longer = longer_window(self._scenario, LONGER)
            if not judge(self._long_run(mix, CONFIRM_CALLS, longer)).is_kept(MARGIN):
                return None
        return found

    def _long_run(self, mix: Mix, calls: int, scenario: Scenario | None = None) -> Result:
        whole = sized(scenario or self._scenario, calls, seed_step=1)
        return run_scenario(
            with_mix(whole, mix), workers=self._workers, is_cancelled=self._is_cancelled
        )


def with_mix(scenario: Scenario, mix: Mix) -> Scenario:
    """Return the scenario with these crews in all periods."""
    return scenario.with_agents([(size,) for size in mix])


def longer_window(scenario: Scenario, times: int) -> Scenario:
    """Return the scenario with a longer window."""
    window = scenario.run.window
    run = scenario.run.model_copy(update={"window": window and window * times})
    return scenario.model_copy(update={"run": run})


def sized(scenario: Scenario, calls: int, *, seed_step: int = 0) -> Scenario:
    """Return the scenario with a run of about so many calls, as replications of the file's length.

    Longer replications are cut so that there are at least 4.
    """
    rate = sum(mean(klass.arrivals) for klass in scenario.classes) / 3600
    run, each = scenario.run, rate * scenario.seconds
    window = run.window
    if window is not None and each * 4 > calls:
        window = calls / 4 / rate
        each = calls / 4
    changed = {
        "window": window,
        "replications": max(round(calls / each), 4),
        "seed": run.seed + seed_step,
    }
    return scenario.model_copy(update={"run": run.model_copy(update=changed)})
