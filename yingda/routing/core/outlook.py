"""How long a caller will wait: the present lines played on to the end, some hundred times.

In a game agents come free at random, newcomers come and callers give up at random; who goes next is
decided by the same score as in life. Left out are delays and reserves of single groups, and the
steering, which hardly moves while one caller waits. Games go in pairs that draw opposite times
between agents (antithetic variates): the mean of few is then nearly exact.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yingda.routing.core import layout as at
from yingda.routing.core.choose import score
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import Floats, Ints, State
from yingda.routing.core.lines import is_before

Bits = npt.NDArray[np.uint64]

# columns of `pace`
COMING = 0  # callers a ms; negative for a class that competes for none of the same agents
LEAVING = 1  # of each who waits, a ms
PACE_COLUMNS = 2

# columns of `about`
CALL = 0  # whose wait it is
NOW = 1
GAME = 2  # which is being played
ABOUT_COLUMNS = 3

# which draws
AGENTS, OTHERS = 0, 1

TURNS = 5_000  # played in one game; the rest of a longer line is taken to go at the same speed
ENOUGH = 8_000  # turns in all, after which no further game begins: half a millisecond or so
FEWEST = 4  # games
OVERDUE = 2.0**60  # points of a call past its guard

_UNIT = 2.0**-53
_U7, _U11, _U13, _U17 = (np.uint64(bits) for bits in (7, 11, 13, 17))


class Games(NamedTuple):
    """What one estimate is played on, and what comes out."""

    about: Ints  # [ABOUT_COLUMNS]
    pace: Floats  # [class, PACE_COLUMNS]
    free: Floats  # [game]: agents a ms
    front: Ints  # [class]: who stands first, NONE if still to come
    since: Floats  # [class]: when that one came, in ms from now
    chance: Bits  # [2], none of them 0
    waits: Floats  # [game]: in ms from now; infinite if the line does not move


@compiled
def play(s: State, games: Games) -> int:
    """Fill `waits`, a game each; return how many were played."""
    turns, size, again = 0, games.free.size, games.chance[AGENTS]
    for game in range(size):
        is_second = game % 2 == 1
        if game >= FEWEST and turns >= ENOUGH and not is_second:
            return game
        if is_second:
            games.chance[AGENTS] = again
        again = games.chance[AGENTS]
        games.about[GAME] = game
        turns += _play_one(s, games)
    return size


@compiled
def _play_one(s: State, games: Games) -> int:
    """Play one game; return the number of its turns."""
    later, passed, game = 0.0, 0, games.about[GAME]
    _begin(s, games)
    for turn in range(TURNS):
        later += _gap(games)
        gone = _take_turn(s, games, later)
        if gone < 0:
            games.waits[game] = later
            return turn + 1
        passed += gone
    left = _left_before(s, games)
    games.waits[game] = later * (passed + left) / passed if passed else math.inf
    return TURNS


@compiled
def _begin(s: State, games: Games) -> None:
    """Let the present lines stand as they do."""
    for klass in range(games.front.size):
        games.front[klass], games.since[klass] = at.NONE, math.inf
        if games.pace[klass, COMING] >= 0.0:
            games.since[klass] = 0.0
            _step_up(s, games, klass, s.lines[klass, at.HEAD])


@compiled
def _step_up(s: State, games: Games, klass: int, after: int) -> None:
    """Let `after` stand first in the line, or who is still to come: nobody passes the call."""
    call = games.about[CALL]
    is_own = klass == s.calls[call, at.CLASS]
    first = call if is_own and (after == at.NONE or not is_before(s, after, call)) else after
    games.front[klass] = first
    if first != at.NONE:
        games.since[klass] = s.calls[first, at.ARRIVED] - games.about[NOW]
    elif games.pace[klass, COMING] > 0.0:
        gap = -math.log(_uniform(games.chance, OTHERS)) / games.pace[klass, COMING]
        games.since[klass] = max(games.since[klass], 0.0) + gap
    else:
        games.since[klass] = math.inf


@compiled
def _take_turn(s: State, games: Games, later: float) -> int:
    """Let an agent take who is most urgent and has not given up.

    Returns how many of the own line have gone before the call, or -1 if it is taken itself.
    """
    own, passed = s.calls[games.about[CALL], at.CLASS], 0
    while True:
        klass = _most_urgent(s, games, own, later)
        first = games.front[klass]
        if first == games.about[CALL]:
            return -1
        has_stayed = _has_stayed(games, klass, later)
        if klass == own:
            passed += 1
        _step_up(s, games, klass, first if first == at.NONE else s.calls[first, at.NEXT])
        if has_stayed:
            return passed


@compiled
def _most_urgent(s: State, games: Games, own: int, later: float) -> int:
    best, most = own, -math.inf
    for klass in range(games.front.size):
        if games.since[klass] <= later:
            waited = int(later - games.since[klass])
            overdue = waited - s.lines[klass, at.GUARD]
            points = OVERDUE + overdue if overdue >= 0 else score(s, klass, waited)
            if points > most:
                best, most = klass, points
    return best


@compiled
def _has_stayed(games: Games, klass: int, later: float) -> bool:
    """Return whether the first of the line is still there: drawn only now, patience forgets."""
    leaving = games.pace[klass, LEAVING]
    stood = later - max(games.since[klass], 0.0)
    return bool(leaving == 0.0 or _uniform(games.chance, OTHERS) < math.exp(-leaving * stood))


@compiled
def _left_before(s: State, games: Games) -> int:
    """Return how many stand from the front of the own line to the call, itself among them."""
    call = games.about[CALL]
    left, other = 1, games.front[s.calls[call, at.CLASS]]
    while other != at.NONE and is_before(s, other, call):
        left += 1
        other = s.calls[other, at.NEXT]
    return left


@compiled
def _gap(games: Games) -> float:
    """Return the ms until an agent comes free; the second of a pair draws the opposite."""
    game, drawn = games.about[GAME], _uniform(games.chance, AGENTS)
    gap: float = -math.log(drawn if game % 2 == 0 else 1.0 - drawn) / games.free[game]
    return gap


@compiled
def _uniform(chance: Bits, which: int) -> float:
    """Return a number between 0 and 1, neither of them (G. Marsaglia's xorshift, 2003)."""
    bits = chance[which]
    bits ^= bits << _U13
    bits ^= bits >> _U7
    bits ^= bits << _U17
    chance[which] = bits
    return float((np.int64(bits >> _U11) + 0.5) * _UNIT)
