"""Waiting for a condition: asked again whenever something happened."""

import asyncio
from collections.abc import Callable

LOOK_AGAIN_S = 0.1


class Signal:
    """Wakes those who wait; conditions of time alone are looked at ten times a second."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def wake(self) -> None:
        """Let every waiter look at its condition again."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, holds: Callable[[], bool], within: float) -> bool:
        """Return whether `holds` came true within `within` seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not holds():
            left = deadline - loop.time()
            if left <= 0:
                return False
            waiter = loop.create_future()
            self._waiting.add(waiter)
            await asyncio.wait({waiter}, timeout=min(left, LOOK_AGAIN_S))
            self._waiting.discard(waiter)
        return True
