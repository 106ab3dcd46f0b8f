"""What one replication needs, as flat arrays: the scenario after translation. Times in ms."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# columns of `spans`
LENGTH = 0  # of a period
FROM = 1  # calls that arrive from here on are counted
UPTO = 2  # and those before here
LAST = 3  # no call arrives from here on
SPAN_COLUMNS = 4

# which duration
SERVICE, ACW, PATIENCE = 0, 1, 2

# columns of `durations`
KIND, FIRST, SECOND = 0, 1, 2

# kinds
ENDLESS, FIXED, EXPONENTIAL, LOGNORMAL = 0, 1, 2, 3


class Plan(NamedTuple):
    """Arrays of one scenario; nothing in it changes during a run."""

    spans: Ints  # [SPAN_COLUMNS]
    rates: Floats  # [period]: calls a ms over all classes
    keep: Floats  # [period, class]: of the alias method (A. J. Walker, 1977)
    other: Ints  # [period, class]
    durations: Floats  # [class, duration, KIND FIRST SECOND]
    within: Ints  # [class]
    speed: Floats  # [group]
    crew: Ints  # [period, group]: agents on duty
    first: Ints  # [group + 1]: number of the group's first agent
