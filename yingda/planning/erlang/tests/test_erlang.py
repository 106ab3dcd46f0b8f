"""The models against mpmath: other formulas, sixty digits."""

from typing import Any

import mpmath as mp
import pytest

from yingda.planning.erlang import Demand, Model, evaluate, staff
from yingda.planning.errors import DemandRefused

RELATIVE = 1e-12
PATIENT = [
    (1, 10.0, 180.0, 20.0),
    (10, 199.9, 180.0, 20.0),
    (10, 60.0, 180.0, 20.0),
    (100, 1900.0, 180.0, 10.0),
    (100, 1999.99, 180.0, 0.0),
    (511, 10_000.0, 180.0, 20.0),
    (1000, 12_345.6, 234.5, 15.0),
    (10_000, 199_999.0, 180.0, 20.0),
    (10_000, 190_000.0, 180.0, 5.0),
]
IMPATIENT = [
    (1, 3.0, 300.0, 60.0, 0.0),
    (10, 200.0, 180.0, 120.0, 20.0),
    (10, 400.0, 180.0, 120.0, 20.0),
    (100, 2000.0, 180.0, 60.0, 10.0),
    (100, 1500.0, 180.0, 600.0, 20.0),
    (450, 10_000.0, 180.0, 120.0, 20.0),
    (1000, 24_000.0, 180.0, 90.0, 60.0),
    (10_000, 199_000.0, 180.0, 120.0, 5.0),
    (10_000, 150_000.0, 180.0, 180.0, 20.0),
    (10_000, 260_000.0, 180.0, 300.0, 20.0),
    (10_000, 200_000.0, 180.0, 1800.0, 30.0),
]


@pytest.fixture(autouse=True)
def _sixty_digits() -> Any:
    with mp.workdps(60):
        yield


def table_b(agents: int, load: Any) -> Any:
    return load**agents * mp.exp(-load) / mp.gammainc(agents + 1, load)


def close(found: float, expected: Any) -> bool:
    return bool(abs(mp.mpf(found) - expected) <= RELATIVE * abs(expected))


@pytest.mark.parametrize(("agents", "rate", "aht", "within"), PATIENT)
def test_erlang_b_is_the_incomplete_gamma(
    agents: int, rate: float, aht: float, within: float
) -> None:
    for factor in (0.3, 1, 1.5, 40):
        demand = Demand(rate * factor, aht, None, within)
        load = mp.mpf(demand.rate) * aht / 3600
        found, blocked = evaluate(Model.B, agents, demand), table_b(agents, load)

        assert close(found.p_block, blocked) or blocked < 1e-290
        assert close(found.sl, 1 - blocked)
        assert close(found.occupancy, load * (1 - blocked) / agents)


@pytest.mark.parametrize(("agents", "rate", "aht", "within"), PATIENT)
def test_erlang_c_is_exact_up_to_saturation(
    agents: int, rate: float, aht: float, within: float
) -> None:
    found = evaluate(Model.C, agents, Demand(rate, aht, None, within))
    load = mp.mpf(rate) * mp.mpf(aht) / 3600
    blocked = table_b(agents, load)
    waits = blocked / (1 - load / agents * (1 - blocked))

    assert close(found.p_wait, waits)
    assert close(found.sl, 1 - waits * mp.exp(-(agents - load) * within / mp.mpf(aht)))
    assert close(found.asa, waits * mp.mpf(aht) / (agents - load))
    assert close(found.occupancy, load / agents)
    assert found.p_abandon == 0


@pytest.mark.parametrize("centre", IMPATIENT)
def test_erlang_a_is_the_hypergeometric_series_and_its_integral(
    centre: tuple[int, float, float, float, float],
) -> None:
    agents, rate, aht, patience, within = centre
    found = evaluate(Model.A, agents, Demand(rate, aht, patience, within))
    expected = table_a(
        agents, mp.mpf(rate) * aht / 3600, mp.mpf(patience) / aht, mp.mpf(within) / aht
    )

    assert close(found.p_wait, expected["p_wait"])
    assert close(found.p_abandon, expected["p_abandon"])
    assert close(found.sl, expected["sl"])
    assert close(found.asa, expected["asa"] * aht)
    assert close(found.occupancy, expected["occupancy"])


def table_a(agents: int, load: Any, patience: Any, within: Any) -> dict[str, Any]:
    """Mandelbaum and Zeltyn (2007): A = 1F1(1, x + 1, y), and the virtual wait's density."""
    x, y = agents * patience, load * patience
    series, blocked = mp.hyp1f1(1, x + 1, y), table_b(agents, load)
    full = 1 / (1 / blocked + series - 1)
    waits = full * series
    abandons = waits * (1 / (load / agents * series) + 1 - agents / load)
    top = mp.log(y / (x + 1)) * patience if y > x + 1 else mp.mpf(0)
    width = 1 / mp.sqrt(agents)

    def density(u: Any) -> Any:
        return mp.exp(load * patience * (1 - mp.exp(-u / patience)) - agents * u - u / patience)

    def integral(f: Any, upto: Any) -> Any:
        middle = min(top, upto)
        steps = [middle + width * mp.mpf(k) / 2 for k in range(-80, 220)]
        inside = [mp.mpf(0), *[u for u in steps if 0 < u < upto]]
        return mp.quad(f, [*inside, min(upto, inside[-1] + width)], maxdegree=4)

    scale = agents * full
    served = (1 - waits) + scale * integral(density, mp.inf)
    return {
        "p_wait": waits,
        "p_abandon": abandons,
        "sl": (1 - waits) + scale * integral(density, within),
        "asa": scale * integral(lambda u: u * density(u), mp.inf) / served,
        "occupancy": load * (1 - abandons) / agents,
    }


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
