"""From words to tables: a fresh routing state for given classes, groups and agents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from yingda.routing.core import layout as at
from yingda.routing.core.layout import NEVER, NONE, State


class Policy(StrEnum):
    """How waiting calls of different classes are compared."""

    SLD = "sld"
    PRIORITY = "priority"
    FIFO = "fifo"
    WAIT_OVER_TARGET = "wait_over_target"
    AFFINE = "affine"


PRIORITY_STEP = 2.0**40  # one step outweighs 34 years of waiting, and ms stay exact in a float


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """What the core must know of a class; times in ms, shares between 0 and 1."""

    within: int
    target: float
    abandon_cap: float = 1.0
    priority: int = 1
    offset: float = 0.0  # affine: points at arrival
    slope: float = 1.0  # affine: points a second of wait
    guard: int = NEVER
    channel: int = 0
    calls_back_into: int = NONE  # for a call-back: the class it joins once answered
    tier: int = NONE  # classes of one tier lend each other strength while they have few calls


@dataclass(frozen=True, slots=True)
class SkillSpec:
    """How a group serves a class: rank 1 first, `after` ms of wait, `reserve` agents kept idle."""

    rank: int = 1
    after: int = 0
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """Agents who are alike: skills by class index, slots and blocking channels by channel index."""

    skills: Mapping[int, SkillSpec]
    slots: Sequence[int] = (1,)
    blocked_by: Sequence[int] = (0,)


@dataclass(frozen=True, slots=True)
class CoreSpec:
    """Everything a state is made of; `agents` holds each agent's group."""

    classes: Sequence[ClassSpec]
    groups: Sequence[GroupSpec]
    agents: Sequence[int]
    policy: Policy = Policy.SLD
    by_rank: bool = True
    calls: int = field(default=1024)


def _steer_row(spec: ClassSpec, policy: Policy) -> list[float]:
    scale, offset = 1.0, 0.0
    if policy in {Policy.SLD, Policy.WAIT_OVER_TARGET}:
        scale = float(max(spec.within, 1))
    elif policy is Policy.PRIORITY:
        offset = -spec.priority * PRIORITY_STEP
    elif policy is Policy.AFFINE:
        scale, offset = 1000.0 / spec.slope, spec.offset
    return [scale, offset, 0.0, spec.target, spec.abandon_cap, spec.target, 0.0]


def _line_row(spec: ClassSpec, *, timed: bool) -> list[int]:
    row = [0] * at.LINE_COLUMNS
    row[at.HEAD] = row[at.TAIL] = NONE
    row[at.CHANNEL], row[at.WITHIN], row[at.GUARD] = spec.channel, spec.within, spec.guard
    row[at.TIMED] = int(timed)
    row[at.DIALS], row[at.PARTNER] = int(spec.calls_back_into != NONE), spec.calls_back_into
    row[at.TIER] = spec.tier
    return row


def _table(rows: Sequence[Sequence[int]]) -> at.Ints:
    return np.array(rows, dtype=np.int64)


def _padded(rows: Sequence[Sequence[int]]) -> at.Ints:
    width = max([1, *map(len, rows)])
    return _table([[*row, *[NONE] * (width - len(row))] for row in rows])


def _lanes(spec: CoreSpec) -> at.Ints:
    channels = 1 + max(each.channel for each in spec.classes)
    lanes = np.zeros((len(spec.groups), channels, at.LANE_COLUMNS), dtype=np.int64)
    lanes[:, :, at.HEAD] = lanes[:, :, at.TAIL] = NONE
    for number, group in enumerate(spec.groups):
        lanes[number, :, at.SLOTS] = [*group.slots, *[0] * channels][:channels]
        lanes[number, :, at.BLOCKED_BY] = [*group.blocked_by, *[0] * channels][:channels]
    return lanes


def _skills(spec: CoreSpec) -> at.Ints:
    skills = np.zeros((len(spec.groups), len(spec.classes), at.SKILL_COLUMNS), dtype=np.int64)
    for number, group in enumerate(spec.groups):
        for klass, skill in group.skills.items():
            skills[number, klass] = [skill.rank, skill.after, skill.reserve]
    return skills


def _groups_of(skills: at.Ints) -> at.Ints:
    served = []
    for ranks in skills[:, :, at.RANK].T:
        order = np.argsort(ranks, kind="stable")  # equal ranks: lowest number first
        served.append(order[ranks[order] > 0].tolist())
    return _padded(served)


def new_calls(first: int, size: int) -> at.Ints:
    """Return rows of free calls, numbered from `first` and chained up."""
    calls = np.zeros((size, at.CALL_COLUMNS), dtype=np.int64)
    calls[:, at.NEXT] = np.arange(first + 1, first + size + 1)
    calls[-1, at.NEXT] = NONE
    return calls


def _agents(spec: CoreSpec) -> at.Ints:
    agents = np.zeros((len(spec.agents), at.AGENT_COLUMNS), dtype=np.int64)
    agents[:, at.GROUP] = spec.agents
    agents[:, at.OWN_HEAD] = NONE
    return agents


def build(spec: CoreSpec) -> State:
    """Return a state in which nobody waits and no agent is ready."""
    skills, lanes = _skills(spec), _lanes(spec)
    is_timed = [
        bool((skills[:, number, at.AFTER] > 0).any() or each.guard < NEVER)
        for number, each in enumerate(spec.classes)
    ]
    ctl = np.zeros(at.CTL_COLUMNS, dtype=np.int64)
    ctl[at.STEERS], ctl[at.BY_RANK] = spec.policy is Policy.SLD, spec.by_rank
    ctl[at.MULTIPLE] = lanes.shape[1] > 1 or bool((lanes[:, :, at.SLOTS] > 1).any())
    ctl[at.ANY_TIMED], ctl[at.DUE], ctl[at.SETTLED] = any(is_timed), NEVER, -NEVER
    return State(
        ctl=ctl,
        lines=_table([_line_row(c, timed=t) for c, t in zip(spec.classes, is_timed, strict=True)]),
        steer=np.array([_steer_row(each, spec.policy) for each in spec.classes]),
        lanes=lanes,
        skills=skills,
        groups_of=_groups_of(skills),
        classes_of=_padded([np.flatnonzero(row).tolist() for row in skills[:, :, at.RANK]]),
        calls=new_calls(0, spec.calls),
        agents=_agents(spec),
        seats=np.zeros((len(spec.agents), lanes.shape[1], at.SEAT_COLUMNS), dtype=np.int64),
        out=np.full(at.OUT_COLUMNS, NONE, dtype=np.int64),
        out_score=np.zeros(2),
    )


def with_more_calls(s: State) -> State:
    """Return the same state with room for twice as many calls; the old one must not be used."""
    size = s.calls.shape[0]
    fresh = new_calls(size, size)
    fresh[-1, at.NEXT] = s.ctl[at.FREE_CALL]
    s.ctl[at.FREE_CALL] = size
    return s._replace(calls=np.concatenate([s.calls, fresh]))
