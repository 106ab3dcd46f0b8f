"""What routing announces. Decisions themselves are read from the journal, not announced."""

from yingda.kit.clock import from_epoch_ms
from yingda.kit.outbox import Fact
from yingda.routing.changes import Repair
from yingda.routing.model import Steering

TAKEN_OVER = "routing.taken-over"
STEERED = "routing.steered"
REPAIRED = "routing.repaired"


def taken_over(centre: str, owner: str, fence: int, at_ms: int) -> Fact:
    """A router holds the lease of the centre now."""
    body = {"owner": owner, "fence": fence}
    return Fact(TAKEN_OVER, "router", centre, fence, body, from_epoch_ms(at_ms))


def steered(centre: str, steering: Steering) -> Fact:
    """Feedback has moved the classes: share within target, share abandoned, beta."""
    body = {
        str(key): {"share": share, "abandoned": abandoned, "beta": beta}
        for key, (share, abandoned, beta) in steering.classes.items()
    }
    at = from_epoch_ms(steering.at_ms)
    return Fact(STEERED, "steering", centre, steering.version, body, at)


def repaired(repair: Repair, number: str) -> Fact:
    """The router has found and mended a disagreement."""
    body = {
        "kind": repair.kind,
        "request": str(repair.request) if repair.request else None,
        "agent": str(repair.agent) if repair.agent else None,
    }
    return Fact(REPAIRED, "routing-repair", number, 1, body, from_epoch_ms(repair.at_ms))
