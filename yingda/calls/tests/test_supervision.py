"""A supervisor at a call: every mode, every order of leaving, never in the customer's way."""

from dataclasses import replace
from uuid import UUID

import pytest

from yingda.accounts import SYSTEM
from yingda.agents import AgentId
from yingda.calls import inputs, rules
from yingda.calls.effects import (
    Audit,
    CloseBridge,
    CloseRoom,
    Drop,
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
)
from yingda.calls.model import Mode, Timer
from yingda.calls.tests.calls import CONTACT, HOUSE, LI, WANG, after, begun
from yingda.calls.turn import Turn
from yingda.contacts import Outcome, Stage

BOSS = AgentId(UUID(int=9))
AGENT_LEG, BOSS_LEG, ROOM = f"a-{CONTACT}-1", f"s-{CONTACT}-1", f"sb-{CONTACT}-1"


def asks(mode: Mode, by: AgentId = BOSS) -> inputs.Supervise:
    return inputs.Supervise(by, mode, SYSTEM)


def talking() -> Turn:
    return after(begun("gold"), inputs.Offered(LI), inputs.AgentUp(AGENT_LEG))


def supervised(mode: Mode) -> Turn:
    return after(talking(), asks(mode), inputs.AgentUp(BOSS_LEG))


def ear_of(turn: Turn) -> str:
    assert turn.call.live.supervision is not None
    return turn.call.live.supervision.ear


def test_asking_rings_the_supervisors_phone_and_is_audited() -> None:
    turn = after(talking(), asks(Mode.LISTEN))

    assert turn.effects == (Audit(SYSTEM, "call.listen", LI), RingSupervisor(BOSS, BOSS_LEG))
    assert turn.call.contact == talking().call.contact


@pytest.mark.parametrize(("mode", "is_whispering"), [(Mode.LISTEN, False), (Mode.WHISPER, True)])
def test_once_answered_an_ear_is_put_to_the_agents_leg(mode: Mode, *, is_whispering: bool) -> None:
    turn = supervised(mode)
    ear = ear_of(turn)

    assert turn.effects == (JoinRoom(ROOM, BOSS_LEG), PutEar(ear, AGENT_LEG, is_whispering))
    assert after(turn, inputs.EarUp(ear)).effects == (JoinRoom(ROOM, ear),)


def test_to_barge_is_to_join_the_talk() -> None:
    assert supervised(Mode.BARGE).effects == (JoinTalk(BOSS_LEG),)


def test_another_mode_takes_the_old_ear_away_first() -> None:
    listening = supervised(Mode.LISTEN)
    whispering = after(listening, asks(Mode.WHISPER))
    barging = after(whispering, asks(Mode.BARGE))
    again = after(barging, asks(Mode.LISTEN))

    assert whispering.effects[1] == Drop(ear_of(listening))
    assert ear_of(whispering) not in {"", ear_of(listening)}
    assert barging.effects[1:] == (Drop(ear_of(whispering)), JoinTalk(BOSS_LEG))
    assert again.effects[1] == JoinRoom(ROOM, BOSS_LEG)


def test_an_ear_that_comes_too_late_is_hung_up() -> None:
    listening = supervised(Mode.LISTEN)
    barging = after(listening, asks(Mode.BARGE))

    assert after(barging, inputs.EarUp(ear_of(listening))).effects == (Drop(ear_of(listening)),)


def test_a_mode_chosen_while_it_rings_is_taken_once_answered() -> None:
    turn = after(talking(), asks(Mode.LISTEN), asks(Mode.BARGE), inputs.AgentUp(BOSS_LEG))

    assert turn.effects == (JoinTalk(BOSS_LEG),)


def test_listening_leaves_no_trace_at_the_agent_unless_the_house_shows_it() -> None:
    listening, whispering = supervised(Mode.LISTEN), supervised(Mode.WHISPER)
    shown = replace(HOUSE, shows_listening=True)
    asked = rules.step(talking().call, asks(Mode.LISTEN), talking().now, shown)
    heard = rules.step(asked.call, inputs.AgentUp(BOSS_LEG), asked.now, shown)

    assert listening.happened == ()
    assert listening.call.live.supervision
    assert not listening.call.live.supervision.is_shown
    assert [event.kind for event in whispering.happened] == ["whispered"]
    assert [event.kind for event in heard.happened] == ["listened"]
    assert heard.call.live.supervision
    assert heard.call.live.supervision.is_shown


@pytest.mark.parametrize("mode", [Mode.LISTEN, Mode.WHISPER, Mode.BARGE])
@pytest.mark.parametrize(
    "leaving", [inputs.StopSupervising(BOSS, SYSTEM), inputs.AgentGone(BOSS_LEG, 16)]
)
def test_a_supervisor_who_leaves_leaves_the_talk_alone(mode: Mode, leaving: inputs.Input) -> None:
    before = supervised(mode)
    turn = after(before, leaving)

    assert turn.call.live.supervision is None
    assert turn.call.contact.stage is Stage.TALKING
    ears = (Drop(ear_of(before)),) if ear_of(before) else ()
    assert turn.effects[: len(ears) + 2] == (*ears, Drop(BOSS_LEG), CloseRoom(ROOM))
    assert CloseBridge() not in turn.effects


@pytest.mark.parametrize("mode", [Mode.LISTEN, Mode.WHISPER, Mode.BARGE])
@pytest.mark.parametrize(
    "ending",
    [
        inputs.CustomerGone(),
        inputs.AgentGone(AGENT_LEG, 16),
        inputs.AgentGone(AGENT_LEG, 41),
        inputs.HangUp(LI),
        inputs.EngineLost(),
        inputs.TransferToQueue(LI, "fault"),
        inputs.Adopted(is_agent_up=True, is_bridged=True),
    ],
)
def test_whatever_ends_the_talk_takes_supervisor_ear_and_room_away(
    mode: Mode, ending: inputs.Input
) -> None:
    before = supervised(mode)
    turn = after(before, ending)

    assert turn.call.live.supervision is None
    assert {Drop(BOSS_LEG), CloseRoom(ROOM)} <= set(turn.effects)
    assert ear_of(before) == "" or Drop(ear_of(before)) in turn.effects


def test_an_adopted_talk_goes_on_without_the_supervisor() -> None:
    turn = after(supervised(Mode.LISTEN), inputs.Adopted(is_agent_up=True, is_bridged=True))

    assert turn.call.contact.stage is Stage.TALKING
    assert Drop(AGENT_LEG) not in turn.effects


def test_who_takes_over_has_the_call_and_the_former_agent_wraps_up() -> None:
    turn = after(supervised(Mode.WHISPER), asks(Mode.TAKE_OVER))
    contact, live = turn.call.contact, turn.call.live

    assert (contact.stage, contact.agent_id) == (Stage.TALKING, BOSS)
    assert (live.agent_channel, live.handed_over, live.supervision) == (BOSS_LEG, LI, None)
    assert [event.kind for event in turn.happened] == ["taken-over"]
    assert turn.effects.index(JoinTalk(BOSS_LEG)) < turn.effects.index(Drop(AGENT_LEG))
    assert {
        MoveAgent(LI, Move.WRAP_UP),
        MoveAgent(BOSS, Move.TAKEN_OVER),
        TellRouter(News.COMPLETED),
    } <= set(turn.effects)
    assert after(turn, inputs.AgentGone(AGENT_LEG, 16)).call == turn.call


def test_what_was_taken_over_ends_like_any_call() -> None:
    taken = after(supervised(Mode.TAKE_OVER), inputs.WrapUpDone(LI, is_disposed=False))
    ended = after(taken, inputs.AgentGone(BOSS_LEG, 16))
    done = after(ended, inputs.WrapUpDone(BOSS, is_disposed=True))

    assert MoveAgent(LI, Move.WRAP_UP_DONE) in taken.effects
    assert (ended.call.contact.stage, ended.call.contact.outcome) == (
        Stage.WRAP_UP,
        Outcome.ANSWERED,
    )
    assert MoveAgent(BOSS, Move.WRAP_UP) in ended.effects
    assert MoveAgent(BOSS, Move.WRAP_UP_DONE) in done.effects


def test_who_takes_a_held_call_over_brings_the_customer_back() -> None:
    held = after(supervised(Mode.LISTEN), inputs.Hold(LI))
    turn = after(held, asks(Mode.TAKE_OVER))

    assert turn.call.contact.stage is Stage.TALKING
    assert PutBack() in turn.effects
    assert Timer.HOLD not in turn.call.live.due


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(NotInThisStage):
        after(begun("gold"), asks(Mode.LISTEN))
    with pytest.raises(OwnCall):
        after(talking(), asks(Mode.LISTEN, LI))
    with pytest.raises(SupervisedAlready):
        after(supervised(Mode.LISTEN), asks(Mode.BARGE, WANG))
    with pytest.raises(NotSupervising):
        after(supervised(Mode.LISTEN), inputs.StopSupervising(WANG, SYSTEM))
