"""From counts to rates, from sums to durations."""

import pytest

from yingda.planning.arrivals import Span, arrivals, assumed
from yingda.planning.observed import Durations, Seen, together

BIG, SMALL, QUIET = "big", "small", "quiet"


def test_a_busy_centre_has_the_hours_of_an_average_day() -> None:
    counts = {BIG: {9: 300, 10: 100}, SMALL: {10: 40}, QUIET: {}}
    found = arrivals(counts, [BIG, SMALL, QUIET], Span(days=10, hours=0))
    assert (found.first_hour, found.hours, found.is_hourly) == (9, 2, True)
    assert found.rates[BIG] == [30.0, 10.0]
    assert found.rates[QUIET] == [0.0, 0.0]


def test_a_small_class_has_the_hours_of_all_and_its_own_number_of_calls() -> None:
    counts = {BIG: {9: 300, 10: 100}, SMALL: {10: 44}}
    found = arrivals(counts, [BIG, SMALL], Span(days=4, hours=0))
    small = found.rates[SMALL]
    assert isinstance(small, list)
    assert sum(small) == pytest.approx(11, abs=0.01)
    assert small[0] > small[1] > 0
    assert {"code": "hours-pooled", "classes": [SMALL]} in found.notes


@pytest.mark.parametrize(("calls", "days"), [(239, 14), (10_000, 2)])
def test_too_few_calls_or_days_give_one_flat_rate(calls: int, days: int) -> None:
    found = arrivals({BIG: {9: calls}}, [BIG], Span(days=days, hours=0))
    assert not found.is_hourly
    assert found.rates[BIG] == pytest.approx(calls / days, abs=0.001)
    assert [note["code"] for note in found.notes] == ["hours-flat"]


def test_calls_of_a_first_minute_are_not_blown_up_to_an_hour() -> None:
    found = arrivals({BIG: {9: 6}}, [BIG], Span(days=0, hours=1 / 60))
    assert found.rates[BIG] == 6.0


def test_hours_in_which_nobody_called_between_others_stay_quiet_hours() -> None:
    found = arrivals({BIG: {8: 200, 20: 200}}, [BIG], Span(days=5, hours=0))
    rates = found.rates[BIG]
    assert isinstance(rates, list)
    assert (len(rates), rates[0], rates[1], rates[-1]) == (13, 40.0, 0.0, 40.0)


def test_an_empty_centre_is_kept_busy_three_quarters_of_the_time() -> None:
    found = assumed([BIG, SMALL], agents=10, handling_s=180)
    assert sum(float(str(rate)) for rate in found.rates.values()) * 180 / 3600 == pytest.approx(7.5)


def a_class(calls: int, *, gone: int = 0) -> Seen:
    return Seen(
        offered=calls + gone,
        waited=20.0 * (calls + gone),
        abandoned=gone,
        served=calls,
        service=100.0 * calls,
        service_squares=15_000.0 * calls,
        wrapped=calls,
        acw=10.0 * calls,
    )


def test_a_class_with_enough_calls_speaks_for_itself() -> None:
    durations = Durations({BIG: a_class(30, gone=10)})
    assert durations.service(BIG) == {"dist": "lognormal", "mean": 100.0, "scv": 0.5}
    assert durations.acw(BIG, 45) == {"dist": "exp", "mean": 10.0}
    assert durations.patience(BIG) == {"dist": "exp", "mean": 80.0}
    assert durations.notes == []


def test_a_class_with_one_call_less_borrows_and_says_so() -> None:
    durations = Durations({BIG: a_class(1000), SMALL: a_class(29)})
    assert durations.service(SMALL)["mean"] == 100.0
    assert durations.notes == [{"code": "service-pooled", "classes": [SMALL]}]


def test_a_centre_without_calls_assumes_and_says_so() -> None:
    durations = Durations({})
    assert durations.service(BIG) == {"dist": "exp", "mean": 180.0}
    assert durations.acw(BIG, 45) == {"dist": "deterministic", "mean": 45}
    assert durations.patience(BIG) == {"dist": "exp", "mean": 180.0}
    assert [note["code"] for note in durations.notes] == [
        "service-assumed",
        "acw-assumed",
        "patience-assumed",
    ]


def test_sums_add_up_column_by_column() -> None:
    assert together([a_class(1), a_class(2, gone=1)]) == a_class(3, gone=1)
    assert together([]) == Seen()
