"""What a waiting caller can be told."""

from collections.abc import Sequence

import numpy as np

from yingda.routing import core
from yingda.routing.core import NONE, State
from yingda.routing.core import layout as at
from yingda.routing.estimate import settled_moments, wait_quantile
from yingda.routing.model import Position
from yingda.routing.pace import Pace


def sharing_of(state: State, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return, for each class, the names of those some agent serves too, itself among them."""
    serves = (state.skills[:, :, at.RANK] > 0).astype(np.int64)
    together = serves.T @ serves > 0
    return [
        tuple(names[other] for other in np.flatnonzero(row).tolist()) or (names[number],)
        for number, row in enumerate(together)
    ]


class Outlook:
    """Estimates on one state of the core; `names` and `sharing` by class number."""

    def __init__(self, names: Sequence[str], sharing: Sequence[Sequence[str]], pace: Pace) -> None:
        self._names = names
        self._sharing = [frozenset(each) for each in sharing]
        self._pace = pace

    def moments(self, state: State, call: int, now: int) -> tuple[float, float] | None:
        """Return mean and variance of the wait from now, or None while too little is known."""
        klass = int(state.calls[call, at.CLASS])
        name, rivals = self._names[klass], self._sharing[klass]
        free = self._pace.free_per_ms(name, now)
        if free is None:
            return None
        coming = np.array(
            [
                self._pace.coming_per_ms(each, now) if each in rivals else -1.0
                for each in self._names
            ]
        )

        nobody = np.minimum(coming, 0.0)

        def ahead_after(wait_ms: float) -> tuple[float, float]:
            later = now + round(wait_ms)
            present = core.ahead_at(state, call, now, later, nobody)
            return present, core.ahead_at(state, call, now, later, coming) - present

        return settled_moments(ahead_after, free, self._pace.gives_up_per_ms(name))

    def position(self, state: State, call: int, now: int) -> Position:
        """Return the place in the call's own line, and the quantiles of its wait."""
        ahead = int(core.ahead_of(state, call)) if call != NONE else 0
        moments = self.moments(state, call, now)
        if moments is None:
            return Position(ahead, None, None)
        return Position(ahead, wait_quantile(*moments, 0.5), wait_quantile(*moments, 0.8))
