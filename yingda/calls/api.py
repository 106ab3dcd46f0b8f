"""Call control over HTTP: what the agent at the desk, and a customer on the web, may do."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints, model_validator
from typing_extensions import TypedDict

from yingda.accounts import Caller, Permission, SignedOn
from yingda.agents import Agent, AgentId
from yingda.calls import inputs
from yingda.calls.errors import (
    AgentNotReady,
    CallNotFound,
    SupervisingAnother,
    UnknownServiceKind,
)
from yingda.calls.model import Call, Mode
from yingda.calls.ports import Voice
from yingda.calls.service import CallService
from yingda.calls.supervision import check_supervisor
from yingda.calls.talk import keys_leg
from yingda.calls.web_phone import DemoCaller, WebPhone, WebPhoneSession
from yingda.contacts import ContactId, Stage
from yingda.kit.words import Spec, Words


@dataclass(frozen=True, slots=True)
class CallsEdge:
    """What the routes stand on. `is_ready` tells whether an agent would take a call now."""

    calls: CallService
    voice: Voice
    web_phone: WebPhone
    service_kinds: frozenset[str]
    is_ready: Callable[[AgentId], Awaitable[bool]]
    agent: Callable[[AgentId], Awaitable[Agent | None]]


class CallView(TypedDict):
    """Where a call is now; all of it comes over the live feed, masked by role."""

    id: str
    stage: Stage
    version: int


class AccessNumberView(TypedDict):
    number: str
    name: Words


class WebPhoneView(TypedDict):
    """Whom the web phone may call as, and where."""

    enabled: bool
    callers: Sequence[DemoCaller]
    numbers: list[AccessNumberView]


class TransferTo(Spec):
    agent_id: UUID | None = None
    service_kind: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "TransferTo":
        if (self.agent_id is None) == (self.service_kind is None):
            raise ValueError("either agent_id or service_kind")
        return self


class TransferBody(Spec):
    to: TransferTo


class SuperviseBody(Spec):
    mode: Mode


class KeysBody(Spec):
    keys: Annotated[str, Field(pattern=r"^[0-9*#A-D]{1,32}$")]


class CancelBody(Spec):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class CallerBody(Spec):
    caller_id: UUID | None = None


def router(edge: CallsEdge, signed_on: SignedOn) -> APIRouter:
    """Return the routes of this room."""
    routes = APIRouter(prefix="/api")
    _add_control(routes, edge, signed_on)
    _add_transfer(routes, edge, signed_on)
    _add_supervision(routes, edge, signed_on)
    _add_callback(routes, edge, signed_on)
    _add_web_phone(routes, edge)
    return routes


def _add_control(routes: APIRouter, edge: CallsEdge, signed_on: SignedOn) -> None:
    phone_user = Annotated[Caller, Depends(signed_on(Permission.PHONE_USE))]
    acts: dict[str, Callable[[AgentId], inputs.Input]] = {
        "hold": inputs.Hold,
        "resume": inputs.Resume,
        "hang-up": inputs.HangUp,
        "reject": inputs.Reject,
        "wrap-up-extend": inputs.WrapUpExtended,
        "phone-here": inputs.MovePhone,
    }

    def add(name: str, act: Callable[[AgentId], inputs.Input]) -> None:
        @routes.post(f"/calls/{{contact_id}}/{name}", name=name)
        async def asked(contact_id: UUID, caller: phone_user) -> CallView:
            call = await edge.calls.ask(ContactId(contact_id), act(AgentId(caller.id)))
            return _shown(call)

    for name, act in acts.items():
        add(name, act)

    @routes.post("/calls/{contact_id}/wrap-up-done")
    async def wrap_up_done(contact_id: UUID, caller: phone_user) -> CallView:
        return _shown(await edge.calls.wrap_up_done(ContactId(contact_id), AgentId(caller.id)))


def _add_callback(routes: APIRouter, edge: CallsEdge, signed_on: SignedOn) -> None:
    supervisor = Annotated[Caller, Depends(signed_on(Permission.SUPERVISE))]

    @routes.post("/calls/{contact_id}/callback-cancel")
    async def cancel(contact_id: UUID, body: CancelBody, caller: supervisor) -> CallView:
        asked = inputs.CancelCallback(caller, body.reason)
        return _shown(await edge.calls.ask(ContactId(contact_id), asked))


def _add_transfer(routes: APIRouter, edge: CallsEdge, signed_on: SignedOn) -> None:
    phone_user = Annotated[Caller, Depends(signed_on(Permission.PHONE_USE))]

    @routes.post("/calls/{contact_id}/transfer")
    async def transfer(contact_id: UUID, body: TransferBody, caller: phone_user) -> CallView:
        asked = await _transfer(edge, AgentId(caller.id), body.to)
        return _shown(await edge.calls.ask(ContactId(contact_id), asked))

    @routes.post("/calls/{contact_id}/keys", status_code=204)
    async def keys(contact_id: UUID, body: KeysBody, caller: phone_user) -> None:
        run = edge.calls.runs.get(ContactId(contact_id))
        if run is None:
            raise CallNotFound(contact=str(contact_id))
        await edge.voice.send_keys(keys_leg(run.call, AgentId(caller.id)), body.keys)


def _add_supervision(routes: APIRouter, edge: CallsEdge, signed_on: SignedOn) -> None:
    supervisor = Annotated[Caller, Depends(signed_on(Permission.SUPERVISE))]

    @routes.post("/calls/{contact_id}/supervise")
    async def supervise(contact_id: UUID, body: SuperviseBody, caller: supervisor) -> CallView:
        contact, by = ContactId(contact_id), AgentId(caller.id)
        check_supervisor(await edge.agent(by))
        _check_elsewhere(edge, contact, by)
        return _shown(await edge.calls.ask(contact, inputs.Supervise(by, body.mode, caller)))

    @routes.post("/calls/{contact_id}/leave")
    async def leave(contact_id: UUID, caller: supervisor) -> CallView:
        asked = inputs.StopSupervising(AgentId(caller.id), caller)
        return _shown(await edge.calls.ask(ContactId(contact_id), asked))


def _check_elsewhere(edge: CallsEdge, contact: ContactId, supervisor: AgentId) -> None:
    """Let a supervisor pass who is at no other call.

    Raises:
        SupervisingAnother: the one phone is in use.
    """
    for run in edge.calls.runs:
        present = run.call.live.supervision
        is_other = run.call.contact.id != contact
        if is_other and present is not None and present.supervisor == supervisor:
            raise SupervisingAnother(contact=str(run.call.contact.id))


async def _transfer(edge: CallsEdge, agent: AgentId, to: TransferTo) -> inputs.Input:
    if to.agent_id is not None:
        other = AgentId(to.agent_id)
        if other == agent or not await edge.is_ready(other):
            raise AgentNotReady(agent=str(other))
        return inputs.TransferToAgent(agent, other)
    kind = to.service_kind or ""
    if kind not in edge.service_kinds:
        raise UnknownServiceKind(service_kind=kind)
    return inputs.TransferToQueue(agent, kind)


def _add_web_phone(routes: APIRouter, edge: CallsEdge) -> None:
    phone = edge.web_phone

    @routes.get("/web-phone")
    async def choices() -> WebPhoneView:
        numbers = phone.book().access_numbers.items()
        return {
            "enabled": phone.is_open,
            "callers": await phone.choices(),
            "numbers": [{"number": n, "name": access.name} for n, access in numbers],
        }

    @routes.post("/web-phone/session")
    async def session(body: CallerBody) -> WebPhoneSession:
        return await phone.session(body.caller_id)


def _shown(call: Call) -> CallView:
    contact = call.contact
    return {"id": str(contact.id), "stage": contact.stage, "version": contact.version}
