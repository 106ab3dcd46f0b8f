"""Agents: sign-on, states with their times, skills, grade and capacity.

`AgentService(AgentStore(tx), clock, policy)` changes one agent's state inside the caller's
transaction and answers with `Moved`: the new state and what the router must be told.
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
from yingda.agents.rules import availability
from yingda.agents.specs import AgentRulesSpec, AgentSpec, NamedSpec, ReasonSpec

__all__ = [
    "Agent",
    "AgentId",
    "AgentPolicy",
    "AgentRulesSpec",
    "AgentSpec",
    "AgentState",
    "Availability",
    "Cause",
    "Moved",
    "NamedSpec",
    "Profile",
    "ReasonSpec",
    "RingFailure",
    "State",
    "availability",
]
