"""What a waiting caller can be told."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from yingda.routing import core
from yingda.routing.core import Floats, Games, State
from yingda.routing.core import layout as at
from yingda.routing.estimate import GAMES, quantile, spread
from yingda.routing.model import Position
from yingda.routing.pace import Pace, Pool


class Sharing(NamedTuple):
    """With whom a line shares agents: numbers of lines, itself among them; its pool; all pools.

    `pools` are those of every line that its agents serve: what happens to it concerns them too.
    """

    rivals: tuple[int, ...]
    pool: Pool
    pools: tuple[Pool, ...]


def sharing_of(state: State, names: Sequence[str]) -> list[Sharing]:
    """Return with whom each line shares its agents."""
    serves = (state.skills[:, :, at.RANK] > 0).astype(np.int64)
    together = serves.T @ serves > 0
    rivals = [
        tuple(np.flatnonzero(row).tolist()) or (number,) for number, row in enumerate(together)
    ]
    pools = [frozenset(names[other] for other in each) for each in rivals]
    return [
        Sharing(each, pool, tuple({pools[other]: None for other in each}))
        for each, pool in zip(rivals, pools, strict=True)
    ]


class Outlook:
    """Estimates on one state of the core; `names` and `sharing` by class number."""

    def __init__(self, names: Sequence[str], sharing: Sequence[Sharing], pace: Pace) -> None:
        self._names = names
        self._sharing = sharing
        self._pace = pace

    def waits(self, state: State, call: int, now: int) -> Floats | None:
        """Return waits in ms from now, as likely as each other, shortest first.

        None while too little is known. The same question gets the same answer.
        """
        klass, arrived = (int(state.calls[call, column]) for column in (at.CLASS, at.ARRIVED))
        pool = self._sharing[klass].pool
        known = self._pace.freeing(pool, since_ms=arrived, now_ms=now)
        if known is None:
            return None
        games = Games(
            about=np.array([call, now, 0]),
            pace=self._pace_of(state, klass, now),
            free=spread(known),
            front=np.zeros(len(self._names), dtype=np.int64),
            since=np.zeros(len(self._names)),
            chance=np.random.SeedSequence((now, call)).generate_state(2, np.uint64) | np.uint64(1),
            waits=np.zeros(GAMES),
        )
        played = core.play(state, games)
        return np.sort(games.waits[:played])

    def _pace_of(self, state: State, klass: int, now: int) -> Floats:
        """Return who comes and gives up; call-backs do neither, but those who wait go first."""
        told = np.full((len(self._names), core.PACE_COLUMNS), -1.0)
        for number in self._sharing[klass].rivals:
            name, is_dialled = self._names[number], state.lines[number, at.DIALS]
            told[number] = (
                0.0 if is_dialled else self._pace.coming_per_ms(name, now),
                0.0 if is_dialled else self._pace.gives_up_per_ms(name),
            )
        return told

    def position(self, state: State, call: int, now: int) -> Position:
        """Return the place in the call's own line, and the quantiles of its wait."""
        ahead = int(core.ahead_of(state, call))
        waits = self.waits(state, call, now)
        if waits is None:
            return Position(ahead, None, None)
        told = waits.tolist()
        return Position(ahead, quantile(told, 0.5), quantile(told, 0.8))
