"""Opening, changing and finding contacts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from yingda.contacts.errors import ContactNotFound, ContactWithoutEvent
from yingda.contacts.model import Contact, ContactEvent, ContactId, RecordedEvent
from yingda.contacts.store import ContactBook, ContactStore
from yingda.contacts.views import view
from yingda.kit.clauses import Pen
from yingda.kit.clock import Clock
from yingda.kit.db import Tx
from yingda.kit.outbox import Fact

ENTITY = "contact"


class ContactChanges:
    """Opens and changes contacts, in a transaction or on a page of the ledger."""

    def __init__(self, pen: Pen, clock: Clock) -> None:
        self._pen = pen
        self._book = ContactBook(pen)
        self._clock = clock

    async def open(self, contact: Contact, events: Sequence[ContactEvent]) -> Contact:
        """Write a new contact with its first events, announce the last, return it as version 1."""
        opened = replace(contact, version=1)
        await self._book.open(opened, events)
        await self._pen.announce(self._fact(opened, events))
        return opened

    async def change(
        self, before: Contact, after: Contact, events: Sequence[ContactEvent]
    ) -> Contact:
        """Write `after` over `before`, append the events, announce the last; return the next one.

        Raises:
            ChangedMeanwhile: the contact is no longer as it was in `before`, or is gone.
        """
        changed = replace(after, id=before.id, version=before.version + 1)
        await self._book.change(changed, events)
        await self._pen.announce(self._fact(changed, events))
        return changed

    def _fact(self, contact: Contact, events: Sequence[ContactEvent]) -> Fact:
        if not events:
            raise ContactWithoutEvent(contact=str(contact.id))
        return Fact(
            topic=f"{ENTITY}.{events[-1].kind}",
            entity=ENTITY,
            id=str(contact.id),
            version=contact.version,
            body=view(contact),
            at=self._clock.now(),
        )


class ContactService(ContactChanges):
    """Contacts inside one transaction, where they can be looked up too."""

    def __init__(self, tx: Tx, clock: Clock) -> None:
        super().__init__(tx, clock)
        self._store = ContactStore(tx)

    async def get(self, contact_id: ContactId) -> Contact:
        """Return the contact.

        Raises:
            ContactNotFound: there is none with this id.
        """
        found = await self._store.get(contact_id)
        if found is None:
            raise ContactNotFound(contact=str(contact_id))
        return found

    async def live(self) -> list[Contact]:
        """Return every contact that is not done, oldest first."""
        return await self._store.live()

    async def arrived_since(self, moment: datetime) -> list[Contact]:
        """Return every contact that arrived at or after `moment`, oldest first."""
        return await self._store.arrived_since(moment)

    async def last_agent(self, customer: UUID, since: datetime) -> UUID | None:
        """Return who served the customer last, in a contact that arrived since then."""
        return await self._store.last_agent(customer, since)

    async def events(self, contact_id: ContactId) -> list[RecordedEvent]:
        """Return what happened to the contact, in order."""
        return await self._store.events(contact_id)
