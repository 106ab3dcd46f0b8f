"""Random numbers, compiled: one stream a replication, the same numbers on every machine.

Uniform: xoshiro256++ (D. Blackman, S. Vigna, 2019), seeded through numpy's SeedSequence, so that
streams of different replications are independent. Exponential and normal: the ziggurat with 256
layers (G. Marsaglia, W. W. Tsang, 2000), layer and height taken from different bits of one number.
"""

import math

import numpy as np
import numpy.typing as npt

from yingda.routing.core import compiled

Stream = npt.NDArray[np.uint64]

LAYERS = 256
EXP_EDGE, EXP_AREA = 7.69711747013104972, 0.0039496598225815571993
NORMAL_EDGE, NORMAL_AREA = 3.6541528853610088, 0.00492867323397465524

_UNIT = 2.0**-53
_U11, _U17, _U19, _U23, _U41, _U45 = (np.uint64(bits) for bits in (11, 17, 19, 23, 41, 45))
_LAYER, _SIGN = np.uint64(LAYERS - 1), np.uint64(LAYERS)


def stream(seed: int, replication: int) -> Stream:
    """Return the stream of one replication."""
    words = np.random.SeedSequence(seed, spawn_key=(replication,)).generate_state(4, np.uint64)
    return words.astype(np.uint64)


def _exp_edges() -> npt.NDArray[np.float64]:
    edges = [EXP_AREA * math.exp(EXP_EDGE), EXP_EDGE]
    while len(edges) < LAYERS:
        edges.append(-math.log(EXP_AREA / edges[-1] + math.exp(-edges[-1])))
    return np.array([*edges, 0.0])


def _normal_edges() -> npt.NDArray[np.float64]:
    edges = [NORMAL_AREA * math.exp(NORMAL_EDGE**2 / 2), NORMAL_EDGE]
    while len(edges) < LAYERS:
        height = NORMAL_AREA / edges[-1] + math.exp(-(edges[-1] ** 2) / 2)
        edges.append(math.sqrt(-2 * math.log(height)))
    return np.array([*edges, 0.0])


EXP_X, NORMAL_X = _exp_edges(), _normal_edges()
EXP_Y, NORMAL_Y = np.exp(-EXP_X), np.exp(-(NORMAL_X**2) / 2)


@compiled
def bits(state: Stream) -> np.uint64:
    """Return 64 random bits."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    mixed = s0 + s3
    result: np.uint64 = ((mixed << _U23) | (mixed >> _U41)) + s0
    s2 ^= s0
    s3 ^= s1
    state[0] = s0 ^ s3
    state[1] = s1 ^ s2
    state[2] = s2 ^ (s1 << _U17)
    state[3] = (s3 << _U45) | (s3 >> _U19)
    return result


@compiled
def uniform(state: Stream) -> float:
    """Return a number from [0, 1)."""
    return float(np.int64(bits(state) >> _U11) * _UNIT)


@compiled
def exponential(state: Stream) -> float:
    """Return an exponential number of mean 1."""
    while True:
        drawn = bits(state)
        layer = int(drawn & _LAYER)
        number = np.int64(drawn >> _U11) * _UNIT * EXP_X[layer]
        if number < EXP_X[layer + 1]:
            return float(number)
        if layer == 0:
            return EXP_EDGE - math.log(1.0 - uniform(state))
        height = EXP_Y[layer] + uniform(state) * (EXP_Y[layer + 1] - EXP_Y[layer])
        if height < math.exp(-number):
            return float(number)


@compiled
def normal(state: Stream) -> float:
    """Return a normal number of mean 0 and deviation 1."""
    while True:
        drawn = bits(state)
        layer = int(drawn & _LAYER)
        number = np.int64(drawn >> _U11) * _UNIT * NORMAL_X[layer]
        sign = -1.0 if drawn & _SIGN else 1.0
        if number < NORMAL_X[layer + 1]:
            return float(sign * number)
        if layer == 0:
            return sign * _normal_tail(state)
        height = NORMAL_Y[layer] + uniform(state) * (NORMAL_Y[layer + 1] - NORMAL_Y[layer])
        if height < math.exp(-number * number / 2.0):
            return float(sign * number)


@compiled
def _normal_tail(state: Stream) -> float:
    """Return a normal number beyond the last edge (G. Marsaglia, 1964)."""
    while True:
        beyond = -math.log(1.0 - uniform(state)) / NORMAL_EDGE
        if -2.0 * math.log(1.0 - uniform(state)) > beyond * beyond:
            return NORMAL_EDGE + beyond
