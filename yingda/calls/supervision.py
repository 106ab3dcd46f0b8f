"""A supervisor at a call: listens, whispers, barges in, takes over, leaves. Pure.

The supervisor's leg sits in a room (a bridge) of its own, with an ear at the agent's leg; to barge
is to leave it for the talk. Whatever ends the talk ends this; nothing here ever ends the talk.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from yingda.agents import Agent, AgentId, State
from yingda.calls.effects import (
    Audit,
    CloseRoom,
    Drop,
    Effect,
    JoinRoom,
    JoinTalk,
    Move,
    MoveAgent,
    News,
    PutBack,
    PutEar,
    RingSupervisor,
    TellRouter,
)
from yingda.calls.errors import (
    NotInThisStage,
    NotSupervising,
    OwnCall,
    SupervisedAlready,
    SupervisorNotFree,
    SupervisorWithoutPhone,
)
from yingda.calls.inputs import StopSupervising, Supervise
from yingda.calls.model import Mode, Supervision, Timer
from yingda.calls.turn import Turn, finish_hand_over, stop_moving
from yingda.contacts import Stage


def check_supervisor(agent: Agent | None) -> None:
    """Let a supervisor pass whose phone can ring and who is free for it.

    Raises:
        SupervisorWithoutPhone: no agent, or not signed on.
        SupervisorNotFree: with a contact, or ready to be given one.
    """
    if agent is None or not agent.state.is_connected:
        raise SupervisorWithoutPhone
    state = agent.state.state
    takes_calls = state is State.READY and any(agent.profile.capacity.values())
    if takes_calls or state not in {State.READY, State.NOT_READY, State.MISSED}:
        raise SupervisorNotFree(state=state.value)


def supervise(turn: Turn, asked: Supervise) -> Turn:
    """Ring the supervisor's phone, or go over to another mode.

    Raises:
        NotInThisStage: nobody talks.
        OwnCall: the supervisor has the call.
        SupervisedAlready: another supervisor is at it.
    """
    contact, present = turn.call.contact, turn.call.live.supervision
    if contact.stage not in {Stage.TALKING, Stage.HELD} or contact.agent_id is None:
        raise NotInThisStage(contact=str(contact.id), stage=contact.stage.value)
    if contact.agent_id == asked.supervisor:
        raise OwnCall(contact=str(contact.id))
    if present is not None and present.supervisor != asked.supervisor:
        raise SupervisedAlready(supervisor=str(present.supervisor))
    audited = turn.do(Audit(asked.actor, f"call.{asked.mode}", AgentId(contact.agent_id)))
    if present is None:
        return _ring(audited, asked)
    if present.mode is asked.mode:
        return audited
    changed = _keep(audited, replace(present, mode=asked.mode))
    return _act(changed) if present.is_up else changed


def joined(turn: Turn) -> Turn:
    """The supervisor's phone was answered: do what was asked for."""
    present = turn.call.live.supervision
    if present is None or present.is_up:
        return turn
    return _act(_keep(turn, replace(present, is_up=True, since=turn.now)))


def ear_up(turn: Turn, ear: str) -> Turn:
    """Let the supervisor hear through an ear that is still wanted; hang up any other."""
    present = turn.call.live.supervision
    if present is None or present.ear != ear:
        return turn.do(Drop(ear))
    return turn.do(JoinRoom(present.room, ear))


def leave(turn: Turn, asked: StopSupervising) -> Turn:
    """Leave the call to those who talk.

    Raises:
        NotSupervising: the supervisor is not at it.
    """
    present, agent = turn.call.live.supervision, turn.call.contact.agent_id
    if present is None or present.supervisor != asked.supervisor:
        raise NotSupervising(contact=str(turn.call.contact.id))
    return end(turn).do(Audit(asked.actor, "call.leave", AgentId(agent) if agent else None))


def end(turn: Turn) -> Turn:
    """Take the supervisor, the ear and the room away, if there are any."""
    present = turn.call.live.supervision
    if present is None:
        return turn
    cleared = _without_ear(turn, present).do(Drop(present.channel), CloseRoom(present.room))
    return _keep(cleared, None)


def follow(turn: Turn) -> Turn:
    """Put the ear to the leg the agent has now."""
    present = turn.call.live.supervision
    return _put_ear(turn, present) if present is not None and present.ear else turn


def is_supervisors(turn: Turn, channel: str) -> bool:
    present = turn.call.live.supervision
    return present is not None and present.channel == channel


def _ring(turn: Turn, asked: Supervise) -> Turn:
    contact, count = turn.call.contact.id, turn.call.live.supervisions + 1
    fresh = Supervision(
        supervisor=asked.supervisor,
        mode=asked.mode,
        channel=f"s-{contact}-{count}",
        room=f"sb-{contact}-{count}",
        since=turn.now,
    )
    return _keep(turn, fresh).do(RingSupervisor(asked.supervisor, fresh.channel))


def _act(turn: Turn) -> Turn:
    present = turn.call.live.supervision
    return turn if present is None else _ACTS[present.mode](turn, present)


def _listen(turn: Turn, present: Supervision) -> Turn:
    heard = _put_ear(turn, present)
    return heard.note("listened", present.supervisor) if turn.house.shows_listening else heard


def _whisper(turn: Turn, present: Supervision) -> Turn:
    return _put_ear(turn, present).note("whispered", present.supervisor)


def _put_ear(turn: Turn, present: Supervision) -> Turn:
    """Put a new ear to the agent's leg: one that listens cannot learn to whisper."""
    ear = f"n-{turn.call.contact.id}-{turn.call.live.supervisions + 1}"
    put = PutEar(ear, turn.call.live.agent_channel, present.mode is Mode.WHISPER)
    cleared = _without_ear(turn, present).do(JoinRoom(present.room, present.channel), put)
    return _keep(cleared, replace(present, ear=ear))


def _barge(turn: Turn, present: Supervision) -> Turn:
    cleared = _without_ear(turn, present).do(JoinTalk(present.channel))
    return _keep(cleared, replace(present, ear="")).note("barged", present.supervisor)


def _take_over(turn: Turn, present: Supervision) -> Turn:
    """The supervisor becomes the contact's agent; the former one wraps up their part."""
    contact, live = turn.call.contact, turn.call.live
    if contact.agent_id is None:
        return turn
    former = AgentId(contact.agent_id)
    back: tuple[Effect, ...] = (PutBack(),) if contact.stage is Stage.HELD else ()
    cleared = finish_hand_over(_without_ear(stop_moving(turn), present)).stop(Timer.HOLD)
    taken = _keep(cleared, None).live(agent_channel=present.channel, handed_over=former)
    return (
        taken.contact(stage=Stage.TALKING, agent_id=present.supervisor, held_since=None)
        .start(Timer.WRAP, turn.house.patience.wrap_for(contact.tier))
        .note("taken-over", present.supervisor, former=str(former))
        .do(JoinTalk(present.channel), *back, Drop(live.agent_channel), CloseRoom(present.room))
        .do(MoveAgent(former, Move.WRAP_UP), MoveAgent(present.supervisor, Move.TAKEN_OVER))
        .do(TellRouter(News.COMPLETED))
    )


def _without_ear(turn: Turn, present: Supervision) -> Turn:
    return turn.do(Drop(present.ear)) if present.ear else turn


def _keep(turn: Turn, present: Supervision | None) -> Turn:
    """Return the turn with this supervision; each change of it has a number."""
    if present is not None:
        is_shown = present.mode is not Mode.LISTEN or turn.house.shows_listening
        present = replace(present, is_shown=is_shown)
    return turn.live(supervision=present, supervisions=turn.call.live.supervisions + 1)


_ACTS: Final[Mapping[Mode, Callable[[Turn, Supervision], Turn]]] = {
    Mode.LISTEN: _listen,
    Mode.WHISPER: _whisper,
    Mode.BARGE: _barge,
    Mode.TAKE_OVER: _take_over,
}
