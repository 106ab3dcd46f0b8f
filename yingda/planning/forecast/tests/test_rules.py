"""What a centre's habits are learnt from, and what they are not disturbed by."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingda.planning.forecast.ahead import forecast
from yingda.planning.forecast.errors import HistoryTooShort
from yingda.planning.forecast.model import LEAST_DAYS, SLOTS, History, history_of
from yingda.planning.forecast.tests.centres import MONDAY, even, rates, swaying

WEEKS = 8 * 7


def total(history: History, *, ahead: int = 1) -> float:
    return forecast(history, ahead).days[-1].total


def test_an_even_centre_goes_on_as_it_was() -> None:
    found = forecast(even(WEEKS), 7)
    for day, each in enumerate(found.days):
        assert each.calls == pytest.approx(rates(7)[day], abs=1.5, rel=0.05)
        assert each.total == pytest.approx(rates(7)[day].sum(), rel=0.02)
    assert found.days[0].day == even(WEEKS).next_day
    assert found.unusual == []


def test_closed_hours_have_exactly_no_calls_and_no_interval() -> None:
    for each in forecast(swaying(WEEKS, seed=1), 7).days:
        assert not each.calls[:16].any()
        assert not each.high[:16].any()
        assert each.calls[20] > 0


def test_a_weekday_never_seen_and_one_without_calls_are_closed() -> None:
    calls = rates(WEEKS)
    calls[5::7], calls[6::7] = np.nan, 0
    days = forecast(History(MONDAY, calls), 7).days
    assert [each.total > 0 for each in days] == [True] * 5 + [False] * 2


def test_the_forecast_follows_the_level_of_the_latest_days() -> None:
    calls = rates(WEEKS)
    calls[-2:] *= 1.15
    assert total(History(MONDAY, calls)) > 1.05 * total(even(WEEKS))


def test_the_further_ahead_the_less_the_latest_days_say() -> None:
    calls = rates(WEEKS)
    calls[-2:] *= 1.15
    raised, plain = forecast(History(MONDAY, calls), 14).days, forecast(even(WEEKS), 14).days
    by = [one.total / other.total for one, other in zip(raised, plain, strict=True)]
    assert by[0] > by[3] > by[12] > 0.99


@pytest.mark.parametrize("factor", [0.0, 0.1, 3.0])
def test_a_holiday_moves_nothing_and_is_named(factor: float) -> None:
    history = swaying(WEEKS, seed=3, sway=0.03)
    calls = history.calls.copy()
    calls[-1] = np.round(calls[-1] * factor)
    found = forecast(replace(history, calls=calls), 1)
    assert found.days[0].total == pytest.approx(total(history), rel=0.08)
    (unusual,) = found.unusual
    assert unusual.day == history.day(WEEKS - 1)
    assert (unusual.by > 1) == (factor > 1)


def test_a_missing_day_changes_little() -> None:
    history = swaying(WEEKS, seed=4, sway=0.03)
    calls = history.calls.copy()
    calls[[10, 30, 51]] = np.nan
    assert total(replace(history, calls=calls)) == pytest.approx(total(history), rel=0.03)


def test_growth_over_months_is_kept_up_with() -> None:
    grown = rates(26 * 7) * np.linspace(1, 2, 26 * 7)[:, None]
    expected = rates(1).sum() * 2
    assert total(History(MONDAY, grown)) == pytest.approx(expected, rel=0.08)


def test_too_few_days_are_refused_with_what_is_needed() -> None:
    with pytest.raises(HistoryTooShort, match="at least 21 days") as refused:
        forecast(even(LEAST_DAYS - 1), 1)
    assert refused.value.details == {"days": 20, "needed": 21}
    assert forecast(even(LEAST_DAYS), 1).is_assumed


def test_days_that_are_not_told_are_not_known() -> None:
    told = {MONDAY: [1.0] * SLOTS, even(3).day(2): [2.0] * SLOTS}
    history = history_of(told, until=even(5).day(4))
    assert history.is_known.tolist() == [True, False, True, False, False]
    assert history.next_day == even(5).next_day


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(LEAST_DAYS, 70),
    st.sampled_from([0.5, 20, 300, 30_000]),
    st.integers(1, 14),
)
def test_whatever_came_the_forecast_is_a_number_inside_its_interval(
    seed: int, days: int, calls_a_day: float, ahead: int
) -> None:
    rng = np.random.default_rng(seed)
    calls = swaying(days, seed=seed, calls_a_day=calls_a_day, sway=0.5).calls
    calls[rng.random(days) < 0.1] = 0
    calls[rng.random(days) < 0.1] *= 10
    gone = rng.random(days) < 0.1
    gone[:LEAST_DAYS] = False
    calls[gone] = np.nan
    for each in forecast(History(MONDAY, calls), ahead).days:
        assert (each.low <= each.calls).all()
        assert (each.calls <= each.high).all()
        assert np.isfinite(each.high).all()
        assert (each.low >= 0).all()
        assert each.total_low <= each.total <= each.total_high
