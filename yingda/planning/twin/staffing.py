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
from yingda.planning.twin.judge import MARGIN, Verdict, judge
from yingda.planning.twin.possible import Mix, leanest, most_of, refuse_impossible
from yingda.planning.twin.result import Result
from yingda.planning.twin.run import Stopped, run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.scenario_rules import mean

LONGER: Final = 10  # the second confirmation's window, in the file's
HALVINGS: Final = 9  # of the ray on which a start is sought
ROUNDS: Final = 10  # exchanges tried for one number of agents

Note = Callable[[str, int], None]
Ray = Callable[[float], Mix]
Believed = tuple[Mix, Result]


@dataclass(frozen=True)
class Effort:
    """Simulated calls a trial while the search strides, while it steps, and to confirm."""

    coarse: int = 40_000
    fine: int = 160_000
    confirm: int = 6_000_000


FULL_EFFORT: Final = Effort()


@dataclass(frozen=True)
class Staffing:
    """Each group's agents, one number or one a period, and the run that confirms them."""

    crews: list[Mix]
    result: Result

    def as_json(self) -> dict[str, object]:
        names = [group.name for group in self.result.scenario.groups]
        shown = {
            name: crew[0] if len(crew) == 1 else list(crew)
            for name, crew in zip(names, self.crews, strict=True)
        }
        total = [sum(crew) for crew in zip(*self.crews, strict=True)]
        return {
            "feasible": True,
            "agents": shown,
            "total": total[0] if len(total) == 1 else total,
            **self.result.as_json(),
        }


class StaffSearch:
    """One search; `note(phase, agents)` hears how it goes."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        workers: int | None = None,
        effort: Effort = FULL_EFFORT,
        note: Note = lambda _phase, _agents: None,
        is_cancelled: Stopped = lambda: False,
    ) -> None:
        self._scenario = scenario
        self._effort = effort
        self._trial = sized(scenario, effort.coarse, at_least=2)
        self._workers = workers or os.cpu_count() or 1
        self._note = note
        self._is_cancelled = is_cancelled
        self._known: dict[Mix, Verdict] = {}
        self._part = 1
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
        mix = min(starts, key=sum)
        self._part = max(sum(mix) // 40, 1)
        mix = self._thinned(mix, max(sum(mix) // 25, 1))
        self._trial, self._known = sized(self._scenario, self._effort.fine, at_least=2), {}
        found = self._confirmed(self._thinned(self._enough(mix), 1))
        mix, result = self._shaved(found)
        return Staffing([(size,) for size in mix], result)

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
                f" {worst.measure} even with all groups at their limits ({sum(self._most)} agents)",
                cause="limits",
                klass=worst.klass,
                measure=worst.measure,
                lacking=-worst.slack,
                agents=sum(self._most),
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

    def _thinned(self, mix: Mix, step: int) -> Mix:
        """Return the smallest staffing found by taking agents away and exchanging the rest."""
        while step >= 1:
            self._note("search", sum(mix))
            fewer = self._fewer(mix, step)
            better = self._exchanged(fewer) if sum(fewer) < sum(mix) else None
            if better is None:
                step //= 2
            else:
                mix = better
        return mix

    def _enough(self, mix: Mix) -> Mix:
        """Return the mix, exchanged or with agents added until a fine trial keeps every promise."""
        while True:
            self._note("refine", sum(mix))
            better = self._exchanged(mix)
            if better is not None:
                return better
            larger = self._larger(mix)
            if larger == mix:
                return mix
            mix = larger

    def _larger(self, mix: Mix) -> Mix:
        """Return the mix with one agent more, where it helps most."""
        options = [self._changed(mix, (group, 1)) for group in range(len(mix))]
        self._try_all(options)
        return min((option for option in options if option != mix), key=self._penalty, default=mix)

    def _fewer(self, mix: Mix, step: int) -> Mix:
        """Return the mix with `step` agents less, taken in parts where they are least missed."""
        part = max(step // 3, 1)
        for _ in range(0, step, part):
            options = [self._changed(mix, (group, -part)) for group in range(len(mix))]
            self._try_all(options)
            smaller = (option for option in options if sum(option) < sum(mix))
            mix = min(smaller, key=self._penalty, default=mix)
        return mix

    def _penalty(self, mix: Mix) -> float:
        return self._known[mix].penalty

    def _exchanged(self, mix: Mix) -> Mix | None:
        """Return a mix of as many agents that is enough, or None if exchanges do not find one."""
        for _ in range(ROUNDS):
            if self._verdict(mix).is_kept():
                return mix
            better = self._best_exchange(mix, self._part)
            if self._penalty(better) < 0.99 * self._penalty(mix):
                mix = better
            elif self._part > 1:
                self._part //= 2
            else:
                break
        return mix if self._verdict(mix).is_kept() else None

    def _best_exchange(self, mix: Mix, part: int) -> Mix:
        """Return the best exchange between groups that would miss agents least and most."""
        groups = range(len(mix))
        less = {g: self._changed(mix, (g, -part)) for g in groups}
        self._try_all([mix, *less.values()])
        order = sorted(groups, key=lambda g: self._penalty(less[g]))
        options = [
            self._changed(mix, *[(g, -part) for g in givers], *[(g, part) for g in takers])
            for givers, takers in _exchanges([g for g in order if less[g] != mix], order)
        ]
        options = [option for option in options if sum(option) == sum(mix)]
        self._try_all(options)
        return min([mix, *options], key=self._penalty)

    # ── confirmation ────────────────────────────────────────────────────────────────────────────

    def _confirmed(self, mix: Mix) -> Believed:
        while True:
            self._note("confirm", sum(mix))
            result = self._believed(mix)
            if result is not None:
                return mix, result
            larger = self._larger(mix)
            if larger == mix:
                klass = self._verdict(mix).worst.klass
                raise Infeasible(
                    f"infeasible because with all groups at their limits class {klass} needs at"
                    " least some room for chance",
                    cause="no-room",
                    klass=klass,
                )
            mix = larger

    def _shaved(self, found: Believed) -> Believed:
        """Return a confirmed staffing of which no agent can be spared where least missed."""
        while True:
            fewer = self._fewer(found[0], 1)
            if fewer == found[0] or self._verdict(fewer).is_broken():
                return found
            self._note("confirm", sum(fewer))
            result = self._believed(fewer)
            if result is None:
                return found
            found = fewer, result

    def _believed(self, mix: Mix) -> Result | None:
        """Return the confirming run, if a short, a long and a longer one keep every promise."""
        short = self._long_run(mix, self._effort.confirm // 6)
        if judge(short).is_broken():
            return None
        found = self._long_run(mix, self._effort.confirm)
        if not judge(found).is_kept(MARGIN):
            return None
        if self._scenario.run.window is not None:
            longer = longer_window(self._scenario, LONGER)
            if not judge(self._long_run(mix, self._effort.confirm, longer)).is_kept(MARGIN):
                return None
        return found

    def _long_run(self, mix: Mix, calls: int, scenario: Scenario | None = None) -> Result:
        whole = sized(scenario or self._scenario, calls, seed_step=1)
        return run_scenario(
            with_mix(whole, mix), workers=self._workers, is_cancelled=self._is_cancelled
        )


def _exchanges(givers: list[int], takers: list[int]) -> list[tuple[list[int], list[int]]]:
    """Return (who gives, who takes): single exchanges between the ends of the order, and many."""
    takers, quarter = takers[::-1], max(len(takers) // 4, 1)
    singles = [
        (i, j) for i, j in ((0, 0), (1, 0), (0, 1), (2, 0)) if i < len(givers) and j < len(takers)
    ]
    pairs = [([givers[i]], [takers[j]]) for i, j in singles]
    many = [(givers[:quarter], takers[:quarter])] if quarter > 1 else []
    return [pair for pair in [*pairs, *many] if not set(pair[0]) & set(pair[1])]


def with_mix(scenario: Scenario, mix: Mix) -> Scenario:
    """Return the scenario with these crews in all periods."""
    return scenario.with_agents([(size,) for size in mix])


def longer_window(scenario: Scenario, times: int) -> Scenario:
    """Return the scenario with a longer window."""
    window = scenario.run.window
    run = scenario.run.model_copy(update={"window": window and window * times})
    return scenario.model_copy(update={"run": run})


def sized(scenario: Scenario, calls: int, *, seed_step: int = 0, at_least: int = 4) -> Scenario:
    """Return the scenario with a run of about so many calls, as replications of the file's length.

    Longer windows are cut so that there are `at_least` so many replications.
    """
    rate = sum(mean(klass.arrivals) for klass in scenario.classes) / 3600
    run, each = scenario.run, rate * scenario.seconds
    window = run.window
    if window is not None and each * at_least > calls:
        each = calls / at_least
        window = each / rate
    changed = {
        "window": window,
        "replications": max(round(calls / each), at_least),
        "seed": run.seed + seed_step,
    }
    return scenario.model_copy(update={"run": run.model_copy(update=changed)})
