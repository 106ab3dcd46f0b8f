"""Roots of calls and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.planning.forecast.roots import CHANCE, calls_of, edge_of, roots


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.5, 2, 9, 28, 40, 400])
def test_the_mean_root_of_poisson_numbers_gives_their_rate(rate: float) -> None:
    came = np.random.default_rng(1).poisson(rate, 400_000).astype(float)
    assert calls_of(np.array([roots(came).mean()]))[0] == pytest.approx(rate, abs=0.03, rel=0.01)


@pytest.mark.parametrize("rate", [5, 30, 300])
def test_chance_is_a_quarter_whatever_the_rate(rate: float) -> None:
    came = np.random.default_rng(2).poisson(rate, 200_000).astype(float)
    assert roots(came).var() == pytest.approx(CHANCE, rel=0.08)


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_roots_are_never_fewer_calls(one: float, other: float) -> None:
    low, high = sorted((one, other))
    few, many = calls_of(np.array([low, high]))
    assert 0 <= few <= many


@given(st.floats(0, 1e6))
def test_a_limit_is_taken_back_as_it_was(calls: float) -> None:
    assert edge_of(roots(np.array([calls])))[0] == pytest.approx(calls, abs=1e-6)
