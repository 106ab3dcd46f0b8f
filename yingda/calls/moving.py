"""An agent who sits elsewhere now takes the sound of their call along. Pure."""

from yingda.agents import AgentId
from yingda.calls import supervision
from yingda.calls.effects import Drop, JoinTalk, RingAgent
from yingda.calls.model import Ring
from yingda.calls.turn import Turn, must_have
from yingda.contacts import Stage


def ask(turn: Turn, agent: AgentId) -> Turn:
    """Ring the phone the agent has now; the old one talks on until it is answered.

    Raises:
        NotYourCall: another agent has the call.
        NotInThisStage: nobody talks.
    """
    must_have(turn, agent, Stage.TALKING, Stage.HELD)
    live = turn.call.live
    if live.moving_to:
        return turn
    count = live.rings + 1
    channel = f"a-{turn.call.contact.id}-{count}"
    return turn.live(moving_to=channel, rings=count).do(RingAgent(Ring(agent, channel)))


def moved(turn: Turn, channel: str) -> Turn:
    """Let the new leg into the talk, then the old one out of it."""
    old = turn.call.live.agent_channel
    there = turn.live(agent_channel=channel, moving_to="").do(JoinTalk(channel), Drop(old))
    return supervision.follow(there)
