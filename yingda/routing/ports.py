"""What the router may ask outside, to find out where its picture is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yingda.agents import AgentId
from yingda.routing.model import NewRequest, RequestId


@dataclass(frozen=True, slots=True)
class Standing:
    """How a contact stands by its own account: it waits, or it rings at `agent`, or both talk.

    `asks` is what a waiting contact would ask for again.
    """

    asks: NewRequest | None = None
    agent: AgentId | None = None
    is_answered: bool = False


class Census(Protocol):
    """What the rooms that own agents and contacts know of them."""

    async def available(self) -> Mapping[AgentId, datetime]:
        """Return every agent who takes work now, and idle since when."""
        ...

    async def standings(self) -> Mapping[RequestId, Standing]:
        """Return every contact that waits for an agent or is with one; the others are over."""
        ...
