"""Random calls, compiled: each call's class and durations are drawn once, in order of arrival.

What is drawn depends on nothing that agents do: two policies or two rosters with the same seed see
the same callers.
"""

import math

from yingda.planning.twin.kernel.chance import Stream, exponential, normal, uniform
from yingda.planning.twin.kernel.plan import (
    ENDLESS,
    EXPONENTIAL,
    FIRST,
    FIXED,
    KIND,
    LAST,
    LENGTH,
    PATIENCE,
    SECOND,
    Floats,
    Ints,
    Plan,
)
from yingda.routing.core import compiled

# columns of a drawn call
ARRIVES, CLASS, SERVICE, ACW, LEAVES = 0, 1, 2, 3, 4
CALL_COLUMNS = 5
NEVER_LEAVES = 1 << 60

# places of the clock
NOW, ENDS, PERIOD = 0, 1, 2


@compiled
def duration(stream: Stream, law: Floats) -> float:
    """Return one duration in ms."""
    if law[KIND] == EXPONENTIAL:
        return float(law[FIRST] * exponential(stream))
    if law[KIND] == FIXED:
        return float(law[FIRST])
    return math.exp(law[FIRST] + law[SECOND] * normal(stream))


@compiled
def draw_calls(stream: Stream, plan: Plan, clock: Floats, block: Ints) -> int:
    """Fill `block` with the next calls after the clock's, which moves on; return how many came.

    Fewer than fit means that no call comes after them.
    """
    size: int = block.shape[0]
    for place in range(size):
        period = _next_arrival(stream, plan, clock)
        if period < 0:
            return place
        klass = _class_of(stream, plan, period)
        row, laws = block[place], plan.durations[klass]
        row[ARRIVES] = int(clock[NOW])
        row[CLASS] = klass
        row[SERVICE] = int(duration(stream, laws[0]) + 0.5)
        row[ACW] = int(duration(stream, laws[1]) + 0.5)
        row[LEAVES] = NEVER_LEAVES
        if laws[PATIENCE, KIND] != ENDLESS:
            row[LEAVES] = row[ARRIVES] + int(duration(stream, laws[PATIENCE]) + 0.5)
    return size


@compiled
def _next_arrival(stream: Stream, plan: Plan, clock: Floats) -> int:
    """Move the clock to the next arrival; return its period, or -1 if none comes.

    `clock` holds now, the end of the running period and its number.
    """
    gap, period = exponential(stream), int(clock[PERIOD])
    while gap >= plan.rates[period] * (clock[ENDS] - clock[NOW]):
        gap -= plan.rates[period] * (clock[ENDS] - clock[NOW])
        if clock[ENDS] >= plan.spans[LAST]:
            return -1
        clock[NOW] = clock[ENDS]
        clock[ENDS] += plan.spans[LENGTH]
        period = period + 1 if period + 1 < plan.rates.size else 0
        clock[PERIOD] = period
    clock[NOW] += gap / plan.rates[period]
    return -1 if clock[NOW] >= plan.spans[LAST] else period


@compiled
def _class_of(stream: Stream, plan: Plan, period: int) -> int:
    """Return a class by its share of the period's calls (alias method)."""
    if plan.keep.shape[1] == 1:
        return 0
    point = uniform(stream) * plan.keep.shape[1]
    klass = int(point)
    return klass if point - klass < plan.keep[period, klass] else int(plan.other[period, klass])
