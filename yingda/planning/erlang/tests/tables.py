"""Independent tables of Erlang's models: mpmath, other formulas, as many digits as are set.

A centre is agents, calls an hour, seconds of service, (A: of patience,) and the limit in seconds.
"""

from typing import Any

import mpmath as mp

Impatient = tuple[int, float, float, float, float]

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
IMPATIENT: list[Impatient] = [
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


def table_b(agents: int, load: Any) -> Any:
    """Return the blocking by the incomplete gamma function."""
    return load**agents * mp.exp(-load) / mp.gammainc(agents + 1, load)


def lines_of(agents: int, rate: float, aht: float) -> dict[str, Any]:
    """Return what Erlang B says."""
    load = mp.mpf(rate) * aht / 3600
    blocked = table_b(agents, load)
    occupancy = load * (1 - blocked) / agents
    return {"p_block": blocked, "sl": 1 - blocked, "occupancy": occupancy}


def table_c(agents: int, rate: float, aht: float, within: float) -> dict[str, Any]:
    """Return what Erlang C says, by Erlang B."""
    load = mp.mpf(rate) * mp.mpf(aht) / 3600
    blocked = table_b(agents, load)
    waits = blocked / (1 - load / agents * (1 - blocked))
    return {
        "p_wait": waits,
        "sl": 1 - waits * mp.exp(-(agents - load) * within / mp.mpf(aht)),
        "asa": waits * mp.mpf(aht) / (agents - load),
        "occupancy": load / agents,
    }


def table_a(centre: Impatient) -> dict[str, Any]:
    """Mandelbaum and Zeltyn (2007): A = 1F1(1, x + 1, y), and the virtual wait's density."""
    agents, rate, aht = centre[0], *map(mp.mpf, centre[1:3])
    load, (patience, within) = rate * aht / 3600, (mp.mpf(each) / aht for each in centre[3:])
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
        "asa": aht * scale * integral(lambda u: u * density(u), mp.inf) / served,
        "occupancy": load * (1 - abandons) / agents,
    }
