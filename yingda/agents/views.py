"""How an agent looks from outside: the AgentView of the API and the live feed."""

from datetime import datetime
from typing import Any

from yingda.agents.model import Agent, StateChange, TimeInState


def view(agent: Agent) -> dict[str, Any]:
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
        "state": state.state.value,
        "reason": state.reason,
        "since": _iso(state.since),
        "next_state": state.next_state.value if state.next_state else None,
        "next_reason": state.next_reason,
        "contact_id": str(state.contact_id) if state.contact_id else None,
        "seat": state.seat,
        "signed_on_at": _iso(state.signed_on_at) if state.signed_on_at else None,
        "is_connected": state.is_connected,
        "set_by": str(state.set_by) if state.set_by else None,
        "version": state.version,
    }


def log_view(
    begin: datetime, now: datetime, totals: list[TimeInState], changes: list[StateChange]
) -> dict[str, Any]:
    """Return a day of one agent: time by state and reason, and every change."""
    return {
        "from": _iso(begin),
        "to": _iso(now),
        "totals": [
            {
                "state": total.state.value,
                "reason": total.reason,
                "total_ms": total.total_ms,
                "count": total.count,
            }
            for total in totals
        ],
        "changes": [
            {
                "at": _iso(change.at),
                "from_state": change.from_state.value,
                "from_reason": change.from_reason,
                "state": change.state.value,
                "reason": change.reason,
                "lasted_ms": change.lasted_ms,
                "cause": change.cause.value,
                "contact_id": str(change.contact_id) if change.contact_id else None,
            }
            for change in changes
        ],
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
