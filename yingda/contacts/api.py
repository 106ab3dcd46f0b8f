"""Contacts over HTTP: lists and timelines, one contact with its events, its notes, its sound."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from yingda.accounts import AuditTrail, Caller, NotPermitted, Permission, SignedOn, require
from yingda.contacts.dispositions import (
    DispositionBook,
    DispositionStore,
    DispositionView,
    disposition_view,
    final,
)
from yingda.contacts.errors import ContactNotFound, RecordingMissing
from yingda.contacts.model import Contact, ContactId, Disposition, Outcome, RecordedEvent
from yingda.contacts.recordings import RecordingService, RecordingView, recording_view
from yingda.contacts.search import ContactFilter, ContactSearch, Found
from yingda.contacts.sound import Peaks
from yingda.contacts.store import ContactStore
from yingda.contacts.views import ContactRow, view
from yingda.customers import IdentityKind, shown
from yingda.kit.clock import Clock, iso
from yingda.kit.db import Database, Tx
from yingda.kit.words import Spec, Words

Names = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class ContactsEdge:
    """What the routes stand on; `tier_names` are the pack's words for tiers."""

    database: Database
    clock: Clock
    dispositions: DispositionBook
    folder: Path
    tier_names: Names

    def recordings(self, tx: Tx) -> RecordingService:
        return RecordingService(tx, self.clock, self.folder)

    def row(self, found: Found, caller: Caller) -> ContactRow:
        """Return a contact as lists show it to this caller."""
        contact = found.contact
        return {
            **view(contact),
            "remote": shown(IdentityKind.PHONE, contact.remote, caller.permissions),
            "tier_name": self.tier_names.get(contact.tier),
            "agent_name": found.agent_name,
            "disposition": found.disposition,
            "recording": found.recording,
        }


class EventView(TypedDict):
    """What happened to a contact; `seq` counts from 1 within it."""

    seq: int
    at: str
    kind: str
    agent_id: str | None
    detail: Mapping[str, object]


class ContactDetail(TypedDict):
    """One contact; `parts` is what the agents before the last one noted of theirs."""

    contact: ContactRow
    events: list[EventView]
    disposition: DispositionView | None
    parts: list[DispositionView]
    recording: RecordingView | None


class DispositionBody(Spec):
    """The note's own limit stands in `dispositions`, with an error of its own."""

    code: str = Field(max_length=200)
    is_solved: bool | None = None
    caller_state: str | None = Field(default=None, max_length=200)
    note: str = ""


class ListQuery(Spec):
    """What a list may be asked for."""

    customer_id: UUID | None = None
    agent_id: UUID | None = None
    since: AwareDatetime | None = Field(default=None, alias="from")
    until: AwareDatetime | None = Field(default=None, alias="to")
    outcome: Outcome | None = None
    q: str = Field(default="", max_length=200)
    before: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)

    def wanted(self, caller: Caller) -> ContactFilter:
        """Return the filter, narrowed to what the caller may read.

        Raises:
            NotPermitted: the caller may read none of it.
        """
        asked = ContactFilter(
            customer_id=self.customer_id,
            agent_id=self.agent_id,
            since=self.since,
            until=self.until,
            outcome=self.outcome,
            text=self.q.strip(),
            sees_numbers=caller.may(Permission.NUMBERS_SEE),
            before=ContactId(self.before) if self.before else None,
            limit=self.limit,
        )
        is_timeline = self.customer_id is not None and caller.may(Permission.CUSTOMERS_READ)
        if is_timeline or caller.may(Permission.CONTACTS_READ_ALL):
            return asked
        require(caller, Permission.CONTACTS_READ_OWN)
        return replace(asked, took_part=caller.id)


def router(edge: ContactsEdge, signed_on: SignedOn) -> APIRouter:
    """Return the routes of this room."""
    routes = APIRouter(prefix="/api/contacts")
    _add_lists(routes, edge, signed_on)
    _add_disposition(routes, edge, signed_on)
    _add_recording(routes, edge, signed_on)
    return routes


def _add_lists(routes: APIRouter, edge: ContactsEdge, signed_on: SignedOn) -> None:
    anybody = Annotated[Caller, Depends(signed_on(None))]

    @routes.get("")
    async def find(caller: anybody, asked: Annotated[ListQuery, Query()]) -> list[ContactRow]:
        wanted = asked.wanted(caller)
        async with edge.database.transaction() as tx:
            found = await ContactSearch(tx).find(wanted)
        return [edge.row(one, caller) for one in found]

    @routes.get("/{contact}")
    async def get(caller: anybody, contact: ContactId) -> ContactDetail:
        async with edge.database.transaction() as tx:
            found = await readable(tx, contact, caller)
            events = await ContactStore(tx).events(contact)
            parts = await DispositionStore(tx).of(contact)
            recording = await edge.recordings(tx).get(contact)
        noted = final(found.contact, parts)
        return {
            "contact": edge.row(found, caller),
            "events": [_event_view(event) for event in events],
            "disposition": disposition_view(noted) if noted else None,
            "parts": [disposition_view(part) for part in parts if part is not noted],
            "recording": recording_view(recording) if recording else None,
        }


def _add_disposition(routes: APIRouter, edge: ContactsEdge, signed_on: SignedOn) -> None:
    agent = Annotated[Caller, Depends(signed_on(Permission.DESK_USE))]

    @routes.put("/{contact}/disposition")
    async def note(caller: agent, contact: ContactId, body: DispositionBody) -> DispositionView:
        async with edge.database.transaction() as tx:
            found = await readable(tx, contact, caller)
            has_talked = await ContactSearch(tx).has_talked(contact, caller.id)
        given = Disposition(
            contact_id=contact,
            code=body.code,
            is_solved=body.is_solved,
            caller_state=body.caller_state or "",
            note=body.note,
            agent_id=caller.id,
            at=edge.clock.now(),
        )
        book = edge.dispositions
        noted = await book.note(found.contact, caller, given, has_talked=has_talked)
        return disposition_view(noted)


def _add_recording(routes: APIRouter, edge: ContactsEdge, signed_on: SignedOn) -> None:
    listener = Annotated[Caller, Depends(signed_on(Permission.RECORDINGS_LISTEN))]

    @routes.get("/{contact}/recording", response_class=FileResponse)
    async def recording(
        caller: listener,
        contact: ContactId,
        *,
        download: bool = False,
    ) -> FileResponse:
        if download:
            require(caller, Permission.RECORDINGS_DOWNLOAD)
        async with edge.database.transaction() as tx:
            await readable(tx, contact, caller)
            path = await edge.recordings(tx).file(contact)
            if path is not None:
                await _note_hearing(
                    AuditTrail(tx, edge.clock), caller, contact, is_download=download
                )
        if path is None:
            raise RecordingMissing(contact=str(contact))
        name = f"{contact}.wav" if download else None
        return FileResponse(path, media_type="audio/wav", filename=name)

    @routes.get("/{contact}/recording/peaks")
    async def peaks(caller: listener, contact: ContactId) -> Peaks:
        async with edge.database.transaction() as tx:
            await readable(tx, contact, caller)
            return await edge.recordings(tx).peaks(contact)


async def _note_hearing(
    trail: AuditTrail, caller: Caller, contact: ContactId, *, is_download: bool
) -> None:
    """Write down each download, and listening once: a player asks for a recording in parts."""
    if is_download:
        await trail.record(caller, "recording.downloaded", str(contact))
    else:
        await trail.record_once(caller, "recording.listened", str(contact))


async def readable(tx: Tx, contact: ContactId, caller: Caller) -> Found:
    """Return the contact if the caller may read it.

    Raises:
        ContactNotFound: there is none.
        NotPermitted: another agent's, and not on the timeline of a customer.
    """
    search = ContactSearch(tx)
    found = await search.get(contact)
    if found is None:
        raise ContactNotFound(contact=str(contact))
    if caller.may(Permission.CONTACTS_READ_ALL) or _is_on_timeline(found.contact, caller):
        return found
    require(caller, Permission.CONTACTS_READ_OWN)
    if not await search.has_part(contact, caller.id):
        raise NotPermitted(permission=Permission.CONTACTS_READ_ALL.value)
    return found


def _is_on_timeline(contact: Contact, caller: Caller) -> bool:
    return contact.customer_id is not None and caller.may(Permission.CUSTOMERS_READ)


def _event_view(recorded: RecordedEvent) -> EventView:
    event = recorded.event
    return {
        "seq": recorded.seq,
        "at": iso(event.at),
        "kind": event.kind,
        "agent_id": str(event.agent_id) if event.agent_id else None,
        "detail": event.detail,
    }
