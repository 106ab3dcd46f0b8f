"""Agents: sign-on, states with their times, skills, grade and capacity.

`AgentService(AgentStore(tx), clock, policy)` changes one agent's state inside the caller's
transaction and answers with `Moved`: the new state and what the router must be told.
`ProfileService(tx, clock, skills)` gives `agents()` for the live feed's snapshot (each shown by
`view`) and `profiles()` for the routing plan.
"""

from yingda.agents.model import (
    Agent,
    AgentId,
    AgentPolicy,
    AgentState,
    Availability,
    Cause,
    Moved,
    Profile,
    RingFailure,
    State,
)
from yingda.agents.profiles import ProfileChange, ProfileService
from yingda.agents.rules import availability
from yingda.agents.service import AgentService
from yingda.agents.specs import AgentRulesSpec, AgentSpec, MissedSpec, NamedSpec, ReasonSpec
from yingda.agents.store import AgentStore
from yingda.agents.views import view

__all__ = [
    "Agent",
    "AgentId",
    "AgentPolicy",
    "AgentRulesSpec",
    "AgentService",
    "AgentSpec",
    "AgentState",
    "AgentStore",
    "Availability",
    "Cause",
    "MissedSpec",
    "Moved",
    "NamedSpec",
    "Profile",
    "ProfileChange",
    "ProfileService",
    "ReasonSpec",
    "RingFailure",
    "State",
    "availability",
    "view",
]
