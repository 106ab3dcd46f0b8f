"""When a call was made and when it was bridged, by the engine's clock, from its event stream."""

import asyncio
import contextlib
import secrets
from collections.abc import Iterator, Mapping
from typing import Self

from tests.lab.remote import Remote
from tests.lab.sipp import HOST

USER = "bench"
EVENTS = ("Newchannel", "BridgeEnter", "BridgeLeave")
CONFIG = """[general]
enabled = yes
bindaddr = {host}
port = {port}
timestampevents = yes

[{user}]
secret = {secret}
permit = 127.0.0.0/255.0.0.0
read = call
write = system
{filters}
"""


class Witness:
    """Listens to the engine's manager interface, which both sides pay for alike."""

    def __init__(self) -> None:
        self._timeline = Timeline()
        self._reader: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None

    @classmethod
    async def call(cls, remote: Remote, port: int) -> Self:
        """Open the engine's manager interface on `port` and listen."""
        secret = secrets.token_hex(16)
        filters = "\n".join(f"eventfilter = Event: {name}" for name in EVENTS)
        config = CONFIG.format(host=HOST, port=port, user=USER, secret=secret, filters=filters)
        target = remote.etc / "manager.conf"
        target.touch(mode=0o600)
        target.write_text(config)
        await remote.command("manager reload")
        witness = cls()
        reader, witness._writer = await asyncio.open_connection(HOST, port)
        login = f"Action: Login\r\nUsername: {USER}\r\nSecret: {secret}\r\n\r\n"
        witness._writer.write(login.encode())
        witness._reader = asyncio.create_task(witness._listen(reader))
        return witness

    def fresh(self) -> "Timeline":
        """Forget what was, and return what is collected from now on."""
        self._timeline = Timeline()
        return self._timeline

    async def leave(self) -> None:
        """Stop listening."""
        if self._reader is not None and self._writer is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
            self._writer.close()
            await self._writer.wait_closed()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while True:
            block = await reader.readuntil(b"\r\n\r\n")
            self._timeline.take(dict(_fields(block.decode("utf-8", "replace"))))


class Timeline:
    """Callers who dialled a number, and how long each took to share a bridge with somebody."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[str, float]] = {}
        self._members: dict[str, set[str]] = {}
        self._bridged: dict[str, float] = {}

    def take(self, event: Mapping[str, str]) -> None:
        """Note one event."""
        match event.get("Event"):
            case "Newchannel":
                moment = float(event["Timestamp"])
                self._made[event["Uniqueid"]] = (event.get("Exten", ""), moment)
            case "BridgeEnter":
                self._enter(event)
            case "BridgeLeave":
                self._members.get(event["BridgeUniqueid"], set()).discard(event["Uniqueid"])
            case _:
                pass

    def setup_ms(self, number: str) -> list[float]:
        """Return the set-up times of the callers of `number` who were bridged, in ms."""
        return [
            1000 * (self._bridged[channel] - made)
            for channel, (dialled, made) in self._made.items()
            if dialled == number and channel in self._bridged
        ]

    def _enter(self, event: Mapping[str, str]) -> None:
        members = self._members.setdefault(event["BridgeUniqueid"], set())
        members.add(event["Uniqueid"])
        if len(members) > 1:
            for channel in members:
                self._bridged.setdefault(channel, float(event["Timestamp"]))


def _fields(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()
