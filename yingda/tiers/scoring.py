"""From figures to points, from points to a score, from a score to a tier."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, get_args

from typing_extensions import TypedDict

from yingda.customers import CustomerId
from yingda.tiers.model import CustomerTier, Figures, Override, Reason, Score, TierBook
from yingda.tiers.specs import FigureSpec, InputName, WeightsSpec

Place = tuple[tuple[str | int, ...], str]

TierMove = TypedDict("TierMove", {"from": str | None, "to": str, "count": int})
"""How many customers go from a tier, or from none, to another or stay."""

ROUNDING: Final = 2
INPUTS: Final[tuple[str, ...]] = get_args(InputName)


def points_of(spec: FigureSpec, value: float | None) -> float:
    """Return the points of a figure: straight lines between the given ones, flat beyond them."""
    if value is None:
        return spec.missing
    right = bisect_left(spec.points, value, key=lambda point: point[0])
    if right == 0:
        return spec.points[0][1]
    if right == len(spec.points):
        return spec.points[-1][1]
    (left_value, left), (right_value, gained) = spec.points[right - 1], spec.points[right]
    return left + (gained - left) * (value - left_value) / (right_value - left_value)


def score(weights: WeightsSpec, figures: Figures) -> Score:
    """Return the weighted mean of the points, and what each figure gave.

    The parts stand in one order, whatever order the weights were stored in.
    """
    whole = sum(spec.weight for spec in weights.inputs.values())
    parts, total = [], 0.0
    for name, spec in sorted(weights.inputs.items(), key=lambda one: INPUTS.index(one[0])):
        shares = sum(figure.weight for figure in spec.figures.values())
        for code, figure in sorted(spec.figures.items(), key=lambda one: (-one[1].weight, one[0])):
            value = figures.get(code)
            weight = spec.weight / whole * figure.weight / shares
            points = points_of(figure, value)
            total += points * weight
            told = {"zh": figure.name.zh, "en": figure.name.en}
            shown = round(points, ROUNDING), round(weight, 4)
            parts.append(Reason(name, code, told, value, *shown))
    return Score(round(total, ROUNDING), tuple(parts))


def tier_for(weights: WeightsSpec, value: float, current: str | None) -> str:
    """Return the tier of a score; who is in a tier leaves it only below its band less the margin.

    Somebody who falls keeps the same grace at every band on the way down.
    """
    down = sorted(weights.bands, key=weights.bands.__getitem__, reverse=True)
    has_grace = False
    for tier in down:
        has_grace = has_grace or tier == current
        if value >= weights.bands[tier] - (weights.margin if has_grace else 0):
            return tier
    return down[-1]


def settle(
    customer: CustomerId,
    before: CustomerTier | None,
    found: Score,
    *,
    weights: WeightsSpec,
    now: datetime,
) -> CustomerTier:
    """Return the customer's tier by its new score; an override that is over is gone."""
    if before is None:
        return CustomerTier(customer, tier_for(weights, found.value, None), found, now)
    computed = tier_for(weights, found.value, before.computed)
    override = before.override if before.override and before.override.holds(now) else None
    after = replace(before, computed=computed, score=found, override=override)
    return _told(before, after, now)


def override(before: CustomerTier, given: Override | None, now: datetime) -> CustomerTier:
    """Return the tier with an override, or without one."""
    return _told(before, replace(before, override=given), now)


def _told(before: CustomerTier, after: CustomerTier, now: datetime) -> CustomerTier:
    if (before.told, before.override) == (after.told, after.override):
        return after
    since = before.since if before.told == after.told else now
    return replace(after, since=since, version=before.version + 1)


def weight_mistakes(weights: WeightsSpec, book: TierBook) -> list[Place]:
    """Return what does not fit the tiers: (keys from the weights down, what was expected)."""
    known = {tier.code for tier in book.tiers}
    mistakes: list[Place] = [
        (("bands", code), f"no tier named {code!r}") for code in weights.bands if code not in known
    ]
    mistakes += [
        (("bands",), f"expected a band for {code}") for code in sorted(known - set(weights.bands))
    ]
    if not mistakes:
        ranked = [tier.code for tier in book.by_rank]
        if ranked != sorted(weights.bands, key=weights.bands.__getitem__, reverse=True):
            mistakes.append((("bands",), "expected a higher band for a higher rank"))
    return mistakes


def moves(before: Mapping[tuple[str | None, str], int]) -> list[TierMove]:
    """Return counted moves as rows, most frequent first."""
    ranked = sorted(before.items(), key=lambda move: (-move[1], str(move[0])))
    return [{"from": old, "to": new, "count": count} for (old, new), count in ranked]
