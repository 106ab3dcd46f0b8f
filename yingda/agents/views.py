"""How an agent looks from outside: the AgentView of the API and the live feed."""

from datetime import datetime

from typing_extensions import TypedDict

from yingda.agents.model import Agent, Cause, State, StateChange, TimeInState
from yingda.kit.clock import iso


class SkillView(TypedDict):
    skill: str
    level: int


class AgentView(TypedDict):
    """An agent: `seat` is the browser tab that holds them, `set_by` who chose their state."""

    id: str
    staff_no: str
    name: str
    grade: int
    group: str
    skills: list[SkillView]
    capacity: dict[str, int]
    profile_version: int
    state: State
    reason: str | None
    since: str
    next_state: State | None
    next_reason: str | None
    contact_id: str | None
    seat: str | None
    signed_on_at: str | None
    is_connected: bool
    set_by: str | None
    version: int


class StateTotal(TypedDict):
    state: State
    reason: str
    total_ms: int
    count: int


class StateChangeView(TypedDict):
    at: str
    from_state: State
    from_reason: str
    state: State
    reason: str
    lasted_ms: int
    cause: Cause
    contact_id: str | None


StateLog = TypedDict(
    "StateLog",
    {"from": str, "to": str, "totals": list[StateTotal], "changes": list[StateChangeView]},
)
"""A day of one agent."""


def view(agent: Agent) -> AgentView:
    """Return the complete public view; `version` counts changes of state and profile together."""
    profile, state = agent.profile, agent.state
    return {
        "id": str(profile.id),
        "staff_no": profile.staff_no,
        "name": profile.name,
        "grade": profile.grade,
        "group": profile.group,
        "skills": [
            {"skill": skill, "level": profile.skills[skill]} for skill in sorted(profile.skills)
        ],
        "capacity": dict(sorted(profile.capacity.items())),
        "profile_version": profile.version,
        "state": state.state,
        "reason": state.reason,
        "since": iso(state.since),
        "next_state": state.next_state,
        "next_reason": state.next_reason,
        "contact_id": str(state.contact_id) if state.contact_id else None,
        "seat": state.seat,
        "signed_on_at": iso(state.signed_on_at) if state.signed_on_at else None,
        "is_connected": state.is_connected,
        "set_by": str(state.set_by) if state.set_by else None,
        "version": state.version,
    }


def log_view(
    begin: datetime, now: datetime, totals: list[TimeInState], changes: list[StateChange]
) -> StateLog:
    """Return a day of one agent: time by state and reason, and every change."""
    return {
        "from": iso(begin),
        "to": iso(now),
        "totals": [
            {
                "state": total.state,
                "reason": total.reason,
                "total_ms": total.total_ms,
                "count": total.count,
            }
            for total in totals
        ],
        "changes": [
            {
                "at": iso(change.at),
                "from_state": change.from_state,
                "from_reason": change.from_reason,
                "state": change.state,
                "reason": change.reason,
                "lasted_ms": change.lasted_ms,
                "cause": change.cause,
                "contact_id": str(change.contact_id) if change.contact_id else None,
            }
            for change in changes
        ],
    }
