"""What is announced of agents. Every fact carries the complete AgentView, or says they are gone."""

from datetime import datetime
from typing import Final

from yingda.agents.model import Agent
from yingda.agents.views import view
from yingda.kit.outbox import Fact

ENTITY: Final = "agent"

AGENT_CHANGED: Final = "agent.changed"
"""The agent's state, next state, seat or connection changed."""

AGENT_PROFILE_CHANGED: Final = "agent.profile-changed"
"""The agent is new, or name, group, grade, skills or capacity changed: routing must plan anew."""

TOPICS: Final = (AGENT_CHANGED, AGENT_PROFILE_CHANGED)


def fact_of(topic: str, agent: Agent, at: datetime) -> Fact:
    """Return the fact that carries the agent's view; none for an agent who is gone."""
    body = view(agent) if agent.profile.is_enabled else None
    return Fact(topic, ENTITY, str(agent.profile.id), agent.state.version, body, at)
