"""What is announced of calls beside their contacts: who supervises them."""

from datetime import datetime
from typing import Final

from typing_extensions import TypedDict

from yingda.calls.model import Call, Mode
from yingda.kit.outbox import Fact

ENTITY: Final = "supervision"
SUPERVISION_CHANGED: Final = "supervision.changed"


class SupervisionView(TypedDict):
    """A supervisor at the call of an agent; `is_shown` = the agent may know of it."""

    id: str
    agent_id: str
    supervisor_id: str
    mode: Mode
    is_up: bool
    is_shown: bool
    since: str
    version: int


def supervision_view(call: Call) -> SupervisionView | None:
    """Return who is at the call beside its agent, and how; none when nobody is."""
    present, contact = call.live.supervision, call.contact
    if present is None:
        return None
    return {
        "id": str(contact.id),
        "agent_id": str(contact.agent_id),
        "supervisor_id": str(present.supervisor),
        "mode": present.mode,
        "is_up": present.is_up,
        "is_shown": present.is_shown,
        "since": present.since.isoformat(),
        "version": call.live.supervisions,
    }


def supervision_fact(call: Call, at: datetime) -> Fact:
    version = call.live.supervisions
    return Fact(
        SUPERVISION_CHANGED, ENTITY, str(call.contact.id), version, supervision_view(call), at
    )
