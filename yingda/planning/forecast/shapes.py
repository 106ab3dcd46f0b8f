"""The shape of a day: each weekday's share of roots by half-hour, what it borrows, its drift."""

from typing import Final

import numpy as np

from yingda.planning.forecast.model import SLOTS, WEEK, Array, Flags, Numbers
from yingda.planning.forecast.roots import CHANCE

KIN: Final = 0.7
ALIKE: Final = 2e-4
"""How much weekdays of the same shape borrow, and the squared distance at which it is 1/e."""
DRIFT_MOVES: Final = 6e-6
"""Variance of the drift, in shares of a day: what chance is held against."""
NEAR: Final = np.array([0.1, 0.8, 0.1])
WIDE: Final = np.exp(-0.5 * np.arange(-3, 4) ** 2)
"""How shape and drift are smoothed over half-hours."""


def own_shapes(shares: Array, weekday: Numbers, weight: Array, usual: float) -> tuple[Array, Array]:
    """Return each weekday's own shape, and the weight that its kin have in its stead.

    Of the distance of two weekdays, what chance alone makes is taken off: in a small centre all
    look different.
    """
    days = weight[None, :] * (weekday[None, :] == np.arange(WEEK)[:, None])
    known = days.sum(axis=1)
    seen = np.where(known > 0, known, 1.0)
    shape = days @ shares / seen[:, None]
    apart = ((shape[:, None] - shape[None]) ** 2).sum(axis=2)
    noise = SLOTS * CHANCE / usual**2 * (days**2).sum(axis=1) / seen**2
    kin = KIN * np.exp(-np.maximum(apart - noise[:, None] - noise[None], 0) / ALIKE)
    np.fill_diagonal(kin, 1.0)
    return shape, kin


def borrowed(own: Array, kin: Array, is_open: Flags) -> Array:
    """Return the shapes mixed with those of their kin; how much of a day is open stays its own."""
    mixed = kin @ own / np.maximum(kin.sum(axis=1), 1e-12)[:, None]
    keeps, has = ((each * is_open).sum(axis=1) for each in (own, mixed))
    return np.asarray(mixed * (keeps / np.maximum(has, 1e-12))[:, None])


def drifted(rest: Array, weights: Array, usual: float) -> Array:
    """Return how the latest days were shaped otherwise, by the weekday it is asked for."""
    doubt = CHANCE / usual**2 / DRIFT_MOVES
    return np.asarray(weights @ rest / (weights.sum(axis=1) + doubt)[:, None])


def smoothed(rows: Array, is_open: Flags, kernel: Array) -> Array:
    """Return the rows smoothed over neighbouring half-hours, as far as the centre is open."""
    found = rows.copy()
    for row, is_on in zip(found, is_open, strict=True):
        around = np.convolve(is_on, kernel, "same")[is_on]
        row[is_on] = np.convolve(np.where(is_on, row, 0), kernel, "same")[is_on] / around
    return found
