"""What a call does when something happens: (call, input, now) → new call, history, effects. Pure.

    arrived → menu → queued → offered → talking ⇄ held → wrap-up → done
                     ↓ ↑________|____________|              (refused, ring time-out, transfer)
              callback ⇄ dialling → queued                  (see `callback`)
Every stage has a time-out (`model.Timer`); a hang-up or the engine's death ends every stage.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from yingda.calls import (
    callback,
    inputs,
    moving,
    supervision,
    talk,
    waiting,
    walk,
    wrap,
)
from yingda.calls.effects import Connect
from yingda.calls.model import Call, House, Timer, with_timer
from yingda.calls.turn import Turn, stop_moving
from yingda.contacts import Stage

_MENU = {Stage.ARRIVED, Stage.MENU}
_WAITING = {Stage.QUEUED, Stage.OFFERED}
_ANSWERS_WITHIN: Final = timedelta(seconds=15)


def begin(call: Call, now: datetime, house: House) -> Turn:
    """Return what a new call does first."""
    return walk.begin(Turn(call, now, house))


def taken_up(call: Call, now: datetime) -> Call:
    """Return a call as a new process takes it up: who may just have answered is given time."""
    for timer in (Timer.RING, Timer.DIAL):
        if timer in call.live.due:
            call = with_timer(call, timer, max(call.live.due[timer], now + _ANSWERS_WITHIN))
    return call


def step(call: Call, happened: inputs.Input, now: datetime, house: House) -> Turn:
    """Return what follows from one input.

    Raises:
        NotYourCall, NotInThisStage, DispositionRequired, OwnCall, SupervisedAlready,
        NotSupervising: an act of the desk that does not fit.
    """
    return _RULES[type(happened)](Turn(call, now, house), happened)


def rung_in_vain(call: Call) -> Call:
    """Return the call after a ring that was never stored: its leg's id is not used again."""
    return replace(call, live=replace(call.live, rings=call.live.rings + 1))


def _key(turn: Turn, pressed: inputs.KeyPressed) -> Turn:
    stage = turn.call.contact.stage
    if stage is Stage.QUEUED:
        return callback.on_key(turn, pressed.key)
    return walk.on_key(turn, pressed) if stage in _MENU else turn


def _playback_ended(turn: Turn, ended: inputs.PlaybackEnded) -> Turn:
    stage, playing = turn.call.contact.stage, turn.call.live.playing
    if not playing or ended.playback != playing:
        return turn
    if stage in _MENU:
        return walk.on_prompt_over(turn)
    return waiting.announced(turn) if stage in _WAITING else turn


def _fell(turn: Turn, fell: inputs.Fell) -> Turn:
    if turn.call.contact.stage is Stage.DONE:  # fell as the call was ending
        return turn
    turn = turn.stop(fell.timer)
    return _TIMERS[fell.timer](turn, fell)


def _prompt_fell(turn: Turn, _: inputs.Fell) -> Turn:
    return _playback_ended(turn, inputs.PlaybackEnded(turn.call.live.playing))


def _phone_up(turn: Turn, up: inputs.AgentUp) -> Turn:
    if supervision.is_supervisors(turn, up.channel):
        return supervision.joined(turn)
    if turn.call.live.moving_to == up.channel:
        return moving.moved(turn, up.channel)
    return waiting.answered(turn, up.channel)


def _adopted(turn: Turn, adopted: inputs.Adopted) -> Turn:
    """Go on where an earlier process stopped: the customer's leg lives."""
    live, stage = turn.call.live, turn.call.contact.stage
    turn = supervision.end(stop_moving(turn.note("adopted")))
    if stage in _MENU:
        return walk.re_enter(turn)
    if stage is Stage.QUEUED:  # the earlier process may have rung a phone without storing it
        return waiting.wait_again(replace(turn, call=rung_in_vain(turn.call)))
    if stage is Stage.CALLBACK:
        return callback.adopted(turn)
    if stage is Stage.OFFERED and adopted.is_agent_up and live.ring:
        return waiting.answered(turn, live.ring.channel)
    if stage is Stage.TALKING and not adopted.is_bridged:
        return turn.do(Connect(live.agent_channel))
    return turn


_TIMERS: Mapping[Timer, Callable[[Turn, inputs.Fell], Turn]] = {
    Timer.KEY: lambda turn, _: walk.on_no_key(turn),
    Timer.PROMPT: _prompt_fell,
    Timer.RING: lambda turn, _: waiting.ring_timed_out(turn),
    Timer.ANNOUNCE: waiting.announce,
    Timer.LONGEST_WAIT: lambda turn, _: waiting.waited_too_long(turn),
    Timer.CALLBACK: lambda turn, _: callback.fell(turn),
    Timer.DIAL: lambda turn, _: callback.dial_fell(turn),
    Timer.HOLD: lambda turn, _: talk.hold_fell(turn),
    Timer.WRAP: lambda turn, _: wrap.fell(turn),
    Timer.WRAP_LIMIT: lambda turn, _: wrap.limit_fell(turn),
}

_RULES: Mapping[type[inputs.Input], Callable[[Turn, Any], Turn]] = {
    inputs.CustomerUp: lambda turn, given: callback.customer_up(turn, given.channel),
    inputs.CustomerGone: lambda turn, given: talk.customer_left(turn, given.cause),
    inputs.CalledAgain: lambda turn, given: callback.called_again(turn, given.contact),
    inputs.CancelCallback: callback.cancel,
    inputs.EngineLost: lambda turn, _: talk.lost(turn),
    inputs.PlaybackEnded: _playback_ended,
    inputs.KeyPressed: _key,
    inputs.Fell: _fell,
    inputs.Adopted: _adopted,
    inputs.Offered: waiting.offer,
    inputs.AgentUp: _phone_up,
    inputs.AgentGone: lambda turn, given: talk.agent_left(turn, given.channel, given.cause),
    inputs.Hold: lambda turn, given: talk.hold(turn, given.agent),
    inputs.Resume: lambda turn, given: talk.resume(turn, given.agent),
    inputs.HangUp: lambda turn, given: talk.hang_up_asked(turn, given.agent),
    inputs.Reject: lambda turn, given: waiting.reject(turn, given.agent),
    inputs.TransferToQueue: lambda turn, given: talk.transfer(
        turn, given.agent, service_kind=given.service_kind
    ),
    inputs.TransferToAgent: lambda turn, given: talk.transfer(turn, given.agent, to=given.to),
    inputs.WrapUpDone: lambda turn, given: wrap.done(
        turn, given.agent, is_disposed=given.is_disposed
    ),
    inputs.WrapUpExtended: lambda turn, given: wrap.extended(turn, given.agent),
    inputs.MovePhone: lambda turn, given: moving.ask(turn, given.agent),
    inputs.Supervise: supervision.supervise,
    inputs.StopSupervising: supervision.leave,
    inputs.EarUp: lambda turn, given: supervision.ear_up(turn, given.channel),
}
