"""How long the answered callers of Erlang A waited: its one integral, compiled.

Time z is in units of the mean patience. A call that has to wait is answered after z with a density
proportional to e^f(z), f(z) = y (1 - e^-z) - (x + 1) z, where x = agents x patience / service time
and y = load x patience / service time (Mandelbaum and Zeltyn, 2007: the virtual wait, times the
chance e^-z to be still there).

f is taken from its greatest value, where y e^-z = x + 1 or at z = 0: with d counted from there,
f = -slope·d - weight·(e^-d - 1 + d), which has no large terms left to cancel.
"""

import math
from typing import NamedTuple

import numpy as np

from yingda.routing.core import compiled

PANELS = 5
DEEP = 45.0  # e^-45: what lies deeper below the top adds nothing to 16 digits
NODES, WEIGHTS = (np.ascontiguousarray(part) for part in np.polynomial.legendre.leggauss(20))


class Wait(NamedTuple):
    """`y`, `x`, x - y (apart because it may be known better) and the limit, all in patience."""

    load: float
    agents: float
    spare: float
    within: float


class Answered(NamedTuple):
    """Of the calls answered after waiting: the share within the limit, and the mean wait."""

    share_within: float
    mean: float


class _Curve(NamedTuple):
    top: float
    slope: float
    weight: float


@compiled
def answered_after_waiting(wait: Wait) -> Answered:
    """Return how long those calls waited that waited and were answered."""
    curve = _curve(wait)
    everyone = _area(curve, math.inf)
    limit = wait.within - curve.top
    if _depth(curve, limit) > DEEP and limit > 0.0:
        return Answered(1.0, everyone[1] / everyone[0])
    inside = _area(curve, limit)[0] if wait.within > 0.0 else 0.0
    scale = math.exp(-_depth(curve, limit)) if limit < 0.0 else 1.0
    return Answered(scale * inside / everyone[0], everyone[1] / everyone[0])


@compiled
def _curve(wait: Wait) -> _Curve:
    falls = wait.spare + 1.0
    if falls >= 0.0:
        return _Curve(0.0, falls, wait.load)
    return _Curve(math.log1p(-falls / (wait.agents + 1.0)), 0.0, wait.agents + 1.0)


@compiled
def _depth(curve: _Curve, distance: float) -> float:
    """Return how far f lies below its top at `distance` from it."""
    return curve.slope * distance + curve.weight * _bend(distance)


@compiled
def _bend(distance: float) -> float:
    """Return e^-d - 1 + d, by its series where the terms would cancel."""
    if abs(distance) > 0.5:
        return distance + math.expm1(-distance)
    term, total, order = distance * distance / 2.0, 0.0, 2
    while abs(term) > 1e-18 * abs(total):
        total += term
        order += 1
        term *= -distance / order
    return total


@compiled
def _area(curve: _Curve, limit: float) -> tuple[float, float]:
    """Return (integral, integral times wait) of e^f up to `limit` from the top.

    Scaled by the greatest value of e^f up to there.
    """
    anchor = min(limit, 0.0)
    right = min(limit, _reach(curve, 0.0, 1.0)) if limit > 0.0 else anchor
    left = max(-curve.top, anchor - _reach(curve, anchor, -1.0))
    base, step = _depth(curve, anchor), (right - left) / PANELS
    total, moment = 0.0, 0.0
    for panel in range(PANELS):
        middle = left + (panel + 0.5) * step
        for node in range(NODES.size):
            distance = middle + NODES[node] * step / 2.0
            height = WEIGHTS[node] * math.exp(base - _depth(curve, distance))
            total += height
            moment += height * (curve.top + distance)
    return total * step / 2.0, moment * step / 2.0


@compiled
def _reach(curve: _Curve, anchor: float, direction: float) -> float:
    """Return a distance from `anchor`, at most twice too far, where e^f has lost 16 digits."""
    base, reach = _depth(curve, anchor), 1.0
    while _depth(curve, anchor + direction * reach) - base < DEEP and reach < 1e9:
        reach *= 2.0
    while _depth(curve, anchor + direction * reach / 2.0) - base > DEEP:
        reach /= 2.0
    return reach
