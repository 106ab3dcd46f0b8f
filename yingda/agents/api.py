"""Agents over HTTP: my seat and my state, everybody's state, and profiles."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field
from typing_extensions import TypedDict

from yingda.accounts import AuditTrail, Caller, Permission, SignedOn
from yingda.agents.errors import AgentNotFound
from yingda.agents.model import Agent, AgentId, AgentPolicy, Moved, Profile, State
from yingda.agents.ports import PhoneCredentials, PhoneKind, Phones, TellRouter
from yingda.agents.profiles import ProfileChange, ProfileService
from yingda.agents.service import AgentService
from yingda.agents.specs import Channel, Code, Level, Slots, StaffNumber
from yingda.agents.store import AgentStore
from yingda.agents.views import AgentView, StateLog, view
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.words import Spec

Seat = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
Grade = Annotated[int, Field(ge=1, le=5)]
Reason = Annotated[str, Field(max_length=40)]


@dataclass(frozen=True, slots=True)
class AgentsEdge:
    """What the routes stand on; `skills` are the pack's."""

    database: Database
    clock: Clock
    policy: AgentPolicy
    skills: frozenset[str]
    phones: Phones
    tell_router: TellRouter
    plan_anew: Callable[[], Awaitable[None]] | None = None
    """Called after a committed change of a profile: the router's plan names skills and groups."""

    def service(self, tx: Tx) -> AgentService:
        return AgentService(AgentStore(tx), self.clock, self.policy)

    def profiles(self, tx: Tx) -> ProfileService:
        return ProfileService(tx, self.clock, self.skills)

    async def settled(self, moved: Moved) -> AgentView:
        """Return the view after a committed change, of which the router has been told."""
        if moved.is_changed:
            await self.tell_router(moved.state.agent, moved.availability)
        async with self.database.transaction() as tx:
            return view(await self.profiles(tx).get(moved.state.agent))

    async def planned(self, agent: Agent) -> AgentView:
        """Return the view after a committed change that the router has planned for."""
        if self.plan_anew is not None:
            await self.plan_anew()
        return view(agent)


class SignOnView(TypedDict):
    """The agent signed on, and what their phone registers with."""

    agent: AgentView
    phone: PhoneCredentials


class SignOnBody(Spec):
    seat: Seat
    take_over: bool = False
    phone: PhoneKind = PhoneKind.WEB


class StateBody(Spec):
    state: Literal["ready", "not-ready"]
    reason: Reason = ""


class AgentStateBody(Spec):
    state: Literal["ready", "not-ready", "signed-off"]
    reason: Reason = ""


class AgentBody(Spec):
    user_id: UUID
    staff_no: StaffNumber
    grade: Grade
    group: Code
    skills: dict[Code, Level] = Field(default_factory=dict)
    capacity: dict[Channel, Slots]


class ProfileBody(Spec):
    version: int
    grade: Grade | None = None
    group: Code | None = None
    skills: dict[Code, Level] | None = None
    capacity: dict[Channel, Slots] | None = None


def router(edge: AgentsEdge, signed_on: SignedOn) -> APIRouter:
    """Return the routes of this room."""
    routes = APIRouter(prefix="/api")
    _add_seat(routes, edge, signed_on)
    _add_state(routes, edge, signed_on)
    _add_agents(routes, edge, signed_on)
    _add_profiles(routes, edge, signed_on)
    return routes


def _add_seat(routes: APIRouter, edge: AgentsEdge, signed_on: SignedOn) -> None:
    phone_user = Annotated[Caller, Depends(signed_on(Permission.PHONE_USE))]

    @routes.post("/me/sign-on")
    async def sign_on(caller: phone_user, body: SignOnBody) -> SignOnView:
        agent = AgentId(caller.id)
        async with edge.database.transaction() as tx:
            moved = await edge.service(tx).sign_on(agent, body.seat, take_over=body.take_over)
            detail = {"seat": body.seat, "take_over": body.take_over}
            await AuditTrail(tx, edge.clock).record(caller, "agent.sign-on", str(agent), detail)
        phone = await edge.phones.credentials(agent, body.phone)
        return {"agent": await edge.settled(moved), "phone": phone}

    @routes.post("/me/sign-off")
    async def sign_off(caller: phone_user) -> AgentView:
        agent = AgentId(caller.id)
        async with edge.database.transaction() as tx:
            moved = await edge.service(tx).sign_off(agent)
            await AuditTrail(tx, edge.clock).record(caller, "agent.sign-off", str(agent))
        return await edge.settled(moved)


def _add_state(routes: APIRouter, edge: AgentsEdge, signed_on: SignedOn) -> None:
    desk_user = Annotated[Caller, Depends(signed_on(Permission.DESK_USE))]
    supervisor = Annotated[Caller, Depends(signed_on(Permission.AGENTS_SET_STATE))]

    @routes.put("/me/state")
    async def choose_state(caller: desk_user, body: StateBody) -> AgentView:
        async with edge.database.transaction() as tx:
            service = edge.service(tx)
            moved = await service.choose_state(AgentId(caller.id), State(body.state), body.reason)
        return await edge.settled(moved)

    @routes.get("/me/state-log")
    async def my_day(caller: desk_user) -> StateLog:
        async with edge.database.transaction() as tx:
            return await edge.profiles(tx).day(AgentId(caller.id), edge.policy)

    @routes.put("/agents/{agent}/state")
    async def set_state(caller: supervisor, agent: UUID, body: AgentStateBody) -> AgentView:
        of, wanted = AgentId(agent), State(body.state)
        async with edge.database.transaction() as tx:
            service = edge.service(tx)
            if wanted is State.SIGNED_OFF:
                moved = await service.sign_off(of, caller.id)
            else:
                moved = await service.choose_state(of, wanted, body.reason, caller.id)
            await AuditTrail(tx, edge.clock).record(
                caller, "agent.set-state", str(agent), body.model_dump()
            )
        return await edge.settled(moved)


def _add_agents(routes: APIRouter, edge: AgentsEdge, signed_on: SignedOn) -> None:
    reader = Annotated[Caller, Depends(signed_on(Permission.AGENTS_READ))]
    desk_user = Annotated[Caller, Depends(signed_on(Permission.DESK_USE))]

    @routes.get("/agents")
    async def agents(_: reader) -> list[AgentView]:
        async with edge.database.transaction() as tx:
            return [view(agent) for agent in await edge.profiles(tx).agents()]

    @routes.get("/agents/{agent}/state-log")
    async def day(_: reader, agent: UUID) -> StateLog:
        async with edge.database.transaction() as tx:
            return await edge.profiles(tx).day(AgentId(agent), edge.policy)

    @routes.get("/me/agent")
    async def me(caller: desk_user) -> AgentView | None:
        """Give nothing to who takes no contacts: every desk asks, and that is no mistake."""
        async with edge.database.transaction() as tx:
            try:
                return view(await edge.profiles(tx).get(AgentId(caller.id)))
            except AgentNotFound:
                return None


def _add_profiles(routes: APIRouter, edge: AgentsEdge, signed_on: SignedOn) -> None:
    supervisor = Annotated[Caller, Depends(signed_on(Permission.SUPERVISE))]
    administrator = Annotated[Caller, Depends(signed_on(Permission.USERS_EDIT))]

    @routes.post("/agents", status_code=201)
    async def add(caller: administrator, body: AgentBody) -> AgentView:
        profile = Profile(
            id=AgentId(body.user_id),
            staff_no=body.staff_no,
            name="",
            grade=body.grade,
            group=body.group,
            skills=body.skills,
            capacity=_by_name(body.capacity),
        )
        async with edge.database.transaction() as tx:
            added = await edge.profiles(tx).add(caller, profile)
        return await edge.planned(added)

    @routes.patch("/agents/{agent}")
    async def change(caller: supervisor, agent: UUID, body: ProfileBody) -> AgentView:
        wanted = ProfileChange(
            version=body.version,
            grade=body.grade,
            group=body.group,
            skills=body.skills,
            capacity=None if body.capacity is None else _by_name(body.capacity),
        )
        async with edge.database.transaction() as tx:
            changed = await edge.profiles(tx).change(caller, AgentId(agent), wanted)
        return await edge.planned(changed)


def _by_name(capacity: Mapping[Channel, int]) -> dict[str, int]:
    return {str(channel): slots for channel, slots in capacity.items()}
