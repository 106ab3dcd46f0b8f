"""Why this agent, why now: the router's journal of a contact, with names, for the desk."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from typing_extensions import TypedDict

from yingda.accounts import Caller, SignedOn
from yingda.agents import AgentId
from yingda.agents.store import AgentStore
from yingda.contacts import ContactId
from yingda.contacts.api import readable
from yingda.kit.clock import from_epoch_ms
from yingda.kit.db import Database
from yingda.routing import Decision, LiveRouter, Policy, Reason, RequestId, RequestState

RequestView = TypedDict(
    "RequestView",
    {
        "id": str,
        "class": str,
        "state": RequestState,
        "arrived_at": datetime,
        "is_callback": bool,
        "why": str,
    },
)
"""What was asked of the router; `why` it was taken out, if it was."""

RunnerUp = TypedDict("RunnerUp", {"class": str, "score": float | None})

DecisionView = TypedDict(
    "DecisionView",
    {
        "number": int,
        "at": datetime,
        "kind": Reason,
        "agent_id": str,
        "agent_name": str,
        "class": str,
        "waited_ms": int,
        "score": float,
        "rank": int,
        "runner_up": RunnerUp | None,
        "beta": float,
        "policy": Policy,
        "plan_version": int,
        "steering": int,
        "digest": str,
    },
)
"""One decision: who got whom, by how much, and who came second; `kind` is its reason."""


class Decisions(TypedDict):
    """`betas` by the number of the steering that a decision stood on, then by class."""

    request: RequestView
    decisions: list[DecisionView]
    betas: dict[str, dict[str, float]]


def router(live: Callable[[], LiveRouter], database: Database, signed_on: SignedOn) -> APIRouter:
    """Return the route of the explanations."""
    routes = APIRouter(prefix="/api")
    anybody = Annotated[Caller, Depends(signed_on(None))]

    @routes.get("/contacts/{contact_id}/decisions")
    async def decisions(contact_id: UUID, caller: anybody) -> Decisions:
        async with database.transaction() as tx:
            await readable(tx, ContactId(contact_id), caller)
        told = await live().explain(RequestId(contact_id))
        async with database.transaction() as tx:
            agents = await AgentStore(tx).all()
        names = {agent.profile.id: agent.profile.name for agent in agents}
        betas = {
            str(number): {str(key): beta for key, beta in each.items()}
            for number, each in told.betas.items()
        }
        return {
            "request": {
                "id": str(told.request.id),
                "class": ".".join(told.request.key),
                "state": told.request.state,
                "arrived_at": from_epoch_ms(told.request.arrived_ms),
                "is_callback": told.request.is_callback,
                "why": told.request.why,
            },
            "decisions": [_view(each, names) for each in told.decisions],
            "betas": betas,
        }

    return routes


def _view(each: Decision, names: Mapping[AgentId, str]) -> DecisionView:
    return {
        "number": each.number,
        "at": from_epoch_ms(each.at_ms),
        "kind": each.reason,
        "agent_id": str(each.agent),
        "agent_name": names.get(each.agent, ""),
        "class": ".".join(each.key),
        "waited_ms": each.waited_ms,
        "score": each.score,
        "rank": each.rank,
        "runner_up": {"class": ".".join(each.runner_up), "score": each.runner_up_score}
        if each.runner_up
        else None,
        "beta": each.beta,
        "policy": each.policy,
        "plan_version": each.plan_version,
        "steering": each.steering,
        "digest": each.state_digest,
    }
