"""Contacts 联络: one exchange with a customer, whatever the channel, from arrival to wrap-up.

Others open and change contacts through `ContactChanges`, in a transaction or on a page of the
ledger; every change says what happened (`ContactEvent`) and becomes the fact `contact.<kind>` with
the whole view.
"""

from yingda.contacts.dispositions import DispositionBook, DispositionWords
from yingda.contacts.errors import ContactNotFound, ContactWithoutEvent
from yingda.contacts.finisher import RecordingFinisher
from yingda.contacts.model import (
    Channel,
    Contact,
    ContactEvent,
    ContactId,
    Direction,
    Disposition,
    MenuStep,
    Outcome,
    RecordedEvent,
    Stage,
)
from yingda.contacts.service import ContactChanges, ContactService
from yingda.contacts.views import live_entries, view

__all__ = [
    "Channel",
    "Contact",
    "ContactChanges",
    "ContactEvent",
    "ContactId",
    "ContactNotFound",
    "ContactService",
    "ContactWithoutEvent",
    "Direction",
    "Disposition",
    "DispositionBook",
    "DispositionWords",
    "MenuStep",
    "Outcome",
    "RecordedEvent",
    "RecordingFinisher",
    "Stage",
    "live_entries",
    "view",
]
