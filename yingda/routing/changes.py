"""What a batch of acts has changed and must be journalled before anything is carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yingda.agents import AgentId
from yingda.routing.model import Decision, Offer, Readiness, Request, RequestId, Steering
from yingda.routing.rules import DIALLING, OFFERED


@dataclass(frozen=True, slots=True)
class Repair:
    """A disagreement that was found and mended, the `number`-th of this router."""

    number: int
    kind: str
    request: RequestId | None
    agent: AgentId | None
    at_ms: int


@dataclass(slots=True)
class Changes:
    """Newest state of each request and agent touched, decisions and repairs in order."""

    requests: dict[RequestId, Request] = field(default_factory=dict)
    agents: dict[AgentId, Readiness] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    steering: Steering | None = None

    def __bool__(self) -> bool:
        return bool(self.requests or self.agents or self.decisions or self.repairs or self.steering)


def standing_offers(requests: Mapping[RequestId, Request], offers: list[Offer]) -> list[Offer]:
    """Return the offers that later acts of the same batch did not undo."""
    return [offer for offer in offers if _stands(requests.get(offer.request), offer)]


def _stands(request: Request | None, offer: Offer) -> bool:
    if request is None or request.state not in {OFFERED, DIALLING}:
        return False
    return request.decision == offer.decision
