"""Waiting and ringing: the offer to an agent, its refusal, announcements. Pure."""

from yingda.agents import AgentId
from yingda.calls import callback
from yingda.calls.effects import (
    Connect,
    Drop,
    Enqueue,
    Move,
    MoveAgent,
    News,
    RecordOn,
    RingAgent,
    StartMusic,
    StopMusic,
    TakePlaceOf,
    TellRouter,
)
from yingda.calls.errors import NotYourCall
from yingda.calls.flow import Queue
from yingda.calls.inputs import Fell, Offered
from yingda.calls.model import Ring, Timer
from yingda.calls.turn import Turn, finish_hand_over, hush
from yingda.calls.walk import end, flow_of, say
from yingda.contacts import Outcome, Stage


def offer(turn: Turn, offered: Offered) -> Turn:
    """Ring the agent's phone. A call that no longer waits sends the agent back to the router.

    An offer may come twice after a crash: the second finds the agent at the call already.
    """
    stage, agent = turn.call.contact.stage, offered.agent
    if stage in {Stage.CALLBACK, Stage.DIALLING}:
        return callback.dial(turn, offered)
    if stage is not Stage.QUEUED or offered.is_dial:
        is_repeated = turn.call.contact.agent_id == agent or offered.is_dial
        return turn if is_repeated else turn.do(TellRouter(News.ABANDONED))
    count = turn.call.live.rings + 1
    ring = Ring(agent=agent, channel=f"a-{turn.call.contact.id}-{count}")
    return (
        turn.contact(stage=Stage.OFFERED, agent_id=agent, offered_at=turn.now)
        .live(ring=ring, rings=count)
        .start(Timer.RING, turn.house.patience.ring_ms)
        .note("offered", agent)
        .do(MoveAgent(agent, Move.OFFERED), RingAgent(ring))
    )


def answered(turn: Turn, channel: str) -> Turn:
    """Bring both together; a phone that was not asked to ring is hung up.

    Adoption and the engine's event may both tell of one answer: that is no second one.
    """
    ring, is_talking = turn.call.live.ring, turn.call.contact.stage is Stage.TALKING
    if channel == turn.call.live.agent_channel:
        return turn.do(Connect(channel)) if is_talking else turn
    if ring is None or ring.channel != channel or turn.call.contact.stage is not Stage.OFFERED:
        return turn.do(Drop(channel))
    return (
        hush(turn)
        .stop(Timer.RING, Timer.ANNOUNCE, Timer.LONGEST_WAIT)
        .contact(
            stage=Stage.TALKING,
            answered_at=turn.call.contact.answered_at or turn.now,
        )
        .live(ring=None, agent_channel=channel)
        .note("answered", ring.agent)
        .do(
            Connect(channel),
            MoveAgent(ring.agent, Move.TALKING),
            TellRouter(News.ANSWERED, ring.agent),
        )
    )


def ring_timed_out(turn: Turn) -> Turn:
    """The agent did not answer: put aside; the caller keeps the place."""
    ring = turn.call.live.ring
    if ring is None:
        return turn
    return back_to_queue(turn, News.RING_TIMEOUT, Move.RING_TIMEOUT).do(Drop(ring.channel))


def reject(turn: Turn, agent: AgentId) -> Turn:
    """The agent refused at the desk.

    Raises:
        NotYourCall: it rings at somebody else, or nowhere.
    """
    ring = turn.call.live.ring
    if ring is None or ring.agent != agent:
        raise NotYourCall(contact=str(turn.call.contact.id))
    return back_to_queue(turn, News.REJECTED, Move.REJECTED).do(Drop(ring.channel))


def announce(turn: Turn, fell: Fell) -> Turn:
    """Tell the waiting caller where they stand, and that they may be called back instead.

    Nothing is said while an agent's phone rings.
    """
    spec, offer = flow_of(turn).steps[turn.call.live.step], turn.house.book.callback
    if not isinstance(spec, Queue):
        return turn
    said = [spec.waiting] if spec.waiting else []
    if offer is not None and callback.may_offer(turn, fell):
        said.append(offer.offer)
    if turn.call.contact.stage is not Stage.QUEUED or not said:
        return turn.start(Timer.ANNOUNCE, spec.repeat_ms)
    is_offered = offer is not None and said[-1] == offer.offer
    turn = turn.live(is_callback_offered=is_offered or turn.call.live.is_callback_offered)
    informed = turn.live(caller=turn.call.live.caller.knowing(fell.known))
    return say(informed.do(StopMusic()), *said)


def announced(turn: Turn) -> Turn:
    """The announcement is over: music, for as long as the pack says, then the next one.

    After the promise to call back the customer is let go.
    """
    if callback.is_promised(turn.call) and turn.call.contact.stage is Stage.QUEUED:
        return callback.park(turn.live(playing="").stop(Timer.PROMPT))
    over = turn.live(playing="").stop(Timer.PROMPT).do(StartMusic())
    spec = flow_of(turn).steps[turn.call.live.step]
    return over.start(Timer.ANNOUNCE, spec.repeat_ms) if isinstance(spec, Queue) else over


def waited_too_long(turn: Turn) -> Turn:
    """Nobody came in the longest time a caller may be kept: closed, and recorded as such."""
    if turn.call.contact.stage is Stage.CALLBACK:
        return callback.too_late(turn)
    if turn.call.contact.stage is not Stage.QUEUED:
        return turn
    if callback.is_promised(turn.call):
        return callback.park(turn)
    return finish_hand_over(end(turn, Outcome.NO_AGENTS)).do(TellRouter(News.ABANDONED))


def wait_again(turn: Turn) -> Turn:
    """A new process found the caller waiting: music, and the same place in the queue."""
    if callback.is_promised(turn.call):
        return callback.promise_again(turn)
    kept = turn.call.live.kept
    again = hush(turn).do(StartMusic())
    if callback.is_called_back(turn.call):
        again = again.do(RecordOn(turn.call.live.channel), TellRouter(News.CONNECTED))
    again = again.do(Enqueue(since=kept.since if kept else None))
    return again.do(TakePlaceOf(kept.contact)) if kept else again


def back_to_queue(turn: Turn, news: News, move: Move) -> Turn:
    """The offer failed: the caller waits on, with the place of their arrival."""
    ring = turn.call.live.ring
    if ring is None:
        return turn
    waiting = turn.contact(stage=Stage.QUEUED, agent_id=None).live(ring=None).stop(Timer.RING)
    told = waiting.note(news.value, ring.agent).do(
        MoveAgent(ring.agent, move), TellRouter(news, ring.agent)
    )
    is_told = callback.is_promised(told.call) and not told.call.live.playing
    return callback.park(told) if is_told else told
