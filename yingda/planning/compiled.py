"""Machine code for inner loops: numba's compiler, with its results kept between runs."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def compiled(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Return `function` compiled; it lets other threads run and divides as numpy does.

    Without fast-math: the same numbers on every machine that keeps IEEE 754.
    """
    made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[Arguments, Answer]", made)
