"""The steering: resolved calls move each class's share, and the shares move beta."""

from yingda.routing.core import layout as at
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import State

MEMORY = 1500.0  # resolved calls a class remembers, exponentially
EVERY = 50  # resolved calls between two moves of beta
GAIN = 0.05
LIMIT = 30.0
ABANDON_WEIGHT = 2.0


@compiled
def shortfall(s: State, klass: int) -> float:
    """Return by how much `klass` misses its promise: the worse of target and abandonment cap."""
    steer = s.steer[klass]
    lost: float = ABANDON_WEIGHT * (steer[at.ABANDON_SHARE] - steer[at.CAP])
    short: float = steer[at.TARGET] - steer[at.HIT_SHARE]
    return max(short, lost)


@compiled
def _move_beta(s: State) -> None:
    classes = s.steer.shape[0]
    mean = 0.0
    for klass in range(classes):
        mean += shortfall(s, klass)
    mean /= classes
    for klass in range(classes):
        moved = s.steer[klass, at.BETA] + GAIN * (shortfall(s, klass) - mean)
        s.steer[klass, at.BETA] = min(max(moved, -LIMIT), LIMIT)


@compiled
def resolved(s: State, klass: int, hit: int, abandoned: int) -> None:
    """Count one resolved call: `hit` = answered within its target, `abandoned` = gave up."""
    steer = s.steer[klass]
    steer[at.HIT_SHARE] += (hit - steer[at.HIT_SHARE]) / MEMORY
    steer[at.ABANDON_SHARE] += (abandoned - steer[at.ABANDON_SHARE]) / MEMORY
    s.lines[klass, at.RESOLVED] += 1
    s.ctl[at.RESOLVED_ALL] += 1
    if s.ctl[at.STEERS] and s.ctl[at.RESOLVED_ALL] % EVERY == 0:
        _move_beta(s)
