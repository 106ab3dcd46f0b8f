"""Tiers reckoned a second time, apart from the tiers room, to compare."""

from itertools import pairwise

from yingda.customers import CustomerSpec
from yingda.pack import Pack


def points(line: tuple[tuple[float, float], ...], value: float) -> float:
    """Return the height of a line of (value, points), flat beyond its ends."""
    if value <= line[0][0]:
        return line[0][1]
    for (x0, y0), (x1, y1) in pairwise(line):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return line[-1][1]


def tier_of(pack: Pack, customer: CustomerSpec) -> str:
    """Return the tier by the pack's weights, reckoned apart from the tiers room."""
    weights = pack.tiers.weights
    score = whole = 0.0
    for part in weights.inputs.values():
        total = sum(
            figure.weight * points(figure.points, customer.figures[name])
            for name, figure in part.figures.items()
        )
        score += part.weight * total / sum(figure.weight for figure in part.figures.values())
        whole += part.weight
    fitting = [(low, tier) for tier, low in weights.bands.items() if score / whole >= low]
    return max(fitting)[1]
