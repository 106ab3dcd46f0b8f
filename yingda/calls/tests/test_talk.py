"""Queue, ring, talk, hold, transfer, wrap-up."""

from datetime import timedelta

import pytest

from yingda.calls import rules
from yingda.calls.effects import (
    CloseBridge,
    Connect,
    Drop,
    Enqueue,
    KeepRecording,
    Move,
    MoveAgent,
    News,
    PullOut,
    PutBack,
    RingAgent,
    StartMusic,
    StopMusic,
    TellRouter,
)
from yingda.calls.errors import DispositionRequired, NotInThisStage, NotYourCall
from yingda.calls.inputs import (
    Adopted,
    AgentGone,
    AgentUp,
    CustomerGone,
    EngineLost,
    Fell,
    HangUp,
    Hold,
    Input,
    Offered,
    PlaybackEnded,
    Reject,
    Resume,
    TransferToAgent,
    TransferToQueue,
    WrapUpDone,
    WrapUpExtended,
)
from yingda.calls.model import Ring, Timer
from yingda.calls.tests.calls import CONTACT, LI, NOON, WANG, after, begun, dialling
from yingda.calls.turn import Turn
from yingda.contacts import Outcome, Stage

LEG = f"a-{CONTACT}-1"
NORMAL, REJECTED_CALL, BROKEN = 16, 21, 41


def queued() -> Turn:
    return begun("gold")


def ringing() -> Turn:
    return after(queued(), Offered(LI))


def talking() -> Turn:
    return after(ringing(), AgentUp(LEG))


def wrapping() -> Turn:
    return after(talking(), CustomerGone())


def test_an_offer_rings_the_agent() -> None:
    turn = ringing()

    assert turn.effects == (MoveAgent(LI, Move.OFFERED), RingAgent(Ring(LI, LEG)))
    assert turn.call.contact.stage is Stage.OFFERED
    assert Timer.RING in turn.call.live.due


def test_an_answer_brings_both_together() -> None:
    turn = talking()

    assert turn.effects == (
        Connect(LEG),
        MoveAgent(LI, Move.TALKING),
        TellRouter(News.ANSWERED, LI),
    )
    assert turn.call.contact.answered_at == turn.now
    assert turn.call.live.due == {}


def test_an_answer_told_twice_connects_again_and_hangs_nobody_up() -> None:
    again = after(talking(), AgentUp(LEG))

    assert again.effects == (Connect(LEG),)
    assert again.call == talking().call
    assert not again.happened
    assert after(talking(), Hold(LI), AgentUp(LEG)).effects == ()


def test_silence_puts_the_agent_aside_and_the_caller_back_with_the_place_of_arrival() -> None:
    turn = after(ringing(), Fell(Timer.RING))

    assert turn.effects == (
        MoveAgent(LI, Move.RING_TIMEOUT),
        TellRouter(News.RING_TIMEOUT, LI),
        Drop(LEG),
    )
    assert turn.call.contact.stage is Stage.QUEUED
    assert turn.call.contact.queued_at == NOON
    assert Timer.LONGEST_WAIT in turn.call.live.due


@pytest.mark.parametrize("refusal", [Reject(LI), AgentGone(LEG, REJECTED_CALL)])
def test_a_refusal_is_told_to_the_router(refusal: Input) -> None:
    turn = after(ringing(), refusal)

    assert TellRouter(News.REJECTED, LI) in turn.effects
    assert MoveAgent(LI, Move.REJECTED) in turn.effects


def test_a_phone_that_cannot_be_reached_is_no_refusal_of_the_agent() -> None:
    turn = after(ringing(), AgentGone(LEG, 20))

    assert turn.effects == (
        MoveAgent(LI, Move.UNREACHABLE),
        TellRouter(News.UNREACHABLE, LI),
    )


def test_the_second_ring_has_a_leg_of_its_own() -> None:
    turn = after(ringing(), Fell(Timer.RING), Offered(WANG))

    assert turn.call.live.ring == Ring(WANG, f"a-{CONTACT}-2")
    assert after(turn, AgentUp(LEG)).effects == (Drop(LEG),)


def test_an_offer_for_a_call_that_waits_no_more_is_given_back() -> None:
    assert after(talking(), Offered(WANG)).effects == (TellRouter(News.ABANDONED),)


def test_an_offer_that_comes_twice_rings_once() -> None:
    turn = after(ringing(), Offered(LI))

    assert turn.call == ringing().call
    assert turn.effects == ()


def test_a_hang_up_while_it_rings_frees_the_agent() -> None:
    turn = after(ringing(), CustomerGone())

    assert turn.call.contact.outcome is Outcome.ABANDONED_RING
    assert set(turn.effects) >= {
        Drop(LEG),
        MoveAgent(LI, Move.WITHDRAWN),
        TellRouter(News.ABANDONED),
    }


def test_hold_and_resume() -> None:
    held = after(talking(), Hold(LI))
    assert held.effects == (PullOut(), MoveAgent(LI, Move.HELD))
    assert held.call.contact.held_since == held.now

    back = after(held, Resume(LI))
    assert back.effects == (PutBack(), MoveAgent(LI, Move.RESUMED))
    assert back.call.contact.held_since is None


def test_nobody_stays_on_hold_for_ever() -> None:
    turn = after(talking(), Hold(LI), Fell(Timer.HOLD))

    assert turn.call.contact.stage is Stage.TALKING


@pytest.mark.parametrize("act", [Hold(WANG), HangUp(WANG), TransferToQueue(WANG, "fault")])
def test_another_agents_call_is_left_alone(act: Input) -> None:
    with pytest.raises(NotYourCall):
        after(talking(), act)


def test_what_does_not_fit_the_stage_is_refused() -> None:
    with pytest.raises(NotInThisStage):
        after(talking(), Resume(LI))


def test_a_transfer_to_a_queue_keeps_the_place_of_arrival() -> None:
    turn = after(talking(), TransferToQueue(LI, "fault"))

    assert turn.effects == (
        PullOut(),
        MoveAgent(LI, Move.WRAP_UP),
        TellRouter(News.COMPLETED),
        Enqueue(None),
        Drop(LEG),
    )
    assert turn.call.contact.service_kind == "fault"
    assert turn.call.contact.queued_at == NOON
    assert turn.call.contact.agent_id is None


def test_a_transfer_to_an_agent_names_whom_to_try_first() -> None:
    turn = after(talking(), TransferToAgent(LI, WANG))

    assert Enqueue(WANG, 20_000) in turn.effects


def test_who_handed_over_is_ready_when_the_countdown_ends() -> None:
    turn = after(talking(), TransferToQueue(LI, "fault"), Fell(Timer.WRAP))

    assert turn.effects == (MoveAgent(LI, Move.WRAP_UP_DONE),)
    assert turn.call.contact.stage is Stage.QUEUED


def test_who_handed_over_is_freed_though_somebody_answered_meanwhile() -> None:
    handed = after(talking(), TransferToQueue(LI, "fault"), Offered(WANG))
    turn = after(handed, AgentUp(f"a-{CONTACT}-2"), Fell(Timer.WRAP))

    assert turn.effects == (MoveAgent(LI, Move.WRAP_UP_DONE),)
    assert turn.call.contact.stage is Stage.TALKING


def test_a_hang_up_by_the_agents_phone_ends_the_call() -> None:
    turn = after(talking(), AgentGone(LEG, NORMAL))

    assert turn.call.contact.stage is Stage.WRAP_UP
    assert turn.effects == (
        Drop("c-1"),
        CloseBridge(),
        MoveAgent(LI, Move.WRAP_UP),
        TellRouter(News.COMPLETED),
        KeepRecording(),
    )


def test_a_leg_that_breaks_sends_the_customer_back_to_wait_and_is_no_end() -> None:
    turn = after(talking(), AgentGone(LEG, BROKEN))

    assert turn.call.contact.stage is Stage.QUEUED
    assert Enqueue(None) in turn.effects


def test_wrap_up_needs_a_disposition() -> None:
    with pytest.raises(DispositionRequired):
        after(wrapping(), WrapUpDone(LI, is_disposed=False))

    done = after(wrapping(), WrapUpDone(LI, is_disposed=True))
    assert done.call.contact.stage is Stage.DONE
    assert done.call.contact.outcome is Outcome.ANSWERED
    assert done.effects == (MoveAgent(LI, Move.WRAP_UP_DONE),)


def test_the_countdown_is_noted_and_only_the_limit_closes() -> None:
    over = after(wrapping(), Fell(Timer.WRAP))
    assert over.call.contact.stage is Stage.WRAP_UP

    assert after(over, Fell(Timer.WRAP_LIMIT)).call.contact.stage is Stage.DONE


def test_a_customer_who_has_hung_up_is_not_hung_up() -> None:
    turn = wrapping()

    assert [each for each in turn.effects if isinstance(each, Drop)] == [Drop(LEG)]
    assert turn.call.live.channel == ""


def test_more_time_for_after_call_work() -> None:
    turn = after(wrapping(), WrapUpExtended(LI))

    assert turn.call.contact.wrap_due_at == turn.call.live.due[Timer.WRAP]


def test_the_longest_wait_closes_the_contact() -> None:
    turn = after(queued(), Fell(Timer.LONGEST_WAIT))

    assert turn.call.contact.outcome is Outcome.NO_AGENTS
    assert TellRouter(News.ABANDONED) in turn.effects


def test_an_announcement_interrupts_the_music_and_the_music_returns() -> None:
    waiting = after(begun(), PlaybackEnded(f"p-{CONTACT}-1"), PlaybackEnded(f"p-{CONTACT}-2"))
    waiting = after(waiting, Fell(Timer.KEY), Fell(Timer.KEY), PlaybackEnded(f"p-{CONTACT}-3"))
    waiting = after(waiting, Fell(Timer.KEY))
    assert waiting.call.contact.stage is Stage.QUEUED

    told = after(waiting, Fell(Timer.ANNOUNCE, {"position": "3"}))
    assert told.effects[0] == StopMusic()
    assert getattr(told.effects[1], "text", "") == "您前面还有3位"

    assert Timer.ANNOUNCE not in told.call.live.due

    music = after(told, PlaybackEnded(told.call.live.playing))
    assert music.effects == (StartMusic(),)
    assert Timer.ANNOUNCE in music.call.live.due


def test_nothing_is_announced_while_an_agents_phone_rings() -> None:
    turn = after(begun(), *[PlaybackEnded(f"p-{CONTACT}-{n}") for n in (1, 2)])
    turn = after(turn, Fell(Timer.KEY), PlaybackEnded(f"p-{CONTACT}-3"), Fell(Timer.KEY))
    ringing_now = after(turn, Offered(LI), Fell(Timer.ANNOUNCE))

    assert ringing_now.effects == ()
    assert Timer.ANNOUNCE in ringing_now.call.live.due


def test_the_death_of_the_engine_closes_every_stage_as_lost() -> None:
    for turn in (begun(), queued(), ringing(), talking()):
        lost = after(turn, EngineLost())
        assert lost.call.contact.outcome is Outcome.LOST
    assert TellRouter(News.LOST) in after(ringing(), EngineLost()).effects
    assert MoveAgent(LI, Move.WRAP_UP) in after(talking(), EngineLost()).effects


def test_a_new_process_takes_the_call_up_where_it_was() -> None:
    whole = Adopted(is_agent_up=True, is_bridged=True)
    apart = Adopted(is_agent_up=True, is_bridged=False)

    assert after(talking(), whole).effects == ()
    assert after(talking(), apart).effects == (Connect(LEG),)
    assert after(queued(), Adopted(is_agent_up=False, is_bridged=True)).effects == (
        StartMusic(),
        Enqueue(),
    )
    assert after(ringing(), apart).call.contact.stage is Stage.TALKING


@pytest.mark.parametrize(
    ("turn", "timer"), [(ringing(), Timer.RING), (dialling(), Timer.DIAL)], ids=["ring", "dial"]
)
def test_who_may_have_answered_while_nobody_looked_is_given_time(turn: Turn, timer: Timer) -> None:
    call, due = turn.call, turn.call.live.due[timer]

    assert rules.taken_up(call, due - timedelta(seconds=20)) == call
    late = rules.taken_up(call, due + timedelta(minutes=1))
    assert late.live.due[timer] == due + timedelta(minutes=1, seconds=15)
    assert rules.taken_up(talking().call, due) == talking().call
