"""How long the wait will be: a quantile, never a mean.

With `ahead` callers before me, agents coming free for us at rate r, and each waiting caller giving
up at rate θ, my wait is a sum of independent exponential times of rates r + iθ, i = 0 … ahead (i
who are still before me may give up; I do not). Its mean and variance are those of a gamma
distribution, whose quantile follows by the cube of Wilson and Hilferty.

Who is ahead depends on how long I wait, as others may overtake by score: hence a fixed point.
"""

from collections.abc import Callable
from math import log, log1p
from statistics import NormalDist

EXACT = 200  # so many terms are added one by one, the rest as an integral
ROUNDS = 40
MOST_OVERTAKEN = 0.7
LONGEST_MS = 86_400_000.0


def wait_moments(ahead: float, free_per_ms: float, gives_up_per_ms: float) -> tuple[float, float]:
    """Return mean and variance of the wait, in ms and ms²; `ahead` may be an expectation."""
    whole = min(int(ahead), EXACT)
    rates = [free_per_ms + number * gives_up_per_ms for number in range(whole + 1)]
    mean, variance = sum(1 / rate for rate in rates), sum(1 / rate**2 for rate in rates)
    rest = ahead - whole
    last = free_per_ms + (whole + 0.5) * gives_up_per_ms
    if rest * gives_up_per_ms < 1e-9 * last:
        return mean + rest / last, variance + rest / last**2
    end = last + rest * gives_up_per_ms
    return (
        mean + log(end / last) / gives_up_per_ms,
        variance + (1 / last - 1 / end) / gives_up_per_ms,
    )


def settled_moments(
    ahead_after: Callable[[float], tuple[float, float]],
    free_per_ms: float,
    gives_up_per_ms: float,
) -> tuple[float, float] | None:
    """Return the moments where the wait and those who are ahead by then agree, if they ever do.

    `ahead_after` tells how many who are here, and how many still to come, go before me if I wait
    so long. Who is still to come has half the time to give up. And they spread the wait: the time
    in which a line that shrinks at rate r and grows at rate g is worked off has (1 + ρ) / (1 - ρ)²
    times the variance, ρ = g / r.
    """
    wait = 0.0
    for _ in range(ROUNDS):
        present, to_come = ahead_after(wait)
        ahead = present + to_come
        gives_up = gives_up_per_ms * (present + to_come / 2) / max(ahead, 1.0)
        mean, variance = wait_moments(ahead, free_per_ms, gives_up)
        if abs(mean - wait) < 0.01 * mean:
            grows = (ahead - sum(ahead_after(0.8 * wait))) / max(0.2 * wait, 1.0)
            load = min(grows / (free_per_ms + ahead * gives_up), MOST_OVERTAKEN)
            return mean, variance * (1 + load) / (1 - load) ** 2
        wait = mean
        if wait > LONGEST_MS:
            return None
    return None


def wait_quantile(mean: float, variance: float, share: float) -> int:
    """Return the ms that are enough with probability `share`."""
    shape = mean * mean / variance
    if shape <= 1.0:
        return round(-log1p(-share) * mean)
    z = NormalDist().inv_cdf(share)
    cube = 1 - 1 / (9 * shape) + z / (3 * shape**0.5)
    span: float = mean * max(cube, 0.0) ** 3
    return round(span)
