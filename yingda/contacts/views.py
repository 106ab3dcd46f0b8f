"""How a contact looks from outside: the `ContactView` of the wire."""

from collections.abc import Iterable
from datetime import UTC, datetime

from yingda.contacts.model import Contact, MenuStep
from yingda.kit.outbox import Entry, entries_of

View = dict[str, object]


def view(contact: Contact) -> View:
    """Return the view of a contact, with `remote` unmasked: whoever lets it out masks it.

    Names of agents and tiers are joined by lists; facts leave them to the reader, who holds both.
    """
    return {
        "id": str(contact.id),
        "channel": contact.channel.value,
        "direction": contact.direction.value,
        "stage": contact.stage.value,
        "customer_id": str(contact.customer_id) if contact.customer_id else None,
        "customer_name": contact.customer_name,
        "remote": contact.remote,
        "access_number": contact.access_number,
        "tier": contact.tier,
        "service_kind": contact.service_kind,
        "agent_id": str(contact.agent_id) if contact.agent_id else None,
        "menu_path": [step_view(step) for step in contact.menu_path],
        "target_ms": contact.target_ms,
        "outcome": contact.outcome.value,
        "transfer": contact.transfer_to,
        "callback_attempts": contact.callback_attempts,
        "version": contact.version,
        **_times(contact),
    }


def live_entries(contacts: Iterable[Contact]) -> list[Entry]:
    """Return live contacts as the live feed begins with them."""
    return entries_of("contact", [view(contact) for contact in contacts])


def step_view(step: MenuStep) -> View:
    return {"menu": step.menu, "key": step.key, "label": dict(step.label), "at": iso(step.at)}


def iso(moment: datetime | None) -> str | None:
    """Return the moment as ISO-8601 in UTC, e.g. `2026-01-31T08:00:00.250000Z`."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _times(contact: Contact) -> View:
    return {
        "arrived_at": iso(contact.arrived_at),
        "queued_at": iso(contact.queued_at),
        "offered_at": iso(contact.offered_at),
        "answered_at": iso(contact.answered_at),
        "held_since": iso(contact.held_since),
        "ended_at": iso(contact.ended_at),
        "wrapped_at": iso(contact.wrapped_at),
        "wrap_due_at": iso(contact.wrap_due_at),
        "callback_asked_at": iso(contact.callback_asked_at),
        "callback_due_at": iso(contact.callback_due_at),
    }
