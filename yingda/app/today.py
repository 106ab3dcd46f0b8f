"""Today's centre as a scenario of the twin: its table, its agents, its calls of two weeks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from yingda.agents import Agent, State
from yingda.agents.store import AgentStore
from yingda.app.house import VOICE, plan_of
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.pack import Pack
from yingda.planning.arrivals import Arrivals, Span, arrivals, assumed
from yingda.planning.jobs_errors import NoAgentsEnrolled
from yingda.planning.observed import Durations, Note, Seen, together
from yingda.planning.store import ObservedStore, SeenRow
from yingda.planning.whatif import class_name
from yingda.routing import RoutingPlan
from yingda.routing.core import NEVER
from yingda.routing.model import Entitlement
from yingda.routing.plans import lay_out
from yingda.tiers import EntitlementTable, TierBook, TierTables

DAYS: Final = 14
REPLICATIONS: Final = 20
HOUR_S: Final = 3600
SETTLED_S: Final = 50 * HOUR_S
"""When the steering has found its place: a centre that runs every day starts from there."""

Skills = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Look:
    """What was read of the centre: calls by (class, hour), from `since` until `until`."""

    since: datetime | None
    until: datetime
    span: Span
    rows: Sequence[SeenRow]


class Today:
    """Gives the scenario; `pack` and `book` are the centre's words."""

    def __init__(self, database: Database, clock: Clock, pack: Pack, book: TierBook) -> None:
        self._database = database
        self._clock = clock
        self._pack = pack
        self._book = book

    async def __call__(self, signed_on: bool) -> Mapping[str, Any]:  # noqa: FBT001 -- one question
        """Return `{scenario, observed, notes}`, with the agents now signed on, or with all.

        Raises:
            NoAgentsEnrolled: none of them takes calls.
        """
        async with self._database.transaction() as tx:
            table = await TierTables(tx, self._clock, self._book).table()
            enrolled = await AgentStore(tx).all()
            look = await self._look(ObservedStore(tx))
        agents = [each for each in enrolled if any(each.profile.capacity.values())]
        present = [each for each in agents if each.state.state is not State.SIGNED_OFF]
        taken = present if signed_on else agents
        plan = plan_of(self._pack, table, [each.profile for each in taken])
        staff: Note = {"code": "agents", "enrolled": len(agents), "signed_on": len(present)}
        return self._scenario(table, plan, look, [staff, *_idle_note(taken, plan)])

    async def _look(self, store: ObservedStore) -> Look:
        """Return the last whole days; in a centre's first days, what there is of today."""
        now = self._clock.now()
        local = now.astimezone(self._pack.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        first = await store.first(midnight - timedelta(days=DAYS), midnight)
        if first is None:
            begin, end = await store.first(midnight, now), now
            span = Span(0, (now - begin).total_seconds() / HOUR_S if begin else 0.0)
        else:
            day = first.astimezone(self._pack.zone)
            begin, end = day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0), midnight
            span = Span((midnight.date() - day.date()).days, 0.0)
        rows = [] if begin is None else await store.seen(begin, end, self._pack.zone.key)
        return Look(begin, end, span, rows)

    def _scenario(
        self, table: EntitlementTable, plan: RoutingPlan, look: Look, notes: list[Note]
    ) -> Mapping[str, Any]:
        groups = _groups(plan)
        if not groups:
            raise NoAgentsEnrolled
        served = {name for group in groups for name in group["skills"]}
        classes = {_name(each): each for each in plan.classes if each.key.channel == VOICE}
        seen, strange = _by_class(look.rows, classes)
        unserved = sorted(name for name in classes if name not in served)
        names = [name for name in classes if name in served]
        durations = Durations({n: together(list(hours.values())) for n, hours in seen.items()})
        rows = [self._class(classes[name], durations, table) for name in names]
        came = _arrivals(seen, rows, look.span, sum(group["agents"] for group in groups))
        rows = [row | {"arrivals": came.rates[row["name"]]} for row in rows]
        notes += [*came.notes, *durations.notes]
        if unserved:
            notes.append({"code": "classes-unserved", "classes": unserved})
        if strange:
            notes.append({"code": "contacts-strange", "contacts": strange})
        observed = {
            "since": look.since,
            "until": look.until,
            "contacts": sum(row.seen.offered for row in look.rows),
            "first_hour": came.first_hour if came.is_hourly else None,
            "version": table.version,
        }
        scenario = {
            "name": self._pack.centre.code,
            "classes": rows,
            "groups": groups,
            "policy": plan.policy.value,
            **_span_of(came),
        }
        return {"scenario": scenario, "observed": observed, "notes": notes}

    def _class(
        self, each: Entitlement, durations: Durations, table: EntitlementTable
    ) -> dict[str, Any]:
        name, patience = _name(each), self._pack.centre.patience
        promised = table.entitlement(*each.key)
        wrap_ms = patience.wrap_up_ms if promised.wrap_up_ms is None else promised.wrap_up_ms
        guard = {} if each.guard_ms >= NEVER else {"guard": each.guard_ms / 1000}
        return {
            "name": name,
            "service": durations.service(name),
            "acw": durations.acw(name, wrap_ms / 1000),
            "patience": durations.patience(name),
            "target": {"share": each.target, "within": each.within_ms / 1000},
            "abandon_cap": each.abandon_cap,
            "priority": each.priority,
            **guard,
        }


def _name(each: Entitlement) -> str:
    return class_name(*each.key)


def _groups(plan: RoutingPlan) -> list[dict[str, Any]]:
    """Return who is alike to the router: a group of the pack, in parts if its agents differ."""
    layout = lay_out(plan)
    heads = Counter(layout.spec.agents)
    names = {number: key for key, number in layout.classes.items()}
    parts: dict[str, list[tuple[Skills, int]]] = defaultdict(list)
    for number, (agent, spec) in enumerate(zip(layout.profiles, layout.spec.groups, strict=True)):
        skills = {
            class_name(*names[klass]): _skill(one.rank, one.after, one.reserve)
            for klass, one in spec.skills.items()
            if klass in names and names[klass].channel == VOICE
        }
        if skills and agent.capacity.get(VOICE, 0):
            parts[agent.group].append((skills, heads[number]))
    return [
        {"name": name, "agents": agents, "skills": skills}
        for group, alike in sorted(parts.items())
        for name, skills, agents in _numbered(group, _merged(alike))
    ]


def _skill(rank: int, after_ms: int, reserve: int) -> dict[str, Any]:
    return {"rank": rank, "after": after_ms / 1000, **({"reserve": reserve} if reserve else {})}


def _merged(parts: Iterable[tuple[Skills, int]]) -> list[tuple[Skills, int]]:
    """Return parts that differ in nothing a call notices as one, the largest first."""
    merged: list[tuple[Skills, int]] = []
    for skills, agents in parts:
        place = next((i for i, (known, _) in enumerate(merged) if known == skills), None)
        if place is None:
            merged.append((skills, agents))
        else:
            merged[place] = (skills, merged[place][1] + agents)
    return sorted(merged, key=lambda part: -part[1])


def _numbered(group: str, parts: Sequence[tuple[Skills, int]]) -> Iterable[tuple[str, Skills, int]]:
    for number, (skills, agents) in enumerate(parts, start=1):
        yield (group if number == 1 else f"{group}-{number}"), skills, agents


def _by_class(
    rows: Iterable[SeenRow], classes: Mapping[str, Entitlement]
) -> tuple[dict[str, dict[int, Seen]], int]:
    """Return what was seen by class and hour, and how many calls are of no class of today."""
    seen: dict[str, dict[int, Seen]] = {name: {} for name in classes}
    strange = 0
    for row in rows:
        name = class_name(row.tier, row.service_kind, VOICE)
        if name in seen:
            seen[name][row.hour] = row.seen
        else:
            strange += row.seen.offered
    return seen, strange


def _arrivals(
    seen: Mapping[str, Mapping[int, Seen]],
    rows: Sequence[Mapping[str, Any]],
    span: Span,
    agents: int,
) -> Arrivals:
    names = [row["name"] for row in rows]
    counts = {name: {hour: one.offered for hour, one in seen[name].items()} for name in names}
    if any(any(hours.values()) for hours in counts.values()):
        return arrivals(counts, names, span)
    handling = sum(row["service"]["mean"] + row["acw"]["mean"] for row in rows) / len(rows)
    return assumed(names, agents, handling)


def _span_of(came: Arrivals) -> dict[str, Any]:
    """Return periods and run: the open hours of a day, or ten hours in a steady state."""
    run = {"replications": REPLICATIONS, "seed": 1}
    if came.is_hourly:
        return {"periods": {"count": came.hours, "length": HOUR_S}, "run": run}
    return {"run": run | {"warmup": SETTLED_S, "window": 10 * HOUR_S}}


def _idle_note(agents: Sequence[Agent], plan: RoutingPlan) -> list[Note]:
    """Say who takes no calls."""
    silent = sum(1 for each in plan.agents if not each.capacity.get(VOICE, 0))
    return [{"code": "agents-without-voice", "agents": silent}] if agents and silent else []
