"""How long the wait will be: a quantile, never a mean.

Agents come free for us at a rate that is known from the last times they did. From so few times it
is known only about: games are played with rates that are spread as the knowledge of it is.
"""

from collections.abc import Sequence
from math import ceil
from statistics import NormalDist

import numpy as np

from yingda.routing.core import Floats
from yingda.routing.recent import Known

GAMES = 128
LONGEST_MS = 86_400_000.0


def _paired_scores() -> Floats:
    """Return normal scores, one a game, each beside its opposite, the pairs in no order."""
    half = [NormalDist().inv_cdf((place + 0.5) / GAMES) for place in range(GAMES // 2)]
    mixed = np.random.default_rng(1).permutation(half)
    return np.array([mixed, -mixed]).T.ravel()


SCORES = _paired_scores()


def spread(known: Known) -> Floats:
    """Return a rate for each game: gamma by the number of events (E. Wilson, M. Hilferty, 1931)."""
    shape = float(known.events)
    cubes = (1 - 1 / (9 * shape) + SCORES / (3 * shape**0.5)) ** 3
    rates: Floats = known.per_ms * np.maximum(cubes, 1e-3)
    return rates


def quantile(waits: Sequence[float], share: float) -> int | None:
    """Return the ms that the next wait will not exceed with probability `share`; None: too many.

    `waits` are sorted. The next one is as likely to fall between any two of them.
    """
    place = min(ceil(share * (len(waits) + 1)), len(waits))
    found = waits[place - 1]
    return round(found) if found <= LONGEST_MS else None
