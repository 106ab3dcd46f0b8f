"""Call-back in line: who is offered it, what is promised, when the customer is dialled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from yingda.accounts import SYSTEM
from yingda.calls import rules
from yingda.calls.effects import (
    Audit,
    Connect,
    Dial,
    Drop,
    Enqueue,
    KeepRecording,
    Move,
    MoveAgent,
    News,
    Play,
    RecordOn,
    RingAgent,
    StartMusic,
    StopMusic,
    StopPlaying,
    TakePlaceOf,
    TellRouter,
)
from yingda.calls.errors import NotInThisStage
from yingda.calls.inputs import (
    Adopted,
    AgentGone,
    AgentUp,
    CalledAgain,
    CancelCallback,
    CustomerGone,
    CustomerUp,
    EngineLost,
    Fell,
    KeyPressed,
    Offered,
    PlaybackEnded,
)
from yingda.calls.model import KeptPlace, Ring, Timer
from yingda.calls.tests.calls import (
    BACK_LEG,
    CONTACT,
    HOUSE,
    LI,
    MIDNIGHT,
    NOON,
    after,
    arriving,
    begun,
    called_back,
    dialling,
    offered,
    parked,
    promised,
)
from yingda.calls.turn import Turn
from yingda.contacts import ContactId, Outcome, Stage

BUSY, NO_ANSWER, ABSENT = 17, 19, 20
ALIVE = Adopted(is_agent_up=False, is_bridged=True)
OFFER = "不想等待请按一"


def said(turn: Turn) -> str:
    return next((each.text for each in turn.effects if isinstance(each, Play)), "")


def told(
    remote: str = "13800000001",
    seconds: float = 30,
    *,
    wait_ms: int | None = None,
    is_reachable: bool = True,
) -> Turn:
    """Return the announcement to a silver caller from that number who waited that long."""
    waiting = rules.begin(arriving("silver", remote=remote), NOON, HOUSE)
    fell = Fell(Timer.ANNOUNCE, wait_ms=wait_ms, is_reachable=is_reachable)
    return after(waiting, fell, seconds=seconds)


def test_after_a_while_a_call_back_is_offered_with_the_announcement() -> None:
    waiting = begun("silver")
    assert waiting.call.live.due[Timer.ANNOUNCE] == NOON + timedelta(seconds=20)

    assert offered().effects[0] == StopMusic()
    assert said(offered()) == OFFER


@pytest.mark.parametrize(
    ("turn", "is_offered"),
    [
        (told(), True),
        (told(seconds=20), True),
        (told(seconds=19), False),
        (told(wait_ms=60_000), True),
        (told(wait_ms=59_999), False),
        (told(is_reachable=False), False),
        (told("+86 138-0000-0001"), True),
        (told("anonymous"), False),
        (told("10000"), False),
        (told("1; DROP TABLE"), False),
        (told("9" * 16), False),
    ],
)
def test_who_is_offered_it(turn: Turn, *, is_offered: bool) -> None:
    assert (said(turn) == OFFER) is is_offered
    assert turn.call.live.is_callback_offered is is_offered


def test_a_class_without_the_entitlement_is_offered_nothing() -> None:
    turn = after(begun("gold"), Fell(Timer.ANNOUNCE, is_reachable=True), seconds=99)

    assert said(turn) == ""


def test_nobody_is_offered_a_call_at_night() -> None:
    waiting = begun("silver", MIDNIGHT)

    assert said(after(waiting, Fell(Timer.ANNOUNCE, is_reachable=True), seconds=30)) == ""


def test_a_key_before_the_offer_takes_nothing() -> None:
    assert after(begun("silver"), KeyPressed("1")).effects == ()
    assert after(offered(), KeyPressed("2")).effects == ()


def test_the_key_is_noted_with_its_promise_before_the_number_is_said() -> None:
    turn = promised()
    contact = turn.call.contact

    assert turn.effects[0] == StopPlaying(offered().call.live.playing)
    assert said(turn) == "我们会拨打1 3 8 0 0 0 0 0 0 0 1"
    assert contact.stage is Stage.QUEUED
    assert contact.callback_asked_at == turn.now
    assert contact.callback_due_at == turn.now + timedelta(hours=1)
    assert contact.target_ms == 3_631_000  # from when they began to wait
    assert after(turn, KeyPressed("1")).effects == ()


def test_a_key_while_music_plays_stops_the_music() -> None:
    music = after(offered(), PlaybackEnded(offered().call.live.playing))

    assert after(music, KeyPressed("1")).effects[0] == StopMusic()


def test_after_the_promise_the_caller_goes_and_the_place_stays() -> None:
    turn = parked()
    contact = turn.call.contact

    assert turn.effects == (Drop("c-1"), Enqueue(is_callback=True))
    assert (contact.stage, contact.queued_at, contact.ended_at) == (Stage.CALLBACK, NOON, None)
    assert contact.outcome is Outcome.LIVE
    assert turn.call.live.channel == ""


@pytest.mark.parametrize("gone", [CustomerGone(), EngineLost(), Fell(Timer.LONGEST_WAIT)])
def test_a_line_that_ends_in_the_promise_is_no_abandonment(gone: CustomerGone) -> None:
    turn = after(promised(), gone)

    assert turn.call.contact.stage is Stage.CALLBACK
    assert Enqueue(is_callback=True) in turn.effects


def test_an_agent_who_frees_up_in_the_promise_gets_the_caller_at_once() -> None:
    ringing = after(promised(), Offered(LI))
    assert RingAgent(Ring(LI, f"a-{CONTACT}-1")) in ringing.effects

    talking = after(ringing, AgentUp(f"a-{CONTACT}-1"))
    assert talking.call.contact.stage is Stage.TALKING
    assert after(talking, CustomerGone()).call.contact.stage is Stage.WRAP_UP


def test_who_hangs_up_while_that_agents_phone_rings_is_called_back() -> None:
    turn = after(promised(), Offered(LI), CustomerGone())

    assert turn.effects[-4:] == (
        Drop("c-1"),
        Drop(f"a-{CONTACT}-1"),
        MoveAgent(LI, Move.WITHDRAWN),
        Enqueue(is_callback=True),
    )
    assert turn.call.contact.agent_id is None


def test_if_that_agent_does_not_answer_the_caller_goes_after_the_promise() -> None:
    ringing = after(promised(), Offered(LI))
    heard = after(ringing, PlaybackEnded(ringing.call.live.playing))
    assert heard.call.contact.stage is Stage.OFFERED

    assert after(heard, Fell(Timer.RING)).call.contact.stage is Stage.CALLBACK


def test_an_agent_free_for_it_has_the_customer_dialled_and_is_not_bound() -> None:
    turn = dialling()

    assert turn.effects == (Dial(BACK_LEG, "13800000001"),)
    assert turn.call.contact.stage is Stage.DIALLING
    assert turn.call.contact.callback_attempts == 1
    assert turn.call.contact.agent_id is None
    assert turn.call.live.due[Timer.DIAL] == turn.now + timedelta(seconds=30)


def test_an_order_to_dial_that_comes_twice_dials_once() -> None:
    assert after(dialling(), Offered(LI, is_dial=True)).effects == ()
    assert after(called_back(), Offered(LI, is_dial=True)).effects == ()


def test_the_answer_is_greeted_recorded_and_asks_for_an_agent() -> None:
    turn = called_back()

    assert turn.effects[:3] == (RecordOn(BACK_LEG), TellRouter(News.CONNECTED), Enqueue())
    assert said(turn) == "您预约的回呼"
    assert turn.call.contact.stage is Stage.QUEUED

    music = after(turn, PlaybackEnded(turn.call.live.playing))
    assert music.effects == (StartMusic(),)


def test_then_it_is_a_call_as_any() -> None:
    ringing = after(called_back(), Offered(LI))
    turn = after(ringing, AgentUp(f"a-{CONTACT}-1"))

    assert Connect(f"a-{CONTACT}-1") in turn.effects
    assert turn.call.contact.queued_at == NOON
    assert turn.call.contact.answered_at == turn.now
    assert after(turn, CustomerGone()).call.contact.outcome is Outcome.ANSWERED


def test_a_refusal_leaves_the_customer_on_the_line() -> None:
    ringing = after(called_back(), Offered(LI))

    turn = after(ringing, AgentGone(f"a-{CONTACT}-1", 21))
    assert turn.call.contact.stage is Stage.QUEUED
    assert turn.call.live.channel == BACK_LEG


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        (CustomerGone(BUSY), "busy"),
        (CustomerGone(NO_ANSWER), "no-answer"),
        (CustomerGone(ABSENT), "unreachable"),
        (Fell(Timer.DIAL), "no-answer"),
    ],
)
def test_a_failed_attempt_rests_and_is_made_again(gone: CustomerGone, reason: str) -> None:
    failed = after(dialling(), gone)

    assert TellRouter(News.UNREACHED) in failed.effects
    assert failed.happened[0].detail["reason"] == reason
    assert failed.call.contact.stage is Stage.CALLBACK
    assert failed.call.live.due[Timer.CALLBACK] == failed.now + timedelta(minutes=5)
    assert after(failed, Offered(LI, is_dial=True)).effects == (TellRouter(News.UNREACHED),)

    again = after(failed, Fell(Timer.CALLBACK))
    assert again.effects == (Enqueue(is_callback=True),)
    second = after(again, Offered(LI, is_dial=True))
    assert second.effects == (Dial(f"k-{CONTACT}-2", "13800000001"),)


def test_a_phone_that_rings_too_long_is_hung_up() -> None:
    assert Drop(BACK_LEG) in after(dialling(), Fell(Timer.DIAL)).effects


def test_after_the_last_attempt_it_has_failed_and_is_no_abandonment() -> None:
    again = after(dialling(), CustomerGone(BUSY), Fell(Timer.CALLBACK))
    turn = after(again, Offered(LI, is_dial=True), CustomerGone(BUSY))

    assert turn.call.contact.outcome is Outcome.CALLBACK_FAILED
    assert turn.call.contact.callback_attempts == 2
    assert turn.effects == (KeepRecording(), TellRouter(News.UNREACHED))
    assert turn.call.live.due == {}


def test_who_answers_and_hangs_up_before_an_agent_comes_is_not_called_again() -> None:
    turn = after(called_back(), CustomerGone())
    assert turn.call.contact.outcome is Outcome.CALLBACK_FAILED
    assert turn.happened[-1].detail["reason"] == "hung-up"

    ringing = after(called_back(), Offered(LI), CustomerGone())
    assert MoveAgent(LI, Move.WITHDRAWN) in ringing.effects
    assert Drop(f"a-{CONTACT}-1") in ringing.effects


def test_a_customer_on_the_line_is_not_dialled() -> None:
    turn = after(parked(), Offered(LI, is_dial=True, is_calling=True))

    assert turn.effects == (TellRouter(News.UNREACHED),)
    assert turn.call.contact.callback_attempts == 0


def test_nobody_is_dialled_at_night() -> None:
    turn = after(parked(), Offered(LI, is_dial=True), seconds=12 * 3600)

    assert turn.effects == (TellRouter(News.UNREACHED),)
    opens = turn.call.live.due[Timer.CALLBACK]
    assert (opens.hour, opens.minute) == (0, 0)  # eight in Shanghai


def test_an_agent_offered_to_nobody_on_the_line_is_given_back() -> None:
    turn = after(parked(), Offered(LI))

    assert turn.effects == (TellRouter(News.UNREACHED),)
    assert Timer.CALLBACK in turn.call.live.due


def test_the_router_is_reminded() -> None:
    turn = after(parked(), Fell(Timer.CALLBACK))

    assert turn.effects == (Enqueue(is_callback=True),)
    assert Timer.CALLBACK in turn.call.live.due


def test_a_call_back_is_not_due_for_ever() -> None:
    limit = parked().call.live.due[Timer.LONGEST_WAIT]
    assert limit == promised().now + timedelta(days=1)

    turn = after(parked(), Fell(Timer.LONGEST_WAIT))
    assert turn.call.contact.outcome is Outcome.CALLBACK_FAILED


def test_the_engine_may_die_and_the_promise_stays() -> None:
    assert after(parked(), EngineLost()).call == parked().call

    for turn in (dialling(), called_back()):
        lost = after(turn, EngineLost())
        assert lost.call.contact.stage is Stage.CALLBACK
        assert lost.call.contact.callback_attempts == 0
        assert TellRouter(News.UNREACHED) in lost.effects
        assert lost.call.live.due[Timer.CALLBACK] == lost.now + timedelta(seconds=15)

    ringing = after(called_back(), Offered(LI), EngineLost())
    assert MoveAgent(LI, Move.WITHDRAWN) in ringing.effects


def test_a_new_process_goes_on_where_it_was() -> None:
    asked_anew = (TellRouter(News.UNREACHED), Enqueue(is_callback=True))
    assert after(parked(), ALIVE).effects == asked_anew
    assert after(dialling(), ALIVE).effects == ()
    assert after(after(dialling(), CustomerGone(BUSY)), ALIVE).effects == ()
    assert said(after(promised(), ALIVE)) == said(promised())

    waiting = after(called_back(), ALIVE)
    assert waiting.effects[1:] == (
        StartMusic(),
        RecordOn(BACK_LEG),
        TellRouter(News.CONNECTED),
        Enqueue(),
    )


def test_an_answer_that_nobody_waits_for_is_hung_up() -> None:
    failed = after(dialling(), Fell(Timer.DIAL))

    assert after(failed, CustomerUp(BACK_LEG)).effects == (Drop(BACK_LEG),)
    assert after(called_back(), CustomerUp(BACK_LEG)).effects == ()


def test_somebody_in_charge_cancels_with_a_reason() -> None:
    turn = after(dialling(), CancelCallback(SYSTEM, "客户已到店"))

    assert turn.call.contact.outcome is Outcome.CALLBACK_CANCELLED
    assert turn.happened[0].detail == {"by": "system", "reason": "客户已到店"}
    assert turn.effects[0] == Audit(SYSTEM, "callback.cancelled", reason="客户已到店")
    assert Drop(BACK_LEG) in turn.effects
    with pytest.raises(NotInThisStage):
        after(called_back(), CancelCallback(SYSTEM, "too late"))


def test_who_calls_again_has_the_old_place_and_the_call_back_is_over() -> None:
    earlier = ContactId(CONTACT)
    since = NOON - timedelta(minutes=10)
    caller = arriving("gold")
    again = replace(caller, live=replace(caller.live, kept=KeptPlace(earlier, since)))
    turn = rules.begin(again, NOON, HOUSE)
    assert turn.effects[-2:] == (Enqueue(since=since), TakePlaceOf(earlier))
    assert after(turn, ALIVE).effects[-2:] == (Enqueue(since=since), TakePlaceOf(earlier))

    for due in (parked(), dialling()):
        over = after(due, CalledAgain(earlier))
        assert over.call.contact.outcome is Outcome.CALLED_AGAIN
        assert TellRouter(News.UNREACHED) in over.effects
    assert after(called_back(), CalledAgain(earlier)).call == called_back().call
