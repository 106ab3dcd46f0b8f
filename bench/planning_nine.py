"""The twin against simulators that know nothing of it: nine centres, every figure.

Three centres are simulated in Ciw, six in SimPy. Each figure of twin and peer (level, abandonment
and mean wait of each class, occupancy of each group) has its error over replications; the bound on
their difference is Student's for a joint 99.9 % over all figures of all centres (Bonferroni).
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ciw
import numpy as np
from scipy.special import stdtrit

from bench.planning_simpy import SimpyCentre
from yingda.planning import Estimate, Scenario, run_scenario
from yingda.planning.twin.result import CONFIDENCE, ratio

JOINT = 0.999
REPLICATIONS = 16
DAYS = 600
MS = 0.002  # the twin's clock has whole ms; a wait may be off by so many seconds

Books = dict[tuple[str, str], list[tuple[float, float]]]
"""By class or group and figure: numerator and denominator of each replication."""


@dataclass(frozen=True)
class Centre:
    """One centre, who simulates it, and for how many hours each time."""

    what: str
    scenario: Scenario
    peer: str
    hours: float


def exp(mean: float) -> dict[str, object]:
    return {"dist": "exp", "mean": mean}


def queue(agents: int, load: float, *, hours: float, **law: Any) -> Scenario:
    """Return one class in one group; `load` in erlangs an agent."""
    klass = {
        "name": "all",
        "arrivals": agents * load * 20,
        "service": exp(180),
        "target": {"share": 0.8, "within": 20},
    } | law
    return scenario(
        [klass], [{"name": "everybody", "agents": agents, "skills": {"all": {}}}], hours
    )


def scenario(
    classes: list[dict[str, Any]], groups: list[dict[str, Any]], hours: float, **more: Any
) -> Scenario:
    run = {"warmup": 7200, "window": 3600 * hours, "replications": 60}
    return Scenario.model_validate({"classes": classes, "groups": groups, "run": run} | more)


def two_tiers(hours: float, policy: str, size: int) -> Scenario:
    """Return seniors who help with mass calls after 20 s; `size` times the example of the docs."""
    classes = [
        {"name": "vip", "arrivals": 60 * size, "service": exp(180), "patience": exp(180),
         "target": {"share": 0.9, "within": 10}, "abandon_cap": 0.03, "priority": 1},
        {"name": "mass", "arrivals": 360 * size,
         "service": {"dist": "lognormal", "mean": 180, "scv": 1.2}, "patience": exp(120),
         "acw": exp(15), "target": {"share": 0.7, "within": 30}, "abandon_cap": 0.08,
         "priority": 2},
    ]  # fmt: skip
    groups = [
        {"name": "senior", "agents": 9 * size, "speed": 1.1,
         "skills": {"vip": {"rank": 1}, "mass": {"rank": 2, "after": 20}}},
        {"name": "junior", "agents": 12 * size, "skills": {"mass": {"rank": 1}}},
    ]  # fmt: skip
    return scenario(classes, groups, hours, policy=policy)


def six_classes(hours: float, policy: str) -> Scenario:
    """Return three tiers of two kinds in four groups of 120 agents, with and without overflow."""
    classes = [
        {"name": f"{tier} {kind}", "arrivals": rate, "service": law, "patience": exp(patience),
         "target": {"share": share, "within": within}, "abandon_cap": 0.05, "priority": number}
        for number, tier, share, within, patience in
        ((1, "gold", 0.9, 10, 180), (2, "silver", 0.8, 20, 120), (3, "plain", 0.7, 30, 90))
        for kind, rate, law in
        (("query", 300 * number, exp(120)),
         ("fault", 100 * number, {"dist": "lognormal", "mean": 240, "scv": 0.8}))
    ]  # fmt: skip
    names = [str(klass["name"]) for klass in classes]
    groups = [
        {"name": "queries", "agents": 45, "skills": {n: {} for n in names if "query" in n}},
        {"name": "faults", "agents": 30, "skills": {n: {} for n in names if "fault" in n}},
        {"name": "gold", "agents": 15, "skills": {n: {} for n in names if "gold" in n}},
        {"name": "all", "agents": 30, "speed": 0.9,
         "skills": {n: {"rank": 2, "after": 0 if "gold" in n else 8} for n in names}},
    ]  # fmt: skip
    return scenario(classes, groups, hours, policy=policy)


def day() -> Scenario:
    """Return a day of three periods with other crews, which ends when all are served."""
    base = two_tiers(1, "wait_over_target", 1).model_dump(exclude_none=True)
    vip, mass = base["classes"]
    senior, junior = base["groups"]
    vip["arrivals"], mass["arrivals"] = [30, 90, 40], [150, 420, 200]
    vip["acw"] = {"dist": "deterministic", "mean": 20}
    senior["agents"], junior["agents"] = [6, 11, 8], [6, 14, 8]
    periods = {"count": 3, "length": 7200.0}
    run = {"warmup": 0.0, "replications": 1200}
    return Scenario.model_validate(base | {"periods": periods, "run": run})


def centres() -> Iterator[Centre]:
    """Yield the nine."""
    lognormal = {"dist": "lognormal", "mean": 180, "scv": 1.2}
    fixed = {"dist": "deterministic", "mean": 180}
    for what, agents, load, peer, hours, law in (
        ("M/M/10", 10, 0.85, "Ciw", 60, {}),
        ("M/G/50, lognormal", 50, 0.93, "Ciw", 12, {"service": lognormal}),
        ("M/D/200+M", 200, 1.0, "Ciw", 2, {"service": fixed, "patience": exp(120)}),
        ("M/M/1000+M", 1000, 1.01, "SimPy", 3, {"patience": exp(60)}),
    ):
        yield Centre(what, queue(agents, load, hours=20, **law), peer, hours)
    for what, model, hours in (
        ("two tiers, 21 agents, first in first out", two_tiers(40, "fifo", 1), 120),
        ("two tiers, 84 agents, strict priority", two_tiers(20, "priority", 4), 40),
        ("two tiers, 210 agents, SLD", two_tiers(20, "sld", 10), 20),
        ("six classes, 120 agents, SLD", six_classes(20, "sld"), 20),
        ("a day of three periods, wait over target", day(), 0),
    ):
        yield Centre(what, model, "SimPy", hours)


def with_window(model: Scenario, hours: float) -> Scenario:
    run = model.run.model_copy(update={"window": 3600 * hours} if model.run.window else {})
    return model.model_copy(update={"run": run})


def of_simpy(centre: Centre) -> Books:
    """Return what SimPy's replications saw."""
    model, books = with_window(centre.scenario, centre.hours), Books()
    times = REPLICATIONS if model.run.window else DAYS
    for seed in range(times):
        peer = SimpyCentre(model, seed)
        peer.run()
        for klass, seen in zip(model.classes, peer.seen, strict=True):
            for figure, over, under in (
                ("sl_off", seen.hits, seen.offered),
                ("p_abandon", seen.abandoned, seen.offered),
                ("asa", seen.waited_s, seen.answered),
            ):
                books.setdefault((klass.name, figure), []).append((over, under))
        for group, crew in zip(model.groups, peer.crews, strict=True):
            books.setdefault((group.name, "occupancy"), []).append((crew.busy_s, crew.duty_s))
    return books


def of_ciw(centre: Centre) -> Books:
    """Return what Ciw's replications saw: one class, one group."""
    books, klass = Books(), centre.scenario.classes[0]
    agents, begins = centre.scenario.groups[0].agents[0], centre.scenario.run.warmup
    ends = begins + 3600 * centre.hours
    for seed in range(REPLICATIONS):
        calls = ciw_calls(klass, agents, ends + 3600, seed)
        counted = [call for call in calls if begins <= call.arrival_date < ends]
        waits = [call.waiting_time for call in counted if call.record_type == "service"]
        work = sum(
            max(min(call.service_end_date, ends) - max(call.service_start_date, begins), 0.0)
            for call in calls
            if call.record_type == "service"
        )
        offered, hits = len(counted), sum(wait <= klass.target.within for wait in waits)
        for name, figure, over, under in (
            (klass.name, "sl_off", hits, offered),
            (klass.name, "p_abandon", offered - len(waits), offered),
            (klass.name, "asa", sum(waits), len(waits)),
            (centre.scenario.groups[0].name, "occupancy", work, agents * (ends - begins)),
        ):
            books.setdefault((name, figure), []).append((over, under))
    return books


def ciw_calls(klass: Any, agents: int, until: float, seed: int) -> list[Any]:
    law, more = klass.service, {}
    if klass.patience is not None:
        more["reneging_time_distributions"] = [ciw.dists.Exponential(1 / klass.patience.mean)]
    variance = math.log1p(getattr(law, "scv", 0.0))
    laws: Mapping[str, Callable[[], Any]] = {
        "exp": lambda: ciw.dists.Exponential(1 / law.mean),
        "deterministic": lambda: ciw.dists.Deterministic(law.mean),
        "lognormal": lambda: ciw.dists.Lognormal(
            math.log(law.mean) - variance / 2, math.sqrt(variance)
        ),
    }
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(klass.arrivals[0] / 3600)],
        service_distributions=[laws[law.dist]()],
        number_of_servers=[agents],
        **more,
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until)
    return list(simulation.get_all_records())


def error(found: Estimate, replications: int) -> float:
    """Return the standard error of a figure with its 95 % interval."""
    return found.half_width / float(stdtrit(replications - 1, (1 + CONFIDENCE) / 2))


def apart(centre: Centre) -> list[tuple[str, float, int]]:
    """Return each figure's difference in standard errors, and its degrees of freedom."""
    total = run_scenario(centre.scenario).total
    rows = {**total.classes, **total.groups}
    told = []
    for (name, figure), pairs in (of_ciw if centre.peer == "Ciw" else of_simpy)(centre).items():
        over, under = (np.array(column, dtype=np.float64) for column in zip(*pairs, strict=True))
        peer, ours = ratio(over, under), rows[name][figure]
        both = math.hypot(error(peer, len(pairs)), error(ours, centre.scenario.run.replications))
        off = max(abs(peer.mean - ours.mean) - (MS if figure == "asa" else 0.0), 0.0)
        told.append((f"{figure} of {name}", off / both if both else 0.0, len(pairs) - 1))
    return told


def rows() -> list[dict[str, object]]:
    """Return a row a centre: its worst figure, and how many lie outside the joint interval."""
    measured = []
    for centre in centres():
        began = time.process_time()
        measured.append((centre, apart(centre), time.process_time() - began))
    figures = sum(len(found) for _, found, _ in measured)
    outside = 1 - (1 - JOINT) / figures / 2
    told: list[dict[str, object]] = []
    for centre, found, spent in measured:
        worst = max(found, key=lambda each: each[1])
        told.append(
            {
                "what": centre.what,
                "peer": centre.peer,
                "figures": len(found),
                "outside": sum(off > float(stdtrit(df, outside)) for _, off, df in found),
                "worst": worst[0],
                "standard_errors": round(worst[1], 2),
                "allowed": round(float(stdtrit(worst[2], outside)), 2),
                "cpu_s": round(spent, 1),
            }
        )
    return told


if __name__ == "__main__":
    for each in rows():
        print(each)
