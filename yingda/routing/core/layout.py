"""Where each number stands: the flat tables of one routing state.

Every table is an array of int64 (or float64 for `steer`), a row a thing, a column a fact; columns
are named here. Rows point at each other by index; `NONE` points nowhere. Times are integer
milliseconds on one clock chosen by the caller.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NONE = -1
NEVER = 2**62

# lines: one row a class
HEAD = 0  # oldest waiting call of the class
TAIL = 1
WAITING = 2
HEAD_ARRIVED = 3  # arrival of the head, beside it so that choosing touches no call
CHANNEL = 4
WITHIN = 5  # the target's seconds, in ms: `wait <= within` is a hit
GUARD = 6  # past this wait a call goes first and ignores reserve and overflow delays
TIMED = 7  # 1 if an overflow delay or the guard can open an agent later
DIALS = 8  # 1 if the customer must be called before an agent is taken (call-back)
RESOLVED = 9
PARTNER = 10  # the class a call-back belongs to once its customer has answered
TIER = 11  # classes of one tier lend each other strength; NONE: stands alone
LAST_RESOLVED = 12  # RESOLVED_ALL when a call of the class was last resolved
LINE_COLUMNS = 13

# steer: one row a class, float64
SCALE = 0  # ms of wait that make one point of score
OFFSET = 1  # the policy's fixed part of the score
BETA = 2  # the steering part, moved by feedback
TARGET = 3
CAP = 4
HIT_SHARE = 5  # H: share of the last resolved calls (`feedback.memory`) answered within the target
ABANDON_SHARE = 6  # A
STEER_COLUMNS = 7

# lanes: one row a (group, channel): the idle agents, longest idle first (HEAD, TAIL as above)
IDLE = 2
SLOTS = 3  # how many contacts of this channel one agent may hold
BLOCKED_BY = 4  # bit d set: an agent busy on channel d takes none of this channel
IN_FLIGHT = 5  # call-backs being dialled on the strength of this lane's idle agents
LANE_COLUMNS = 6

# skills: [group, class]
RANK = 0  # 0 = no skill; 1 is tried first
AFTER = 1  # overflow delay: the call must have waited so long
RESERVE = 2  # idle agents the group must keep after taking this class
SKILL_COLUMNS = 3

# calls
CLASS = 0
ARRIVED = 1
PLACE = 2  # order of first arrival: breaks ties of ARRIVED for ever
STATE = 3
PREV = 4
NEXT = 5
AGENT = 6  # who was given the call, while TAKEN
OWN = 7  # the only agent this call waits for, while OWN_LINE
SHUN_0 = 8  # agents who refused this call; NONE where unused
SHUNS = 6
CALL_COLUMNS = 14

# states of a call
FREE, IN_LINE, OWN_LINE, TAKEN, DIALLING = 0, 1, 2, 3, 4

# agents
GROUP = 0
READY = 1
SINCE = 2  # idle since
STAMP = 3  # order of becoming idle: breaks ties of SINCE
BUSY = 4  # bit c set: holds a contact of channel c
OWN_HEAD = 5  # oldest call that waits for this agent alone
AGENT_COLUMNS = 6

# seats: [agent, channel]; PREV and NEXT within the lane stand in columns 0 and 1
SEAT_PREV = 0
SEAT_NEXT = 1
SEATED = 2  # 1 while in the lane
LOAD = 3
SEAT_COLUMNS = 4

# ctl: one row
FREE_CALL = 0
NEXT_PLACE = 1
NEXT_STAMP = 2
RESOLVED_ALL = 3
STEERS = 4  # 1 if feedback moves beta
BY_RANK = 5  # 1: lowest rank, then longest idle; 0: longest idle of all
DUE = 6  # when an overflow delay or a guard next opens an idle agent to a waiting call
DUE_STALE = 7
IDLE_ALL = 8
MULTIPLE = 9  # 1 if an agent may hold more than one contact
ANY_TIMED = 10  # 1 if any class is TIMED
SETTLED = 11  # up to this instant nothing is left that could be matched
CTL_COLUMNS = 12

# out: the last match, valid after a step that says it matched (score and runner-up in `out_score`)
OUT_CALL = 0
OUT_AGENT = 1
OUT_CLASS = 2
OUT_REASON = 3
OUT_RUNNER_UP = 4  # class whose oldest call came second, or NONE
OUT_RANK = 5
OUT_GROUP = 6
OUT_OVERDUE = 7  # wait past the guard; negative before it
OUT_COLUMNS = 8
SCORE = 0
RUNNER_UP_SCORE = 1

# reasons of a match
ARRIVAL, FREED, OPENED, GUARDED, OWN_AGENT, DIALLED = 1, 2, 3, 4, 5, 6


class State(NamedTuple):
    """All of one centre's routing at one instant. Steps change it in place."""

    ctl: Ints  # [CTL_COLUMNS]
    lines: Ints  # [class, LINE_COLUMNS]
    steer: Floats  # [class, STEER_COLUMNS]
    lanes: Ints  # [group, channel, LANE_COLUMNS]
    skills: Ints  # [group, class, SKILL_COLUMNS]
    groups_of: Ints  # [class, groups]: groups with the skill, lowest rank first, then NONE
    classes_of: Ints  # [group, classes]: classes the group serves, then NONE
    calls: Ints  # [call, CALL_COLUMNS]
    agents: Ints  # [agent, AGENT_COLUMNS]
    seats: Ints  # [agent, channel, SEAT_COLUMNS]
    out: Ints  # [OUT_COLUMNS]
    out_score: Floats  # [2]
