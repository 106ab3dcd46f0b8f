"""From the entitlement table and the agents' skills to what the core is built of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from yingda.agents import AgentId
from yingda.routing.core import NONE, ClassSpec, CoreSpec, GroupSpec, SkillSpec
from yingda.routing.errors import ClassUnknown, PlanUnusable
from yingda.routing.model import (
    ANY,
    AgentSkills,
    ClassKey,
    Entitlement,
    Patience,
    RoutingPlan,
    Step,
)

VOICE = "voice"


def plan_from(
    entitlements: Iterable[Entitlement],
    agents: Iterable[AgentSkills],
    *,
    version: int,
    patience: Patience | None = None,
) -> RoutingPlan:
    """Return the plan for this version of the table and these agents (policy: SLD).

    A row for every channel (`*`) becomes a class for each channel that agents serve.

    Raises:
        PlanUnusable: no class, one class or agent twice, or a promise that cannot be meant.
    """
    staff = tuple(agents)
    plan = RoutingPlan(
        version=version,
        classes=_each_channel(tuple(entitlements), staff),
        agents=staff,
        patience=patience or Patience(),
    )
    check(plan)
    return plan


def _each_channel(
    rows: Sequence[Entitlement], agents: Iterable[AgentSkills]
) -> tuple[Entitlement, ...]:
    channels = {row.key.channel for row in rows} | {name for a in agents for name in a.capacity}
    narrow = {row.key for row in rows}
    wide = [row for row in rows if row.key.channel == ANY]
    spread = [
        replace(row, key=row.key._replace(channel=channel))
        for row in wide
        for channel in sorted(channels - {ANY} or {VOICE})
        if row.key._replace(channel=channel) not in narrow
    ]
    return (*(row for row in rows if row.key.channel != ANY), *spread)


def check(plan: RoutingPlan) -> None:
    """Refuse a plan the core cannot be built of.

    Raises:
        PlanUnusable: says which class or agent, and why.
    """
    if not plan.classes:
        raise PlanUnusable(reason="no-classes")
    _refuse_twice("class", [str(each.key) for each in plan.classes])
    _refuse_twice("agent", [str(each.id) for each in plan.agents])
    for each in plan.classes:
        if not (0 < each.target <= 1 and 0 <= each.abandon_cap <= 1):
            raise PlanUnusable(reason="share-out-of-range", klass=str(each.key))
        if each.key.channel == ANY:
            raise PlanUnusable(reason="channel-open", klass=str(each.key))
        if each.within_ms <= 0 or each.slope <= 0 or each.guard_ms < 0 or each.reserve < 0:
            raise PlanUnusable(reason="number-out-of-range", klass=str(each.key))


def _refuse_twice(what: str, names: Sequence[str]) -> None:
    twice = (
        {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()
    )
    for name in twice:
        raise PlanUnusable(reason=f"{what}-twice", name=name)


def class_for(classes: Mapping[ClassKey, int], key: ClassKey) -> int:
    """Return the number of the narrowest class that covers `key`.

    Raises:
        ClassUnknown: not even (*, *, channel) is there.
    """
    tier, kind, channel = key
    for wider in (
        key,
        ClassKey(tier, ANY, channel),
        ClassKey(ANY, kind, channel),
        ClassKey(ANY, ANY, channel),
    ):
        if wider in classes:
            return classes[wider]
    raise ClassUnknown(tier=tier, kind=kind, channel=channel)


def with_orphans(plan: RoutingPlan, old: RoutingPlan, keys: Iterable[ClassKey]) -> RoutingPlan:
    """Return `plan` with a class for everybody who still waits and would have none in it.

    It is the class of the old plan, or, if that is not known any more, one open to every agent.
    """
    before, now = numbered(old), numbered(plan)
    lost = sorted({key for key in keys if not is_covered(now, key)})
    orphans = {
        each.key: each
        for each in (
            old.classes[class_for(before, key)] if is_covered(before, key) else Entitlement(key)
            for key in lost
        )
    }
    return replace(plan, classes=(*plan.classes, *orphans.values()))


def numbered(plan: RoutingPlan) -> dict[ClassKey, int]:
    return {each.key: number for number, each in enumerate(plan.classes)}


def is_covered(classes: Mapping[ClassKey, int], key: ClassKey) -> bool:
    try:
        class_for(classes, key)
    except ClassUnknown:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan laid out for the core: numbers for names, agents who are alike in one profile.

    `classes` numbers the plan's classes; the call-back line of class k, if any, is `dials[k]`.
    """

    spec: CoreSpec
    classes: Mapping[ClassKey, int]
    dials: Mapping[int, int]
    agents: Mapping[AgentId, int]
    channels: Mapping[str, int]
    profiles: tuple[AgentSkills, ...]


def lay_out(plan: RoutingPlan, *, calls: int = 1024) -> Layout:
    """Return the plan as the core wants it."""
    channels = {name: i for i, name in enumerate(sorted({c.key.channel for c in plan.classes}))}
    classes = numbered(plan)
    calling_back = [each for each in plan.classes if each.callback_within_ms is not None]
    dials = {classes[each.key]: len(classes) + i for i, each in enumerate(calling_back)}
    profiles, agents = _profiles(plan.agents)
    tiers = sorted({each.key.tier for each in plan.classes})
    specs = [_class_spec(each, channels, tiers) for each in plan.classes]
    specs += [
        replace(
            specs[number],
            within=_callback_within(plan, number),
            guard=max(specs[number].guard, _callback_within(plan, number)),
            calls_back_into=number,
        )
        for number in dials
    ]
    return Layout(
        spec=CoreSpec(
            classes=specs,
            groups=[_group_spec(each, plan.classes, dials, channels) for each in profiles],
            agents=list(agents.values()),
            policy=plan.policy,
            by_rank=plan.by_rank,
            calls=calls,
        ),
        classes=classes,
        dials=dials,
        agents={agent: number for number, agent in enumerate(agents)},
        channels=channels,
        profiles=tuple(profiles),
    )


def _callback_within(plan: RoutingPlan, number: int) -> int:
    return plan.classes[number].callback_within_ms or plan.classes[number].within_ms


def _class_spec(
    entitlement: Entitlement, channels: Mapping[str, int], tiers: Sequence[str]
) -> ClassSpec:
    return ClassSpec(
        tier=tiers.index(entitlement.key.tier),
        within=entitlement.within_ms,
        target=entitlement.target,
        abandon_cap=entitlement.abandon_cap,
        priority=entitlement.priority,
        offset=entitlement.offset,
        slope=entitlement.slope,
        guard=entitlement.guard_ms,
        channel=channels[entitlement.key.channel],
        calls_back_into=NONE,
    )


def _profiles(
    agents: Iterable[AgentSkills],
) -> tuple[list[AgentSkills], dict[AgentId, int]]:
    """Return the distinct kinds of agents, and which kind each agent is, in the plan's order."""
    known: dict[object, int] = {}
    profiles: list[AgentSkills] = []
    numbers: dict[AgentId, int] = {}
    for agent in agents:
        skills, capacity = frozenset(agent.skills.items()), frozenset(agent.capacity.items())
        kind = (agent.group, skills, capacity, agent.is_blended)
        if kind not in known:
            known[kind] = len(profiles)
            profiles.append(agent)
        numbers[agent.id] = known[kind]
    return profiles, numbers


def step_for(agent: AgentSkills, entitlement: Entitlement) -> Step | None:
    """Return the step by which `agent` serves the class: the lowest rank, then the soonest."""
    if entitlement.skill and entitlement.skill not in agent.skills:
        return None
    level = agent.skills.get(entitlement.skill, 0)
    fitting = [
        step
        for step in entitlement.steps
        if step.group in {ANY, agent.group} and level >= step.min_level
    ]
    return min(fitting, key=lambda step: (step.rank, step.after_ms), default=None)


def _reserve_against(
    agent: AgentSkills, entitlement: Entitlement, classes: Sequence[Entitlement]
) -> int:
    """Return how many idle agents higher classes of the same channel keep back in this profile."""
    return max(
        (
            higher.reserve
            for higher in classes
            if higher.reserve
            and higher.priority < entitlement.priority
            and higher.key.channel == entitlement.key.channel
            and step_for(agent, higher)
        ),
        default=0,
    )


def _group_spec(
    agent: AgentSkills,
    classes: Sequence[Entitlement],
    dials: Mapping[int, int],
    channels: Mapping[str, int],
) -> GroupSpec:
    skills: dict[int, SkillSpec] = {}
    for number, entitlement in enumerate(classes):
        step = step_for(agent, entitlement)
        if step is not None:
            reserve = _reserve_against(agent, entitlement, classes)
            skills[number] = SkillSpec(step.rank, step.after_ms, reserve)
            if number in dials:
                skills[dials[number]] = skills[number]
    return GroupSpec(
        skills=skills,
        slots=[agent.capacity.get(name, agent.capacity.get(ANY, 0)) for name in channels],
        blocked_by=[_blocked_by(name, channels, agent) for name in channels],
    )


def _blocked_by(channel: str, channels: Mapping[str, int], agent: AgentSkills) -> int:
    """Return the channels (as bits) whose contacts keep the agent from `channel`.

    Voice is taken alone, and nothing else during voice, unless the agent's blend rule allows it.
    """
    if agent.is_blended:
        return 0
    others = {name: 1 << bit for name, bit in channels.items() if name != channel}
    if channel == VOICE:
        return sum(others.values())
    return others.get(VOICE, 0)
