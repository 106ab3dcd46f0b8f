from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yingda.customers import CustomerId, seeded_id
from yingda.tiers import FigureSpec, Override, WeightsSpec, weight_mistakes
from yingda.tiers.model import CustomerTier, Score
from yingda.tiers.scoring import override, points_of, score, settle, tier_for
from yingda.tiers.tests.fakes import BOOK, NOW, WEIGHTS, weights, words

W = weights()
WHO: CustomerId = seeded_id("somebody")
SCORES = st.floats(0, 100)
FIGURES = st.dictionaries(
    st.sampled_from(["spend", "years", "late", "other"]), st.floats(-1e9, 1e9)
)


@pytest.mark.parametrize(
    ("value", "points"),
    [(-5, 0), (0, 0), (50, 20), (100, 40), (300, 70), (500, 100), (9e9, 100), (None, 7)],
)
def test_points_lie_on_the_lines_and_stay_flat_beyond_them(
    value: float | None, points: float
) -> None:
    spec = FigureSpec.model_validate(
        {"name": words("x"), "points": [[0, 0], [100, 40], [500, 100]], "missing": 7}
    )
    assert points_of(spec, value) == pytest.approx(points)


@given(FIGURES)
def test_a_score_is_the_sum_of_its_reasons_and_between_0_and_100(
    figures: dict[str, float],
) -> None:
    found = score(W, figures)
    assert 0 <= found.value <= 100
    parts = sum(part.points * part.weight for part in found.reason)
    assert found.value == pytest.approx(parts, abs=0.02)
    assert sum(part.weight for part in found.reason) == pytest.approx(1)


def test_every_figure_says_its_part() -> None:
    found = score(W, {"spend": 100, "years": 5})
    assert found.value == 24 + 10 + 10
    told = [(one.input, one.figure, one.value, one.points, one.weight) for one in found.reason]
    assert told == [
        ("contribution", "spend", 100, 40, 0.6),
        ("loyalty", "years", 5, 50, 0.2),
        ("credit", "late", None, 50, 0.2),
    ]


@pytest.mark.parametrize(
    ("value", "current", "tier"),
    [
        (70, None, "gold"),
        (69.99, None, "silver"),
        (69.99, "silver", "silver"),
        (70, "mass", "gold"),
        (65, "gold", "gold"),
        (64.99, "gold", "silver"),
        (36, "gold", "silver"),
        (34, "gold", "mass"),
        (36, "silver", "silver"),
        (36, "mass", "mass"),
        (0, "gold", "mass"),
        (50, "a tier of old", "silver"),
    ],
)
def test_up_at_the_band_and_down_only_below_the_margin(
    value: float, current: str | None, tier: str
) -> None:
    assert tier_for(W, value, current) == tier


@given(SCORES, st.floats(-2.4, 2.4), st.floats(-2.4, 2.4))
def test_a_score_that_trembles_less_than_half_the_margin_moves_at_most_once(
    value: float, first: float, second: float
) -> None:
    current = tier_for(W, value, None)
    seen = [current]
    for trembling in (first, second) * 10:
        current = tier_for(W, value + trembling, current)
        seen.append(current)
    assert sum(left != right for left, right in pairwise(seen)) <= 1


@given(st.sampled_from(["gold", "silver", "mass"]), SCORES, SCORES)
def test_a_higher_score_never_gives_a_lower_tier(current: str, one: float, other: float) -> None:
    ranks = {tier.code: tier.rank for tier in BOOK.tiers}
    low, high = sorted([one, other])
    assert ranks[tier_for(W, high, current)] <= ranks[tier_for(W, low, current)]


def tier(computed: str, given: Override | None = None) -> CustomerTier:
    return CustomerTier(WHO, computed, Score(0, ()), NOW, given, version=4)


def test_an_override_goes_before_the_score_until_it_ends() -> None:
    by_hand = override(tier("mass"), Override("gold", "媒体", None, NOW + timedelta(days=1)), NOW)
    assert (by_hand.tier(NOW), by_hand.version) == ("gold", 5)
    assert by_hand.tier(NOW + timedelta(days=1)) == "mass"
    later = settle(WHO, by_hand, Score(50, ()), weights=W, now=NOW + timedelta(hours=1))
    assert (later.computed, later.told, later.version) == ("silver", "gold", 5)
    after = settle(WHO, later, Score(50, ()), weights=W, now=NOW + timedelta(days=2))
    assert (after.told, after.override, after.version) == ("silver", None, 6)
    assert after.since == NOW + timedelta(days=2)


def test_another_score_in_the_same_tier_is_no_change_of_tier() -> None:
    after = settle(WHO, tier("gold"), Score(80, ()), weights=W, now=NOW + timedelta(days=1))
    assert after == replace(tier("gold"), score=Score(80, ()))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"bands": {"gold": 70, "mass": 0}}, "expected a band for silver"),
        ({"bands": {"gold": 7, "silver": 40, "mass": 0}}, "higher band for a higher rank"),
        ({"bands": {"gold": 70, "silver": 40, "mass": 0, "tin": 1}}, "no tier named 'tin'"),
    ],
)
def test_weights_must_fit_the_tiers(changed: dict[str, Any], expected: str) -> None:
    assert expected in str(weight_mistakes(weights(**changed), BOOK))
    assert weight_mistakes(W, BOOK) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"bands": {"gold": 70, "silver": 40, "mass": 1}},
        {"bands": {"gold": 70, "silver": 70, "mass": 0}},
        {"bands": {}},
        {"inputs": {}},
        {"inputs": {"beauty": WEIGHTS["inputs"]["credit"]}},
        {"inputs": {"credit": {**WEIGHTS["inputs"]["credit"], "weight": 0}}},
        {"inputs": {"credit": {**WEIGHTS["inputs"]["credit"], "weight": float("inf")}}},
        {"inputs": dict.fromkeys(("credit", "loyalty"), WEIGHTS["inputs"]["credit"])},
        {"margin": -1},
        {"colour": "red"},
    ],
)
def test_weights_that_make_no_sense_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        weights(**changed)


@pytest.mark.parametrize(
    "points", [[], [[1, 1], [1, 2]], [[2, 1], [1, 2]], [[0, 101]], [[float("nan"), 1]], [[0, -1]]]
)
def test_a_curve_goes_forward_and_stays_in_range(points: list[list[float]]) -> None:
    with pytest.raises(ValidationError):
        FigureSpec.model_validate({"name": words("x"), "points": points})


def test_weights_survive_being_written_down() -> None:
    assert WeightsSpec.model_validate_json(W.model_dump_json()) == W
