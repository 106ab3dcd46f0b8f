"""What is announced beside the contacts themselves."""

from yingda.contacts.model import Disposition
from yingda.kit.clock import epoch_ms
from yingda.kit.outbox import Fact

DISPOSITION_SET = "disposition.set"


def disposition_set(noted: Disposition) -> Fact:
    """Return the fact without the note: that may name what nobody else should read."""
    body = {
        "contact_id": str(noted.contact_id),
        "code": noted.code,
        "is_solved": noted.is_solved,
        "caller_state": noted.caller_state,
        "agent_id": str(noted.agent_id),
    }
    name = f"{noted.contact_id}.{noted.agent_id}"
    return Fact(DISPOSITION_SET, "disposition", name, epoch_ms(noted.at), body, noted.at)
