"""The compiler's work, done before the first caller waits for it."""

import numpy as np

from yingda.routing.core import layout as at
from yingda.routing.core import steps
from yingda.routing.core.build import ClassSpec, CoreSpec, GroupSpec, SkillSpec, build
from yingda.routing.core.due import next_due
from yingda.routing.core.feedback import resolved
from yingda.routing.core.lines import (
    ahead_of,
    forgive,
    join_line,
    join_own_line,
    release,
    shun,
    take_slot,
)
from yingda.routing.core.outlook import PACE_COLUMNS, Games, play


def warm_up() -> None:
    """Load every step, compiling what has no machine code on disk yet (seconds, once)."""
    spec = CoreSpec(
        classes=[ClassSpec(1000, 0.8), ClassSpec(1000, 0.8, calls_back_into=0)],
        groups=[GroupSpec({0: SkillSpec(after=10), 1: SkillSpec()})],
        agents=[0, 0],
    )
    s = build(spec)
    waiting = steps.arrive(s, 0, 0, 0)
    ahead_of(s, waiting)
    _warm_up_games(s, waiting)
    next_due(s)
    steps.ready(s, 20, 0, 20)
    steps.refused(s, 21, waiting, 0)
    forgive(s, waiting, 0)
    steps.settle(s, 50)
    release(s, waiting)
    resolved(s, 0, 1, 0)
    steps.finished(s, 60, 0, 0)
    steps.leave(s, 0)
    _warm_up_rare(s)


def _warm_up_games(s: at.State, waiting: int) -> None:
    classes = s.lines.shape[0]
    games = Games(
        about=np.array([waiting, 0, 0]),
        pace=np.zeros((classes, PACE_COLUMNS)),
        free=np.ones(1),
        front=np.zeros(classes, dtype=np.int64),
        since=np.zeros(classes),
        chance=np.ones(2, dtype=np.uint64),
        waits=np.zeros(1),
    )
    play(s, games)


def _warm_up_rare(s: at.State) -> None:
    own = take_slot(s, 0, 70)
    shun(s, own, 1)
    steps.can_serve(s, 0, own)
    steps.place_for(s, 70, own, 0)
    steps.open_to_all(s, 80, own)
    steps.abandon(s, own)
    steps.sit_down(s, 1, 80)
    back = steps.arrive(s, 90, 1, 90)
    steps.picked_up(s, 100, back)
    other = take_slot(s, 1, 100)
    steps.dial_on(s, other, 1)
    steps.not_picked_up(s, other)
    third = take_slot(s, 0, 110)
    steps.hold(s, 110, third, 1)
    join_line(s, take_slot(s, 0, 110))
    join_own_line(s, take_slot(s, 0, 110), 1)
    steps.seek(s, 120, 1)
