"""The benches' own arithmetic: what they say of made-up calls, samples and processes."""

import math
import os

import pytest

from bench import planning_forecast, processes
from bench.call_setup.witness import Timeline
from bench.figures import percentile


def event(kind: str, at: float, **more: str) -> dict[str, str]:
    return {"Event": kind, "Timestamp": str(at), **more}


def test_a_call_is_set_up_when_its_bridge_holds_two() -> None:
    timeline = Timeline()
    for told in (
        event("Newchannel", 10.0, Uniqueid="caller", Exten="7000"),
        event("Newchannel", 10.02, Uniqueid="agent", Exten=""),
        event("BridgeEnter", 10.03, Uniqueid="caller", BridgeUniqueid="b"),
        event("BridgeEnter", 10.05, Uniqueid="agent", BridgeUniqueid="b"),
    ):
        timeline.take(told)

    assert timeline.setup_ms("7000") == [pytest.approx(50)]


def test_who_left_before_the_other_came_was_not_bridged() -> None:
    timeline = Timeline()
    for told in (
        event("Newchannel", 1.0, Uniqueid="caller", Exten="7000"),
        event("BridgeEnter", 1.1, Uniqueid="caller", BridgeUniqueid="b"),
        event("BridgeLeave", 1.2, Uniqueid="caller", BridgeUniqueid="b"),
        event("BridgeEnter", 1.3, Uniqueid="agent", BridgeUniqueid="b"),
    ):
        timeline.take(told)

    assert timeline.setup_ms("7000") == []


def test_callers_of_another_number_are_left_out() -> None:
    timeline = Timeline()
    timeline.take(event("Newchannel", 1.0, Uniqueid="a", Exten="10000"))
    timeline.take(event("BridgeEnter", 1.1, Uniqueid="a", BridgeUniqueid="b"))
    timeline.take(event("BridgeEnter", 1.1, Uniqueid="x", BridgeUniqueid="b"))

    assert timeline.setup_ms("7000") == []


@pytest.mark.parametrize(("percent", "wanted"), [(50, 50), (95, 95), (99, 99), (100, 100), (1, 1)])
def test_a_percentile_is_one_of_the_samples(percent: float, wanted: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == wanted


def test_no_samples_have_no_percentile() -> None:
    assert math.isnan(percentile([], 50))


def test_a_process_costs_time_and_memory() -> None:
    assert processes.cpu_ms([os.getpid()]) > 0
    assert processes.pss_kib([os.getpid()]) > 1000
    assert os.getpid() in processes.tree(os.getppid())


def test_the_forecast_of_made_up_calls_lies_between_chance_and_the_plain_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(planning_forecast.FILE, raising=False)
    (row,) = planning_forecast.rows()
    chance, ours, four, naive = (
        float(str(row[name])) for name in ("chance_alone", "wape", "four_weeks", "naive")
    )
    assert chance < ours < four < naive
    assert "made-up" in str(row["what"])
