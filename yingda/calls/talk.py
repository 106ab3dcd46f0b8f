"""The talk: hold, transfer, hang-up by anybody, a lost leg, a lost engine. Pure."""

from yingda.agents import AgentId
from yingda.calls import callback, supervision
from yingda.calls.effects import (
    CloseBridge,
    Drop,
    Effect,
    Enqueue,
    KeepRecording,
    Move,
    MoveAgent,
    News,
    PullOut,
    PutBack,
    TellRouter,
)
from yingda.calls.errors import NotInThisStage, NotYourCall
from yingda.calls.flow import Queue
from yingda.calls.model import Call, Timer
from yingda.calls.turn import Turn, finish_hand_over, must_have, stop_moving
from yingda.calls.waiting import back_to_queue
from yingda.calls.walk import end, flow_of, leave
from yingda.contacts import Outcome, Stage

_BUSY_CAUSES = {17, 21}  # Q.850: user busy, call rejected
_NORMAL_CLEARING = 16
_LONGEST_WAIT_MS = 1_800_000
_ASKED_MS = 20_000  # how long an agent the customer was handed to is waited for


def agent_left(turn: Turn, channel: str, cause: int) -> Turn:
    """A leg of an agent went: a refusal while it rang, else the end of the talk or its loss."""
    live = turn.call.live
    if supervision.is_supervisors(turn, channel):
        return supervision.end(turn)
    if live.ring is not None and live.ring.channel == channel:
        is_refusal = cause in _BUSY_CAUSES
        news = News.REJECTED if is_refusal else News.UNREACHABLE
        move = Move.REJECTED if is_refusal else Move.UNREACHABLE
        return back_to_queue(turn, news, move)
    if live.moving_to == channel:
        return turn.live(moving_to="")
    if live.agent_channel != channel:
        return turn
    if cause == _NORMAL_CLEARING:
        return hang_up(turn.live(agent_channel=""), by="agent")
    return _agent_leg_lost(turn, cause)


def hold(turn: Turn, agent: AgentId) -> Turn:
    """Give the customer music.

    Raises:
        NotYourCall: another agent has the call.
        NotInThisStage: nobody talks.
    """
    must_have(turn, agent, Stage.TALKING)
    return (
        turn.contact(stage=Stage.HELD, held_since=turn.now)
        .start(Timer.HOLD, turn.house.patience.hold_ms)
        .note("held", agent)
        .do(PullOut(), MoveAgent(agent, Move.HELD))
    )


def resume(turn: Turn, agent: AgentId) -> Turn:
    """Bring the customer back.

    Raises:
        NotYourCall: another agent has the call.
        NotInThisStage: the call is not held.
    """
    must_have(turn, agent, Stage.HELD)
    return (
        turn.stop(Timer.HOLD)
        .contact(stage=Stage.TALKING, held_since=None)
        .note("resumed", agent)
        .do(PutBack(), MoveAgent(agent, Move.RESUMED))
    )


def hold_fell(turn: Turn) -> Turn:
    """The customer was on hold for too long: the agent gets them back."""
    agent = turn.call.contact.agent_id
    is_held = turn.call.contact.stage is Stage.HELD
    return resume(turn.note("hold-limit", agent), AgentId(agent)) if is_held and agent else turn


def transfer(
    turn: Turn, agent: AgentId, *, service_kind: str | None = None, to: AgentId | None = None
) -> Turn:
    """Hand the customer on without a word; they wait with the time they came.

    Raises:
        NotYourCall: another agent has the call.
        NotInThisStage: nobody talks.
    """
    must_have(turn, agent, Stage.TALKING, Stage.HELD)
    kind = service_kind or turn.call.contact.service_kind
    leg = turn.call.live.agent_channel
    chosen = turn.contact(service_kind=kind, transfer_to=str(to) if to else kind)
    noted = chosen.note("transferred", agent, service_kind=kind, to=str(to) if to else "")
    return _wait_anew(noted, agent, to).do(Drop(leg))


def customer_left(turn: Turn, cause: int) -> Turn:
    """The customer hung up, in whatever stage; one whom we dial was not reached."""
    match turn.call.contact.stage:
        case Stage.ARRIVED | Stage.MENU:
            return leave(turn)
        case Stage.DIALLING:
            return callback.unreached(turn, cause)
        case Stage.QUEUED | Stage.OFFERED:
            return _left_waiting(turn)
        case Stage.TALKING | Stage.HELD:
            return hang_up(turn.live(channel=""), by="customer")
        case _:
            return turn


def _left_waiting(turn: Turn) -> Turn:
    """The customer hung up with nobody yet: an abandonment, unless a call-back stands."""
    if callback.is_promised(turn.call):
        return callback.park(turn)
    if callback.is_called_back(turn.call):
        return callback.customer_left(turn)
    if turn.call.contact.stage is Stage.OFFERED:
        return _abandoned_ringing(turn)
    return finish_hand_over(end(turn, Outcome.ABANDONED_QUEUE)).do(TellRouter(News.ABANDONED))


def hang_up(turn: Turn, *, by: str, outcome: Outcome = Outcome.ANSWERED) -> Turn:
    """End the talk: every leg goes, after-call work begins."""
    turn = supervision.end(stop_moving(turn))
    contact, live = turn.call.contact, turn.call.live
    legs = [Drop(leg) for leg in (live.channel, live.agent_channel) if leg]
    patience = turn.house.patience
    wrap_ms = patience.wrap_for(contact.tier)
    wrapping = finish_hand_over(turn).stop().start(Timer.WRAP, wrap_ms)
    wrapping = wrapping.start(Timer.WRAP_LIMIT, max(wrap_ms, patience.wrap_limit_ms))
    ended = wrapping.contact(
        stage=Stage.WRAP_UP,
        outcome=outcome,
        ended_at=turn.now,
        held_since=None,
        wrap_due_at=wrapping.call.live.due[Timer.WRAP],
    ).live(agent_channel="")
    told = ended.note("ended", contact.agent_id, by=by, outcome=outcome.value)
    news = News.LOST if outcome is Outcome.LOST else News.COMPLETED
    agent = contact.agent_id
    moved = (MoveAgent(AgentId(agent), Move.WRAP_UP),) if agent else ()
    return told.do(*legs, CloseBridge(), *moved, TellRouter(news), KeepRecording())


def hang_up_asked(turn: Turn, agent: AgentId) -> Turn:
    """The agent hangs up at the desk.

    Raises:
        NotYourCall: another agent has the call.
        NotInThisStage: nobody talks.
    """
    must_have(turn, agent, Stage.TALKING, Stage.HELD)
    return hang_up(turn, by="agent")


def lost(turn: Turn) -> Turn:
    """The engine died with the call: closed as lost, the agent may still write it up.

    Who was promised a call-back gets it all the same.
    """
    stage = turn.call.contact.stage
    is_waiting = stage in {Stage.QUEUED, Stage.OFFERED}
    if stage in {Stage.TALKING, Stage.HELD}:
        return hang_up(turn, by="engine", outcome=Outcome.LOST)
    if stage in {Stage.WRAP_UP, Stage.DONE, Stage.CALLBACK}:
        return turn
    if stage is Stage.DIALLING or (is_waiting and callback.is_called_back(turn.call)):
        return callback.interrupted(turn)
    if is_waiting and callback.is_promised(turn.call):
        return callback.park(turn)
    ring = turn.call.live.ring
    withdrawn = (MoveAgent(ring.agent, Move.WITHDRAWN),) if ring else ()
    told = (TellRouter(News.LOST),) if is_waiting else ()
    return finish_hand_over(end(turn.live(ring=None), Outcome.LOST)).do(*withdrawn, *told)


def _agent_leg_lost(turn: Turn, cause: int) -> Turn:
    agent = turn.call.contact.agent_id
    if agent is None:
        return turn
    return _wait_anew(turn.note("agent-leg-lost", agent, cause=cause), AgentId(agent), None)


def _wait_anew(turn: Turn, left: AgentId, preferred: AgentId | None) -> Turn:
    """The customer waits again, to music; who had them wraps up."""
    turn = supervision.end(stop_moving(turn))
    contact = turn.call.contact
    pull: tuple[Effect, ...] = () if contact.stage is Stage.HELD else (PullOut(),)
    spec = flow_of(turn).steps[turn.call.live.step]
    return (
        finish_hand_over(turn)
        .stop()
        .contact(stage=Stage.QUEUED, agent_id=None, held_since=None)
        .live(agent_channel="", handed_over=left)
        .start(Timer.WRAP, turn.house.patience.wrap_for(contact.tier))
        .start(Timer.LONGEST_WAIT, spec.longest_ms if isinstance(spec, Queue) else _LONGEST_WAIT_MS)
        .do(
            *pull,
            MoveAgent(left, Move.WRAP_UP),
            TellRouter(News.COMPLETED),
            Enqueue(preferred, _ASKED_MS if preferred else 0),
        )
    )


def _abandoned_ringing(turn: Turn) -> Turn:
    ring = turn.call.live.ring
    ended = finish_hand_over(end(turn.live(ring=None), Outcome.ABANDONED_RING))
    if ring is None:
        return ended.do(TellRouter(News.ABANDONED))
    return ended.do(
        Drop(ring.channel), MoveAgent(ring.agent, Move.WITHDRAWN), TellRouter(News.ABANDONED)
    )


def keys_leg(call: Call, agent: AgentId) -> str:
    """Return the leg that hears the keys the agent presses.

    Raises:
        NotYourCall: another agent has the call.
        NotInThisStage: nobody talks.
    """
    if call.contact.agent_id != agent:
        raise NotYourCall(contact=str(call.contact.id))
    if call.contact.stage is not Stage.TALKING:
        raise NotInThisStage(contact=str(call.contact.id), stage=call.contact.stage.value)
    return call.live.channel
