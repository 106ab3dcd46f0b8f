"""Forecasts of days that are over: figures by their formulas, intervals that hold what they say."""

import numpy as np
import pytest

from yingda.planning.forecast.ahead import score
from yingda.planning.forecast.interval import ASSUMED, try_again, width
from yingda.planning.forecast.model import History, Window
from yingda.planning.forecast.tests.centres import MONDAY, even, rates, swaying

DAYS = 26 * 7


def test_the_plain_ways_are_scored_by_their_formulas() -> None:
    history, window = swaying(DAYS, seed=1), Window(16, 40)
    found = score(history, 28, window)
    assert found is not None
    came = history.calls[-28:, 16:40]
    week_ago = history.calls[-35:-7, 16:40]
    four = sum(history.calls[DAYS - 28 - 7 * k : DAYS - 7 * k, 16:40] for k in (1, 2, 3, 4)) / 4
    assert found.naive == pytest.approx(np.abs(week_ago - came).sum() / came.sum())
    assert found.four_weeks == pytest.approx(np.abs(four - came).sum() / came.sum())
    assert (found.days, found.calls) == (28, came.sum())
    assert (found.first, found.last) == (history.day(DAYS - 28), history.day(DAYS - 1))


@pytest.mark.parametrize("calls_a_day", [60, 1500, 20_000])
def test_the_forecast_beats_both_plain_ways_in_small_and_large_centres(calls_a_day: float) -> None:
    found = score(swaying(DAYS, seed=2, calls_a_day=calls_a_day), 70)
    assert found is not None
    assert found.wape < found.four_weeks < found.naive
    assert abs(found.bias) < 0.04


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eight_of_ten_half_hours_fall_inside_the_interval(seed: int) -> None:
    found = score(swaying(DAYS, seed=seed), 98, Window(16, 40))
    assert found is not None
    assert 0.74 < found.covered < 0.86


def test_no_forecast_knows_the_day_it_is_for() -> None:
    history = swaying(60, seed=5)
    changed = history.calls.copy()
    changed[-1] *= 5
    before = try_again(history, 1).expected
    assert (try_again(History(MONDAY, changed), 1).expected == before).all()


def test_days_not_known_are_not_scored() -> None:
    calls = swaying(60, seed=6).calls
    calls[-3:] = np.nan
    found = score(History(MONDAY, calls), 10)
    assert found is not None
    assert found.days == 7


def test_hours_without_any_call_have_no_score() -> None:
    assert score(even(60), 10, Window(0, 10)) is None


def test_a_young_history_is_given_an_interval_that_is_said_to_be_assumed() -> None:
    assert width(try_again(even(30), 42)) is ASSUMED
    assert not width(try_again(even(60), 42)).is_assumed


def test_an_even_centre_is_forecast_almost_exactly() -> None:
    found = score(History(MONDAY, rates(60)), 20)
    assert found is not None
    assert found.wape < 0.03
