"""Letters to the writer: everybody writes, one reads, a batch at a time."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from yingda.kit.errors import YingdaError
from yingda.routing.board import Board

Act = Callable[[Board, int], None]
LARGEST_BATCH = 256


@dataclass(slots=True)
class Letter:
    """An act on the board; `done` is told once it is journalled, or why it is not."""

    act: Act
    done: asyncio.Future[None] | None

    def accept(self) -> None:
        if self.done is not None and not self.done.done():
            self.done.set_result(None)

    def refuse(self, why: YingdaError) -> None:
        if self.done is not None and not self.done.done():
            self.done.set_exception(why)


class Mailbox:
    def __init__(self) -> None:
        self._letters: deque[Letter] = deque()
        self._arrived = asyncio.Event()
        self._closed: YingdaError | None = None

    def post(self, act: Act) -> asyncio.Future[None]:
        """Leave a letter; the future ends when it has been journalled."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._closed is not None:
            done.set_exception(self._closed)
        else:
            self._letters.append(Letter(act, done))
            self._arrived.set()
        return done

    def leave(self, act: Act) -> None:
        """Leave a letter that may wait for the next batch, and whose outcome nobody needs."""
        if self._closed is None:
            self._letters.append(Letter(act, None))

    def nudge(self) -> None:
        """Wake the reader without a letter."""
        self._arrived.set()

    async def wait(self, longest_s: float) -> None:
        """Return when there is a letter that does not want to wait, or after so long."""
        if self._arrived.is_set():
            return
        try:
            async with asyncio.timeout(max(longest_s, 0)):
                await self._arrived.wait()
        except TimeoutError:
            return

    def take(self) -> list[Letter]:
        """Return the letters that wait, in order, at most a batch of them."""
        count = min(len(self._letters), LARGEST_BATCH)
        batch = [self._letters.popleft() for _ in range(count)]
        if not self._letters:
            self._arrived.clear()
        return batch

    def refuse_all(self, why: YingdaError) -> None:
        """Tell everybody who waits that nothing was done."""
        for letter in self._letters:
            letter.refuse(why)
        self._letters.clear()
        self._arrived.clear()

    def close(self, why: YingdaError) -> None:
        """Take no more letters."""
        self._closed = why
        self.refuse_all(why)
