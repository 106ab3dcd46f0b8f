"""An agent at another tab takes the sound of the call along, and nobody is cut off."""

import pytest

from yingda.accounts import SYSTEM
from yingda.agents import AgentId
from yingda.calls import inputs
from yingda.calls.effects import Drop, JoinTalk, PutEar, RingAgent
from yingda.calls.errors import NotYourCall
from yingda.calls.model import Mode, Ring
from yingda.calls.tests.calls import CONTACT, LI, WANG, after, begun
from yingda.calls.turn import Turn
from yingda.contacts import Stage

OLD, NEW = f"a-{CONTACT}-1", f"a-{CONTACT}-2"


def talking(*more: inputs.Input) -> Turn:
    return after(begun("gold"), inputs.Offered(LI), inputs.AgentUp(OLD), *more)


def moving(*before: inputs.Input) -> Turn:
    return after(talking(*before), inputs.MovePhone(LI))


@pytest.mark.parametrize("before", [(), (inputs.Hold(LI),)], ids=["talking", "held"])
def test_the_new_phone_rings_and_once_answered_the_old_one_goes(
    before: tuple[inputs.Input, ...],
) -> None:
    ringing = moving(*before)
    moved = after(ringing, inputs.AgentUp(NEW))

    assert ringing.effects == (RingAgent(Ring(LI, NEW)),)
    assert moved.effects == (JoinTalk(NEW), Drop(OLD))
    assert moved.call.live.agent_channel == NEW
    assert moved.call.contact == ringing.call.contact
    assert after(moved, inputs.AgentGone(OLD, 16)).call == moved.call


def test_asking_twice_rings_once_and_a_phone_that_is_not_answered_changes_nothing() -> None:
    assert after(moving(), inputs.MovePhone(LI)).effects == ()
    missed = after(moving(), inputs.AgentGone(NEW, 20))

    assert (missed.call.live.agent_channel, missed.call.live.moving_to) == (OLD, "")
    assert missed.call.contact.stage is Stage.TALKING


@pytest.mark.parametrize(
    "ending",
    [inputs.CustomerGone(), inputs.AgentGone(OLD, 16), inputs.TransferToQueue(LI, "fault")],
)
def test_the_end_of_the_talk_stops_the_ringing(ending: inputs.Input) -> None:
    turn = after(moving(), ending)

    assert Drop(NEW) in turn.effects
    assert turn.call.live.moving_to == ""


def test_a_listening_supervisor_comes_along() -> None:
    boss = AgentId(WANG)
    watched = moving(inputs.Supervise(boss, Mode.LISTEN, SYSTEM), inputs.AgentUp(f"s-{CONTACT}-1"))
    turn = after(watched, inputs.AgentUp(NEW))

    (ear,) = [each for each in turn.effects if isinstance(each, PutEar)]
    assert (ear.agent_channel, ear.is_whispering) == (NEW, False)


def test_only_whose_call_it_is_may_move_it() -> None:
    with pytest.raises(NotYourCall):
        after(talking(), inputs.MovePhone(WANG))
