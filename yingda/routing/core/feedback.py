"""The steering: resolved calls move each class's share, and the shares move beta."""

from yingda.routing.core import layout as at
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import State

MEMORY = 1500.0  # resolved calls a class remembers at most, exponentially
TOGETHER = 4500.0  # and all classes together: what lags longer swings, and is late after a step
EVERY = 50  # resolved calls between two moves of beta
GAIN = 0.05
LIMIT = 30.0
ABANDON_WEIGHT = 2.0
FORGOTTEN = 3000  # resolved calls of others after which a class without any is left alone
LENT = 150.0  # calls' worth of belief in the tier's shortfall


@compiled
def memory(s: State) -> float:
    """Return how many of its resolved calls a class remembers."""
    classes = 0
    for klass in range(s.lines.shape[0]):
        if not s.lines[klass, at.DIALS]:
            classes += 1
    return min(MEMORY, TOGETHER / max(classes, 1))


@compiled
def shortfall(s: State, klass: int) -> float:
    """Return by how much `klass` misses its promise: the worse of target and abandonment cap."""
    steer = s.steer[klass]
    lost: float = ABANDON_WEIGHT * (steer[at.ABANDON_SHARE] - steer[at.CAP])
    short: float = steer[at.TARGET] - steer[at.HIT_SHARE]
    return max(short, lost)


@compiled
def _is_active(s: State, klass: int) -> bool:
    """Return whether the class has news: without any, its beta must not drift."""
    return bool(s.ctl[at.RESOLVED_ALL] - s.lines[klass, at.LAST_RESOLVED] < FORGOTTEN)


@compiled
def steered_by(s: State, klass: int) -> float:
    """Return the shortfall that steers `klass`: with few calls, partly that of its whole tier."""
    own: float = shortfall(s, klass)
    tier = s.lines[klass, at.TIER]
    if tier == at.NONE:
        return own
    known: float = min(s.lines[klass, at.RESOLVED], MEMORY)
    calls, together = 0.0, 0.0
    for other in range(s.lines.shape[0]):
        if s.lines[other, at.TIER] == tier and _is_active(s, other):
            weight = min(s.lines[other, at.RESOLVED], MEMORY)
            calls += weight
            together += weight * shortfall(s, other)
    if calls == 0.0:
        return own
    lent: float = LENT * together / calls
    return (known * own + lent) / (known + LENT)


@compiled
def _move_beta(s: State) -> None:
    mean, active = 0.0, 0
    for klass in range(s.steer.shape[0]):
        if _is_active(s, klass):
            mean += steered_by(s, klass)
            active += 1
    mean /= max(active, 1)
    for klass in range(s.steer.shape[0]):
        if _is_active(s, klass):
            moved = s.steer[klass, at.BETA] + GAIN * (steered_by(s, klass) - mean)
            s.steer[klass, at.BETA] = min(max(moved, -LIMIT), LIMIT)


@compiled
def resolved(s: State, klass: int, hit: int, abandoned: int) -> None:
    """Count one resolved call: `hit` = answered within its target, `abandoned` = gave up."""
    steer, remembered = s.steer[klass], memory(s)
    steer[at.HIT_SHARE] += (hit - steer[at.HIT_SHARE]) / remembered
    steer[at.ABANDON_SHARE] += (abandoned - steer[at.ABANDON_SHARE]) / remembered
    s.ctl[at.RESOLVED_ALL] += 1
    s.lines[klass, at.RESOLVED] += 1
    s.lines[klass, at.LAST_RESOLVED] = s.ctl[at.RESOLVED_ALL]
    if s.ctl[at.STEERS] and s.ctl[at.RESOLVED_ALL] % EVERY == 0:
        _move_beta(s)
