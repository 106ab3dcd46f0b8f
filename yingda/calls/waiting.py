"""Waiting and ringing: the offer to an agent, its refusal, announcements. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from yingda.agents import AgentId
from yingda.calls.effects import (
    Connect,
    Drop,
    Enqueue,
    Move,
    MoveAgent,
    News,
    RingAgent,
    StartMusic,
    StopMusic,
    TellRouter,
)
from yingda.calls.errors import NotYourCall
from yingda.calls.flow import Queue
from yingda.calls.model import Ring, Timer
from yingda.calls.turn import Turn, finish_hand_over, hush
from yingda.calls.walk import end, flow_of, say
from yingda.contacts import Outcome, Stage


def offer(turn: Turn, agent: AgentId) -> Turn:
    """Ring the agent's phone. A call that no longer waits sends the agent back to the router.

    An offer may come twice after a crash: the second finds the agent at the call already.
    """
    if turn.call.contact.stage is not Stage.QUEUED:
        is_repeated = turn.call.contact.agent_id == agent
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
    """Bring both together; a phone that was not asked to ring is hung up."""
    ring = turn.call.live.ring
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


def announce(turn: Turn, known: Mapping[str, str]) -> Turn:
    """Tell the waiting caller where they stand, unless an agent's phone rings just now."""
    spec = flow_of(turn).steps[turn.call.live.step]
    if not isinstance(spec, Queue) or spec.waiting is None:
        return turn
    if turn.call.contact.stage is not Stage.QUEUED:
        return turn.start(Timer.ANNOUNCE, spec.repeat_ms)
    caller = turn.call.live.caller
    informed = turn.live(caller=replace(caller, figures={**caller.figures, **known}))
    return say(informed.do(StopMusic()), spec.waiting)


def announced(turn: Turn) -> Turn:
    """The announcement is over: music, for as long as the pack says, then the next one."""
    over = turn.live(playing="").stop(Timer.PROMPT).do(StartMusic())
    spec = flow_of(turn).steps[turn.call.live.step]
    return over.start(Timer.ANNOUNCE, spec.repeat_ms) if isinstance(spec, Queue) else over


def waited_too_long(turn: Turn) -> Turn:
    """Nobody came in the longest time a caller may be kept: closed, and recorded as such."""
    if turn.call.contact.stage is not Stage.QUEUED:
        return turn
    return finish_hand_over(end(turn, Outcome.NO_AGENTS)).do(TellRouter(News.ABANDONED))


def wait_again(turn: Turn) -> Turn:
    """A new process found the caller waiting: music, and the same place in the queue."""
    return hush(turn).do(StartMusic(), Enqueue())


def back_to_queue(turn: Turn, news: News, move: Move) -> Turn:
    """The offer failed: the caller waits on, with the place of their arrival."""
    ring = turn.call.live.ring
    if ring is None:
        return turn
    waiting = turn.contact(stage=Stage.QUEUED, agent_id=None).live(ring=None).stop(Timer.RING)
    return waiting.note(news.value, ring.agent).do(
        MoveAgent(ring.agent, move), TellRouter(news, ring.agent)
    )
