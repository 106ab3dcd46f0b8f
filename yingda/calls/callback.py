"""Call-back in line: the caller hangs up, the place stays, the centre dials. Pure.

    queued → (key) → promised → callback → dialling → queued → offered → talking
                                    ↑_________|  (busy, no answer, unreachable: after a pause)
Only the customer's answer reserves an agent. A call-back outlives the engine and this program.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from yingda.calls.effects import (
    Audit,
    Dial,
    Drop,
    Effect,
    Enqueue,
    KeepRecording,
    Move,
    MoveAgent,
    News,
    RecordOn,
    StopMusic,
    TellRouter,
)
from yingda.calls.errors import NotInThisStage
from yingda.calls.flow import CallBack
from yingda.calls.inputs import CancelCallback, Fell, Offered
from yingda.calls.model import Call, House, Timer
from yingda.calls.turn import Turn, hush
from yingda.calls.walk import say
from yingda.contacts import Contact, ContactId, Outcome, Stage
from yingda.standards import next_opening

NO_ANSWER: Final = 19  # Q.850
_REASONS: Final[Mapping[int, str]] = {17: "busy", 21: "rejected", 18: "no-answer", 19: "no-answer"}
_LOOK_AGAIN_MS: Final = 60_000
_SOON_MS: Final = 15_000
_CONNECTED_WAIT_MS: Final = 1_800_000
_UNSPOKEN: Final = re.compile(r"[\s().\-]")
PARKED: Final = frozenset({Stage.CALLBACK, Stage.DIALLING})
CALLING: Final = frozenset(Stage) - PARKED - {Stage.WRAP_UP, Stage.DONE}


def number_of(contact: Contact, house: House) -> str | None:
    """Return the number to call the customer back at; nothing for one that is never dialled."""
    spec, number = house.book.callback, _UNSPOKEN.sub("", contact.remote)
    if spec is None or number in house.book.access_numbers:
        return None
    return number if re.fullmatch(spec.numbers, number) else None


def may_offer(turn: Turn, fell: Fell) -> bool:
    """Return whether the waiting caller is told of it now: entitled, reachable, a long wait."""
    contact, spec = turn.call.contact, turn.house.book.callback
    if spec is None or contact.queued_at is None or contact.answered_at is not None:
        return False
    is_entitled = turn.house.callback_ms.get((contact.tier, contact.service_kind), 0) > 0
    waited = turn.now - contact.queued_at
    is_long = waited >= timedelta(milliseconds=spec.after_ms) and (
        fell.wait_ms is None or fell.wait_ms >= spec.above_ms
    )
    is_possible = fell.is_reachable and number_of(contact, turn.house) is not None
    is_new = contact.callback_asked_at is None
    return is_new and is_entitled and is_long and is_possible and not _closed_for_ms(turn, spec)


def on_key(turn: Turn, key: str) -> Turn:
    """Take the key of the offer once it was made: noted first, then promised aloud."""
    contact, spec = turn.call.contact, turn.house.book.callback
    is_offered = turn.call.live.is_callback_offered and contact.callback_asked_at is None
    number = number_of(contact, turn.house)
    if spec is None or not is_offered or key != spec.key or number is None:
        return turn
    within_ms = turn.house.callback_ms.get((contact.tier, contact.service_kind), spec.longest_ms)
    due = turn.now + timedelta(milliseconds=within_ms)
    quiet = hush(turn) if turn.call.live.playing else turn.do(StopMusic())
    noted = quiet.stop(Timer.ANNOUNCE).contact(
        callback_asked_at=turn.now,
        callback_due_at=due,
        target_ms=(due - (contact.queued_at or turn.now)) // timedelta(milliseconds=1),
    )
    caller = turn.call.live.caller.knowing({"number": " ".join(number)})
    return say(noted.live(caller=caller).note("callback-asked", due=due.isoformat()), spec.taken)


def promise_again(turn: Turn) -> Turn:
    """A new process found the caller hearing the promise."""
    spec = turn.house.book.callback
    return say(hush(turn), spec.taken) if spec else park(turn)


def is_promised(call: Call) -> bool:
    """Return whether the customer, still in the first call, may hang up and keeps the place."""
    return _is_asked(call.contact) and call.live.dials == 0


def is_called_back(call: Call) -> bool:
    """Return whether the customer on the line, with nobody yet, is one we called."""
    return _is_asked(call.contact) and call.live.dials > 0


def park(turn: Turn) -> Turn:
    """The promise was heard, or the customer hung up after asking: the place is kept."""
    ring, leg = turn.call.live.ring, turn.call.live.channel
    freed: tuple[Effect, ...] = ()
    if ring is not None:
        freed = (Drop(ring.channel), MoveAgent(ring.agent, Move.WITHDRAWN))
    parked = hush(turn).stop().contact(stage=Stage.CALLBACK, agent_id=None).live(channel="")
    waiting = _limited(parked.live(ring=None)).start(Timer.CALLBACK, _LOOK_AGAIN_MS)
    return waiting.note("callback-due").do(Drop(leg), *freed, Enqueue(is_callback=True))


def dial(turn: Turn, offered: Offered) -> Turn:
    """An agent is free for it: dial the customer, unless this is no time to."""
    spec, live = turn.house.book.callback, turn.call.live
    if turn.call.contact.stage is Stage.DIALLING:
        return turn
    number = number_of(turn.call.contact, turn.house)
    if spec is None or number is None:
        return _close(turn, Outcome.CALLBACK_FAILED, reason="not-possible")
    if not offered.is_dial:
        return _rest(turn, _SOON_MS).do(TellRouter(News.UNREACHED))
    if live.is_resting or offered.is_calling:
        return _rest(turn, _LOOK_AGAIN_MS).do(TellRouter(News.UNREACHED))
    closed_ms = _closed_for_ms(turn, spec)
    if closed_ms:
        return _rest(turn, closed_ms).do(TellRouter(News.UNREACHED))
    return _dial(turn, spec, number)


def _dial(turn: Turn, spec: CallBack, number: str) -> Turn:
    contact, count = turn.call.contact, turn.call.live.dials + 1
    leg = f"k-{contact.id}-{count}"
    attempt = contact.callback_attempts + 1
    return (
        turn.contact(stage=Stage.DIALLING, callback_attempts=attempt)
        .live(channel=leg, dials=count)
        .stop(Timer.CALLBACK)
        .start(Timer.DIAL, spec.ring_ms)
        .note("callback-dialled", attempt=attempt)
        .do(Dial(leg, number))
    )


def customer_up(turn: Turn, channel: str) -> Turn:
    """The customer has answered: they are told who calls, and now an agent is asked for."""
    live, spec = turn.call.live, turn.house.book.callback
    if live.channel == channel and turn.call.contact.stage is not Stage.DIALLING:
        return turn
    if live.channel != channel or spec is None:
        return turn.do(Drop(channel))
    up = (
        turn.stop()
        .contact(stage=Stage.QUEUED)
        .start(Timer.LONGEST_WAIT, _CONNECTED_WAIT_MS)
        .note("callback-answered", attempt=turn.call.contact.callback_attempts)
        .do(RecordOn(channel), TellRouter(News.CONNECTED), Enqueue())
    )
    return say(up, spec.greeting)


def unreached(turn: Turn, cause: int) -> Turn:
    """The customer did not answer: again after a pause, or the last attempt has failed."""
    contact, spec = turn.call.contact, turn.house.book.callback
    reason = _REASONS.get(cause, "unreachable")
    noted = turn.live(channel="").note(
        "callback-unreached", attempt=contact.callback_attempts, reason=reason, cause=cause
    )
    if spec is None or contact.callback_attempts >= spec.attempts:
        return _close(noted, Outcome.CALLBACK_FAILED, reason=reason)
    return _rest(noted, spec.pause_ms).do(TellRouter(News.UNREACHED))


def dial_fell(turn: Turn) -> Turn:
    """It has rung long enough."""
    if turn.call.contact.stage is not Stage.DIALLING:
        return turn
    return unreached(turn.do(Drop(turn.call.live.channel)), NO_ANSWER)


def interrupted(turn: Turn) -> Turn:
    """The engine died with the leg, or nobody knows what became of it: no attempt was made."""
    ring, tried = turn.call.live.ring, turn.call.contact.callback_attempts
    moved = (MoveAgent(ring.agent, Move.WITHDRAWN),) if ring else ()
    back = turn.contact(callback_attempts=max(0, tried - 1)).live(channel="", ring=None, playing="")
    return _rest(back.note("callback-interrupted"), _SOON_MS).do(*moved, TellRouter(News.UNREACHED))


def customer_left(turn: Turn) -> Turn:
    """The customer answered and hung up before an agent came: that is no abandonment."""
    ring = turn.call.live.ring
    closed = _close(turn.live(ring=None), Outcome.CALLBACK_FAILED, reason="hung-up")
    if ring is None:
        return closed
    return closed.do(Drop(ring.channel), MoveAgent(ring.agent, Move.WITHDRAWN))


def fell(turn: Turn) -> Turn:
    """Ask the router again: after a pause, or lest it should have forgotten."""
    if turn.call.contact.stage is not Stage.CALLBACK:
        return turn
    asked = turn.live(is_resting=False).start(Timer.CALLBACK, _LOOK_AGAIN_MS)
    return asked.do(Enqueue(is_callback=True))


def adopted(turn: Turn) -> Turn:
    """A new process found the call-back waiting: whatever the router was doing, it begins anew."""
    if turn.call.live.is_resting:
        return turn
    return fell(turn.do(TellRouter(News.UNREACHED)))


def too_late(turn: Turn) -> Turn:
    """It has been due for so long that nobody expects it any more."""
    return _close(turn, Outcome.CALLBACK_FAILED, reason="too-late")


def called_again(turn: Turn, contact: ContactId) -> Turn:
    """The customer called by themselves: that contact has the place, this one is over."""
    if turn.call.contact.stage not in PARKED:
        return turn
    return _close(turn, Outcome.CALLED_AGAIN, contact=str(contact))


def cancel(turn: Turn, asked: CancelCallback) -> Turn:
    """Take the call-back out.

    Raises:
        NotInThisStage: none is due.
    """
    contact = turn.call.contact
    if contact.stage not in PARKED:
        raise NotInThisStage(contact=str(contact.id), stage=contact.stage.value)
    noted = turn.note("callback-cancelled", by=asked.actor.login, reason=asked.reason)
    audited = noted.do(Audit(asked.actor, "callback.cancelled", reason=asked.reason))
    return _close(audited, Outcome.CALLBACK_CANCELLED)


def _is_asked(contact: Contact) -> bool:
    """Return whether the promise stands: asked for, and nobody has answered yet."""
    return contact.callback_asked_at is not None and contact.answered_at is None


def _rest(turn: Turn, for_ms: int) -> Turn:
    """Leave the call-back alone for a while; the router does not know it meanwhile."""
    resting = turn.stop().contact(stage=Stage.CALLBACK, agent_id=None).live(is_resting=True)
    return _limited(resting).start(Timer.CALLBACK, for_ms).note("callback-rests", for_ms=for_ms)


def _limited(turn: Turn) -> Turn:
    """Return the turn with the end of all patience, counted from when it was asked for."""
    spec, asked_at = turn.house.book.callback, turn.call.contact.callback_asked_at
    if spec is None or asked_at is None:
        return turn.start(Timer.LONGEST_WAIT, 0)
    passed_ms = (turn.now - asked_at) // timedelta(milliseconds=1)
    return turn.start(Timer.LONGEST_WAIT, max(0, spec.longest_ms - passed_ms))


def _close(turn: Turn, outcome: Outcome, **detail: Any) -> Turn:
    """End the contact; the leg that lives, if any, goes."""
    leg = turn.call.live.channel
    dropped: tuple[Effect, ...] = (Drop(leg),) if leg else ()
    closed = turn.stop().contact(
        stage=Stage.DONE, outcome=outcome, ended_at=turn.now, agent_id=None
    )
    return closed.note("ended", outcome=outcome.value, **detail).do(
        *dropped, KeepRecording(), TellRouter(News.UNREACHED)
    )


def _closed_for_ms(turn: Turn, spec: CallBack) -> int:
    """Return how long it is until customers may be dialled; 0: now."""
    if spec.hours is None or turn.house.is_open(spec.hours, turn.now):
        return 0
    opens = next_opening(turn.house.calendars[spec.hours], turn.now)
    until = opens - turn.now if opens else timedelta(milliseconds=spec.pause_ms)
    return max(_SOON_MS, until // timedelta(milliseconds=1))
