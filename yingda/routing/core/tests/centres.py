"""Small centres to decide in, and shorthand for looking at what the core decided."""

import random

from yingda.routing.core import (
    NONE,
    ClassSpec,
    CoreSpec,
    GroupSpec,
    Policy,
    SkillSpec,
    State,
    arrive,
    build,
    ready,
)
from yingda.routing.core import layout as at

VIP, MASS = 0, 1
SECOND = 1000

TWO_TIERS = (
    ClassSpec(within=10 * SECOND, target=0.9, abandon_cap=0.03, priority=1),
    ClassSpec(within=30 * SECOND, target=0.7, abandon_cap=0.08, priority=2),
)


def one_group(
    agents: int = 1,
    *,
    classes: tuple[ClassSpec, ...] = TWO_TIERS,
    policy: Policy = Policy.SLD,
    skills: dict[int, SkillSpec] | None = None,
) -> State:
    """Return a centre of one group that serves every class, all agents ready since 0."""
    served = skills or {number: SkillSpec() for number in range(len(classes))}
    s = build(CoreSpec(classes, [GroupSpec(served)], [0] * agents, policy, calls=64))
    for agent in range(agents):
        ready(s, 0, agent, 0)
    return s


def busy_group(policy: Policy = Policy.SLD, classes: tuple[ClassSpec, ...] = TWO_TIERS) -> State:
    """Return one group of one agent who is held by a call."""
    s = one_group(policy=policy, classes=classes)
    arrive(s, 0, VIP, 0)
    return s


def agent_of(s: State) -> int:
    """Return the agent of the last match, or NONE."""
    return int(s.out[at.OUT_AGENT])


def reason_of(s: State) -> int:
    return int(s.out[at.OUT_REASON])


def line_of(s: State, klass: int) -> list[int]:
    """Return the calls of the class's line, front first, checking both directions."""
    forward, call, before = [], int(s.lines[klass, at.HEAD]), NONE
    while call != NONE:
        assert s.calls[call, at.PREV] == before
        assert s.calls[call, at.STATE] == at.IN_LINE
        forward.append(call)
        before, call = call, int(s.calls[call, at.NEXT])
    assert s.lines[klass, at.TAIL] == before
    assert s.lines[klass, at.WAITING] == len(forward)
    return forward


def random_centre(rng: random.Random, *, agents: int, policy: Policy = Policy.SLD) -> State:
    """Return a centre with overflow delays, reserves, guards and a second channel."""
    classes = [
        ClassSpec(
            within=SECOND * rng.choice([5, 10, 20, 60]),
            target=rng.choice([0.7, 0.8, 0.95]),
            abandon_cap=0.05,
            priority=rng.randrange(1, 4),
            guard=rng.choice([at.NEVER, 90 * SECOND]),
            channel=int(number >= 4),
            offset=rng.random(),
            slope=rng.choice([0.5, 1.0, 2.0]),
        )
        for number in range(6)
    ]
    groups = [
        GroupSpec(
            skills={
                number: SkillSpec(
                    rank=rng.choice([1, 2]),
                    after=SECOND * rng.choice([0, 0, 5, 20]),
                    reserve=rng.choice([0, 0, 1]),
                )
                for number in rng.sample(range(6), 4)
            },
            slots=(1, 3),
            blocked_by=(2, 1),
        )
        for _ in range(3)
    ]
    return build(
        CoreSpec(classes, groups, [rng.randrange(3) for _ in range(agents)], policy, calls=4096)
    )
