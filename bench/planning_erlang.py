"""How far the closed forms are from independent tables: mpmath, other formulas, sixty digits."""

from collections.abc import Iterator
from typing import Any

import mpmath as mp

from yingda.planning import Demand, Model, evaluate
from yingda.planning.erlang.tests.tables import IMPATIENT, PATIENT, lines_of, table_a, table_c

FLOOR, AMBITION = 1e-9, 1e-12
SMALLEST = 1e-290  # below that there are no full floating-point numbers
FACTORS = (0.3, 1, 1.5, 40)  # of the load, for B


def errors(found: object, expected: dict[str, Any]) -> Iterator[float]:
    """Yield the relative error of every figure."""
    for name, exact in expected.items():
        if exact > SMALLEST:
            yield float(abs(mp.mpf(getattr(found, name)) - exact) / exact)


def errors_of(model: Model) -> Iterator[float]:
    """Yield the relative error of every figure of every centre."""
    if model is Model.A:
        for centre in IMPATIENT:
            found = evaluate(model, centre[0], Demand(*centre[1:]))
            yield from errors(found, table_a(centre))
        return
    for agents, rate, aht, within in PATIENT:
        for factor in FACTORS if model is Model.B else (1,):
            found = evaluate(model, agents, Demand(rate * factor, aht, None, within))
            table = lines_of(agents, rate * factor, aht) if model is Model.B else None
            yield from errors(found, table or table_c(agents, rate, aht, within))


def rows() -> list[dict[str, object]]:
    """Return a row a model: the largest relative error of any figure."""
    told: list[dict[str, object]] = []
    for model in Model:
        with mp.workdps(60):
            found = list(errors_of(model))
        told.append(
            {
                "what": f"Erlang {model.upper()}, 1 to 10,000 agents",
                "figures": len(found),
                "largest_relative_error": f"{max(found):.1e}",
                "floor": f"{FLOOR:.0e}",
                "ambition": f"{AMBITION:.0e}",
            }
        )
    return told


if __name__ == "__main__":
    for each in rows():
        print(each)
