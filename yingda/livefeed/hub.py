"""The facts of a process, fanned out to its desks."""

import asyncio
from collections.abc import Sequence

from pydantic_core import to_json

from yingda.kit.factfeed import FactFeed
from yingda.kit.outbox import Entry, Fact
from yingda.livefeed.ports import Source
from yingda.livefeed.rules import message


class Told:
    """A fact on its way to many desks; the text of the whole is made once."""

    __slots__ = ("_text", "fact")

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self._text: str | None = None

    def text(self, body: object) -> str:
        """Return the message for a desk that may see `body`."""
        if body is not self.fact.body:
            return to_json(message(self.fact, body)).decode()
        if self._text is None:
            self._text = to_json(message(self.fact, body)).decode()
        return self._text


class Line:
    """The facts one desk has yet to hear; too many, and it is cut off."""

    def __init__(self, longest: int) -> None:
        self._waiting: asyncio.Queue[Told] = asyncio.Queue(longest)
        self._cut: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def put(self, told: Told) -> None:
        try:
            self._waiting.put_nowait(told)
        except asyncio.QueueFull:
            self.cut("too-slow")

    async def take(self, *, until: float) -> Told | None:
        """Return the next fact, or nothing when the loop's time reaches `until` first."""
        try:
            async with asyncio.timeout_at(until):
                return await self._waiting.get()
        except TimeoutError:
            return None

    def cut(self, reason: str) -> None:
        """End the line: the desk connects again and begins with a fresh view."""
        if not self._cut.done():
            self._cut.set_result(reason)

    async def until_cut(self) -> str:
        """Return the reason once the line is cut."""
        return await asyncio.shield(self._cut)


class Hub:
    """Hands every fact the feed brings to every line."""

    def __init__(self, feed: FactFeed, sources: Sequence[Source], *, longest: int = 2000) -> None:
        self._feed = feed
        self._sources = sources
        self._longest = longest
        self._lines: set[Line] = set()
        feed.join(self._hear, self._lose)

    @property
    def is_placed(self) -> bool:
        """Whether no fact told from now on will be missed."""
        return self._feed.is_placed

    def join(self) -> Line:
        """Return a new line: every fact told from now on stands in it."""
        line = Line(self._longest)
        self._lines.add(line)
        return line

    def leave(self, line: Line) -> None:
        self._lines.discard(line)

    async def snapshot(self) -> list[Entry]:
        """Return everything live, of all sources."""
        found = await asyncio.gather(*(source() for source in self._sources))
        return [entry for entries in found for entry in entries]

    def _hear(self, fact: Fact) -> None:
        told = Told(fact)
        for line in self._lines:
            line.put(told)

    def _lose(self) -> None:
        for line in self._lines:
            line.cut("feed-lost")
