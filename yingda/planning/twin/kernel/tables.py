"""The tables of one running replication. All times in ms, all counts whole: sums have no order."""

from typing import NamedTuple

import numpy as np

from yingda.planning.twin.kernel.plan import Ints, Plan
from yingda.routing.core import State

# ctl: one row
ENDINGS = 0  # size of the heap `endings`
DEPARTURES = 1  # size of the heap `departures`
BOUNDARY = 2  # when the next period begins
PERIOD = 3  # the running period's number
OPEN = 4  # counted calls that wait
SIMULATED = 5  # calls that came, counted or not
CTL_COLUMNS = 6

# slots: what the core does not keep of a waiting call, by the core's number
LEAVES_AT, SERVICE_MS, ACW_MS, COUNTED_IN = 0, 1, 2, 3  # COUNTED_IN: period, or NONE
SLOT_COLUMNS = 4

# groups
ON_DUTY, SURPLUS, SINCE = 0, 1, 2  # SINCE: the instant up to which duty is counted
GROUP_COLUMNS = 3

# tally of calls: [period, class]
OFFERED, ANSWERED, ABANDONED, HITS, SHORT, WAITED, LATE, WAIT_ANSWERED, WAIT_ALL = range(9)
TALLY_COLUMNS = 9  # SHORT: abandoned within tau; LATE: waited longer than 3 tau

# tally of agents: [period, group], in agent-ms
BUSY, DUTY = 0, 1
WORK_COLUMNS = 2


class Tables(NamedTuple):
    """What changes while a replication runs, beside routing's own state."""

    ctl: Ints  # [CTL_COLUMNS]
    endings: Ints  # heap: when which agent is free again
    departures: Ints  # heap: when which waiting call hangs up; entries may be stale
    slots: Ints  # [call, SLOT_COLUMNS]
    groups: Ints  # [group, GROUP_COLUMNS]
    off_duty: Ints  # [agent]: per group a stack of those who are not on duty
    tally: Ints  # [period, class, TALLY_COLUMNS]
    work: Ints  # [period, group, WORK_COLUMNS]


class Centre(NamedTuple):
    """One replication: routing's state, the scenario and the books."""

    core: State
    plan: Plan
    books: Tables


def fresh_tables(plan: Plan, calls: int) -> Tables:
    """Return the tables at the beginning, when everybody is still off duty."""
    periods, groups = plan.crew.shape
    agents = int(plan.first[-1])
    return Tables(
        ctl=np.zeros(CTL_COLUMNS, dtype=np.int64),
        endings=np.zeros(agents + 4, dtype=np.int64),
        departures=np.zeros(2 * calls + 8, dtype=np.int64),
        slots=np.zeros((calls, SLOT_COLUMNS), dtype=np.int64),
        groups=np.zeros((groups, GROUP_COLUMNS), dtype=np.int64),
        off_duty=_off_duty(plan),
        tally=np.zeros((periods, plan.within.size, TALLY_COLUMNS), dtype=np.int64),
        work=np.zeros((periods, groups, WORK_COLUMNS), dtype=np.int64),
    )


def _off_duty(plan: Plan) -> Ints:
    """Return each group's agents, the first of them on top (last) of its stack."""
    numbers = np.arange(plan.first[-1])
    for one, other in zip(plan.first[:-1], plan.first[1:], strict=True):
        numbers[one:other] = numbers[one:other][::-1]
    return numbers
