"""Passwords, by argon2id (RFC 9106), a few at a time and off the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from yingda.accounts.errors import SignOnBusy

T = TypeVar("T")

AT_ONCE: Final = 2
"""Each check takes 64 MiB and a core for some tens of milliseconds."""
WAITING_MAX: Final = 100


class Passwords:
    def __init__(self, *, at_once: int = AT_ONCE, waiting_max: int = WAITING_MAX) -> None:
        self._hasher = PasswordHasher()
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="password")
        self._waiting = 0
        self._waiting_max = waiting_max
        self._decoy = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(password))

    async def is_right(self, password: str, hashed: str | None) -> bool:
        """Return whether the password fits; without a hash it takes as long and says no.

        Raises:
            SignOnBusy: too many are waiting to be checked.
        """
        fits = await self._run(lambda: self._fits(hashed or self._decoy, password))
        return fits and hashed is not None

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= self._waiting_max:
            raise SignOnBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
