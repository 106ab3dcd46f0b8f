"""What the router may ask outside, to find out where its picture is wrong."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from yingda.agents import AgentId
from yingda.routing.model import RequestId


class Census(Protocol):
    """What the rooms that own agents and contacts know of them."""

    async def available(self) -> Mapping[AgentId, datetime]:
        """Return every agent who takes work now, and idle since when."""
        ...

    async def ended(self, requests: Collection[RequestId]) -> Collection[RequestId]:
        """Return those of the requests whose contact is over."""
        ...
