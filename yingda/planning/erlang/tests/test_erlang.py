"""The models against mpmath: other formulas, sixty digits."""

from typing import Any

import mpmath as mp
import pytest

from yingda.planning.erlang import Demand, Model, evaluate, staff
from yingda.planning.erlang.tests.tables import IMPATIENT, PATIENT, lines_of, table_a, table_c
from yingda.planning.errors import DemandRefused

RELATIVE = 1e-12


@pytest.fixture(autouse=True)
def _sixty_digits() -> Any:
    with mp.workdps(60):
        yield


def close(found: float, expected: Any) -> bool:
    return bool(abs(mp.mpf(found) - expected) <= RELATIVE * abs(expected))


@pytest.mark.parametrize(("agents", "rate", "aht", "within"), PATIENT)
def test_erlang_b_is_the_incomplete_gamma(
    agents: int, rate: float, aht: float, within: float
) -> None:
    for factor in (0.3, 1, 1.5, 40):
        demand = Demand(rate * factor, aht, None, within)
        found, expected = evaluate(Model.B, agents, demand), lines_of(agents, demand.rate, aht)

        assert close(found.p_block, expected["p_block"]) or expected["p_block"] < 1e-290
        assert close(found.sl, expected["sl"])
        assert close(found.occupancy, expected["occupancy"])


@pytest.mark.parametrize("centre", PATIENT)
def test_erlang_c_is_exact_up_to_saturation(centre: tuple[int, float, float, float]) -> None:
    agents, rate, aht, within = centre
    found = evaluate(Model.C, agents, Demand(rate, aht, None, within))

    for name, expected in table_c(*centre).items():
        assert close(getattr(found, name), expected), name
    assert found.p_abandon == 0


@pytest.mark.parametrize("centre", IMPATIENT)
def test_erlang_a_is_the_hypergeometric_series_and_its_integral(
    centre: tuple[int, float, float, float, float],
) -> None:
    agents, rate, aht, patience, within = centre
    found = evaluate(Model.A, agents, Demand(rate, aht, patience, within))

    for name, expected in table_a(centre).items():
        assert close(getattr(found, name), expected), name


@pytest.mark.parametrize("model", [Model.C, Model.A])
@pytest.mark.parametrize("rate", [0.5, 20, 300, 10_000, 60_000])
@pytest.mark.parametrize("target", [0.05, 0.5, 0.8, 0.95, 0.9999])
def test_staffing_is_the_first_number_that_keeps_the_target(
    model: Model, rate: float, target: float
) -> None:
    demand = Demand(rate, 180, 120 if model is Model.A else None, 20)
    agents = staff(model, demand, target)

    assert evaluate(model, agents, demand).sl >= target
    fewer = agents - 1
    if fewer > (demand.load if model is Model.C else 0):
        assert evaluate(model, fewer, demand).sl < target


def test_lines_carry_the_share_asked_for() -> None:
    demand = Demand(10_000, 180)
    lines = staff(Model.B, demand, 0.99)

    assert evaluate(Model.B, lines, demand).p_block <= 0.01
    assert evaluate(Model.B, lines - 1, demand).p_block > 0.01


def test_without_calls_everybody_is_free() -> None:
    for model in Model:
        assert evaluate(model, 3, Demand(0, 180, 60)) == (0, 0, 1, 0, 0, 0)
        assert staff(model, Demand(0, 180, 60), 0.8) == 1


@pytest.mark.parametrize(
    ("model", "agents", "demand", "words"),
    [
        (Model.C, 10, Demand(200, 180), "more than 10 agents"),
        (Model.C, 0, Demand(200, 180), "agents: expected 1"),
        (Model.B, 5, Demand(-1, 180), "rate: expected 0 or more, found -1"),
        (Model.B, 5, Demand(float("nan"), 180), "rate"),
        (Model.B, 5, Demand(float("inf"), 180), "rate"),
        (Model.B, 5, Demand(10, 0), "aht"),
        (Model.A, 5, Demand(10, 180), "patience: expected for Erlang A"),
        (Model.A, 5, Demand(10, 180, 0), "patience"),
        (Model.A, 5, Demand(10, 180, 60, -1), "within"),
        (Model.A, 5, Demand(1e12, 180, 60), "erlangs"),
        (Model.A, 5, Demand(1e6, 180, 1e9), "the queue would hold"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(
    model: Model, agents: int, demand: Demand, words: str
) -> None:
    with pytest.raises(DemandRefused, match=words):
        evaluate(model, agents, demand)


@pytest.mark.parametrize("target", [0, 1, 1.2, -0.1, float("nan")])
def test_a_target_nobody_can_keep_is_refused(target: float) -> None:
    with pytest.raises(DemandRefused, match="target"):
        staff(Model.C, Demand(100, 180), target)
