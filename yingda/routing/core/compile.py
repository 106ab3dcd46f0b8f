"""The one door to the compiler: every step of the core is marked `compiled`."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from numba import config as numba_config
from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

CORE = Path(__file__).parent
OPTIONS: Any = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
    "forceinline": True,
}


@lru_cache
def _kept_in(folder: Path) -> str:
    """Return where machine code made from `folder` and from the core is kept.

    Compiled code holds what it calls, but the compiler's own check sees only the file of the
    caller: after a change elsewhere it would go on with the old rule. Hence one place a content.
    """
    digest = hashlib.sha256()
    for source in sorted({*folder.glob("*.py"), *CORE.glob("*.py")}):
        digest.update(source.read_bytes())
    return str(folder / "__pycache__" / f"compiled-{digest.hexdigest()[:16]}")


def compiled(step: Callable[P, R]) -> Callable[P, R]:
    """Return `step` compiled to machine code, kept on disk, callable from other compiled code.

    It makes no arrays, so it may go without numba's reference counts: their atomic instructions
    cost more than the steps themselves. Divisions are numpy's, which never raise. Calls between
    steps are inlined: a state is some hundred words, copied at each call that is not.

    With NUMBA_DISABLE_JIT=1 in the environment it is the plain function: that is how the tests
    prove that both ways decide alike.
    """
    before: str = numba_config.CACHE_DIR  # type: ignore[attr-defined]  # set at its import
    place = before or _kept_in(Path(step.__code__.co_filename).parent)
    numba_config.CACHE_DIR = place  # type: ignore[attr-defined]  # see above
    try:
        return cast("Callable[P, R]", njit(**OPTIONS)(step))
    finally:
        numba_config.CACHE_DIR = before  # type: ignore[attr-defined]  # see above
