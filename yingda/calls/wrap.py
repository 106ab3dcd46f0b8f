"""After-call work: a countdown, a required disposition, a limit. Pure."""

from yingda.agents import AgentId
from yingda.calls.effects import Move, MoveAgent
from yingda.calls.errors import DispositionRequired
from yingda.calls.model import Timer
from yingda.calls.turn import Turn, finish_hand_over, must_have
from yingda.contacts import Stage


def done(turn: Turn, agent: AgentId, *, is_disposed: bool) -> Turn:
    """Close after-call work.

    Raises:
        DispositionRequired: the contact has no disposition yet.
        NotYourCall: another agent wraps up.
        NotInThisStage: the call goes on.
    """
    if agent == turn.call.live.handed_over:
        return finish_hand_over(turn).stop(Timer.WRAP)
    must_have(turn, agent, Stage.WRAP_UP)
    if not is_disposed:
        raise DispositionRequired(contact=str(turn.call.contact.id))
    return _close(turn)


def extended(turn: Turn, agent: AgentId) -> Turn:
    """Give after-call work as much time again.

    Raises:
        NotYourCall: another agent wraps up.
        NotInThisStage: the call goes on.
    """
    must_have(turn, agent, Stage.WRAP_UP)
    longer = turn.start(Timer.WRAP, turn.house.patience.wrap_for(turn.call.contact.tier))
    due = longer.call.live.due[Timer.WRAP]
    return longer.contact(wrap_due_at=due).note("wrap-up-extended", agent)


def fell(turn: Turn) -> Turn:
    """The countdown is over: noted. Whoever handed the call on is ready again."""
    if turn.call.contact.stage is not Stage.WRAP_UP:
        return finish_hand_over(turn)
    return turn.note("wrap-up-overrun", turn.call.contact.agent_id)


def limit_fell(turn: Turn) -> Turn:
    """The limit is reached: the contact is closed as it is."""
    if turn.call.contact.stage is not Stage.WRAP_UP:
        return turn
    return _close(turn.note("wrap-up-limit", turn.call.contact.agent_id))


def _close(turn: Turn) -> Turn:
    agent = turn.call.contact.agent_id
    done = turn.stop().contact(stage=Stage.DONE, wrapped_at=turn.now, wrap_due_at=None)
    moved = (MoveAgent(AgentId(agent), Move.WRAP_UP_DONE),) if agent else ()
    return done.note("wrapped", agent).do(*moved)
