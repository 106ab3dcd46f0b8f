"""A way to the database that can be cut at any message, and is whole again soon after."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

AWAY_S = 0.3
LARGEST = 1 << 20


class Cut:
    """Passes bytes on; at the message armed for, every connection breaks and none is taken.

    `is_heard` tells whether the server still gets that message: it then does what it is asked for,
    and nobody hears that it did.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._left: int | None = None
        self._is_heard = False
        self._away_until = 0.0
        self._lines: set[asyncio.StreamWriter] = set()
        self.has_cut = asyncio.Event()

    def arm(self, messages: int, *, is_heard: bool) -> None:
        """Break at the message that comes after so many."""
        self._left, self._is_heard = messages, is_heard

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if asyncio.get_running_loop().time() < self._away_until:
            writer.close()
            return
        there, sender = await asyncio.open_connection(self._host, self._port)
        lines = {writer, sender}
        self._lines |= lines
        try:
            await asyncio.gather(self._up(reader, sender), _pass_on(there, writer))
        finally:
            for line in lines:
                line.close()
            self._lines -= lines

    async def _up(self, reader: asyncio.StreamReader, sender: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while message := await reader.read(LARGEST):
                if self._left == 0:
                    await self._break(sender if self._is_heard else None, message)
                    return
                if self._left is not None:
                    self._left -= 1
                sender.write(message)
        sender.close()

    async def _break(self, sender: asyncio.StreamWriter | None, message: bytes) -> None:
        self._left = None
        self._away_until = asyncio.get_running_loop().time() + AWAY_S
        if sender is not None:
            sender.write(message)
            await sender.drain()
        for line in self._lines - {sender}:
            line.transport.abort()
        if sender is not None:
            sender.close()  # what was sent before still arrives
        self.has_cut.set()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while message := await reader.read(LARGEST):
            writer.write(message)
    writer.close()


@asynccontextmanager
async def cuttable(url: str) -> AsyncIterator[tuple[str, Cut]]:
    """Yield an address of the database that leads through a cut."""
    parts = urlsplit(url)
    cut = Cut(parts.hostname or "", parts.port or 5432)
    server = await asyncio.start_server(cut.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    login = parts.netloc.rpartition("@")[0]
    try:
        yield parts._replace(netloc=f"{login}@127.0.0.1:{port}").geturl(), cut
    finally:
        server.close()
