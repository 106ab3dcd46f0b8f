"""What the live feed needs from outside."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from yingda.accounts import Caller
from yingda.kit.outbox import Entry

Source = Callable[[], Awaitable[list[Entry]]]
"""Fetches everything of one room that is live now, unmasked and for everybody."""


class Presence(Protocol):
    """Hears whether the desk on an agent's seat is connected. Both may come twice."""

    async def connection_back(self, agent: UUID, seat: str) -> None:
        """Note that a desk of this seat is connected."""
        ...

    async def connection_lost(self, agent: UUID, seat: str) -> None:
        """Note that the last desk of this seat is gone."""
        ...


class Sessions(Protocol):
    async def caller(self, token: str | None, address: str) -> Caller:
        """Return who holds the session.

        Raises:
            NotSignedIn: nobody does any more.
        """
        ...
