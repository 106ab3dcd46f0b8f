"""How a contact looks from outside. The desk's types are made from these."""

from collections.abc import Iterable
from datetime import datetime

from typing_extensions import TypedDict

from yingda.contacts.model import Channel, Contact, Direction, MenuStep, Outcome, Stage
from yingda.kit.clock import iso
from yingda.kit.outbox import Entry, entries_of
from yingda.kit.words import Words


class Label(TypedDict):
    """The words of a key, as they were when it was pressed."""

    zh: str
    en: str


class MenuStepView(TypedDict):
    menu: str
    key: str
    label: Label
    at: str


class _Times(TypedDict):
    arrived_at: str
    queued_at: str | None
    offered_at: str | None
    answered_at: str | None
    held_since: str | None
    ended_at: str | None
    wrapped_at: str | None
    wrap_due_at: str | None
    callback_asked_at: str | None
    callback_due_at: str | None


class ContactView(_Times):
    """A contact; `callback_asked_at`: the customer keeps the place and is called back."""

    id: str
    channel: Channel
    direction: Direction
    stage: Stage
    customer_id: str | None
    customer_name: str
    remote: str
    access_number: str
    tier: str
    service_kind: str
    agent_id: str | None
    menu_path: list[MenuStepView]
    target_ms: int | None
    outcome: Outcome
    transfer: str
    callback_attempts: int
    version: int


class ContactRow(ContactView):
    """A contact as lists show it; `disposition` is the code of what it came to."""

    tier_name: Words | None
    agent_name: str | None
    disposition: str | None
    recording: str | None


def view(contact: Contact) -> ContactView:
    """Return the view of a contact, with `remote` unmasked: whoever lets it out masks it.

    Names of agents and tiers are joined by lists; facts leave them to the reader, who holds both.
    """
    return {
        "id": str(contact.id),
        "channel": contact.channel,
        "direction": contact.direction,
        "stage": contact.stage,
        "customer_id": str(contact.customer_id) if contact.customer_id else None,
        "customer_name": contact.customer_name,
        "remote": contact.remote,
        "access_number": contact.access_number,
        "tier": contact.tier,
        "service_kind": contact.service_kind,
        "agent_id": str(contact.agent_id) if contact.agent_id else None,
        "menu_path": [step_view(step) for step in contact.menu_path],
        "target_ms": contact.target_ms,
        "outcome": contact.outcome,
        "transfer": contact.transfer_to,
        "callback_attempts": contact.callback_attempts,
        "version": contact.version,
        **_times(contact),
    }


def live_entries(contacts: Iterable[Contact]) -> list[Entry]:
    """Return live contacts as the live feed begins with them."""
    return entries_of("contact", [view(contact) for contact in contacts])


def step_view(step: MenuStep) -> MenuStepView:
    label: Label = {"zh": step.label["zh"], "en": step.label["en"]}
    return {"menu": step.menu, "key": step.key, "label": label, "at": iso(step.at)}


def _times(contact: Contact) -> _Times:
    return {
        "arrived_at": iso(contact.arrived_at),
        "queued_at": _iso(contact.queued_at),
        "offered_at": _iso(contact.offered_at),
        "answered_at": _iso(contact.answered_at),
        "held_since": _iso(contact.held_since),
        "ended_at": _iso(contact.ended_at),
        "wrapped_at": _iso(contact.wrapped_at),
        "wrap_due_at": _iso(contact.wrap_due_at),
        "callback_asked_at": _iso(contact.callback_asked_at),
        "callback_due_at": _iso(contact.callback_due_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return iso(moment) if moment is not None else None
