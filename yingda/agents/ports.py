"""What agents need from outside."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from yingda.agents.model import AgentId, Availability


@dataclass(frozen=True, slots=True)
class PhoneCredentials:
    """What the agent's phone registers with; made anew at every sign-on."""

    url: str
    uri: str
    user: str
    password: str = field(repr=False)
    realm: str


class PhoneKind(StrEnum):
    """What rings at a seat: the browser (WebRTC), or a SIP phone on the desk."""

    WEB = "web"
    SIP = "sip"


class Phones(Protocol):
    """The voice engine's side of a seat."""

    async def credentials(self, agent: AgentId, kind: PhoneKind) -> PhoneCredentials:
        """Return fresh credentials of the agent's phone; those of another seat end."""
        ...


TellRouter = Callable[[AgentId, Availability], Awaitable[None]]
"""Called after the transaction that changed an agent's availability; the router hears of it."""
