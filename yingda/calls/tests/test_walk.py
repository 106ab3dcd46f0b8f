"""Greeting, menu, opening hours: what a caller meets before the queue."""

from dataclasses import replace

import pytest

from yingda.calls import rules
from yingda.calls.effects import Answer, Drop, Enqueue, KeepRecording, Play, StartMusic, StopPlaying
from yingda.calls.flow import Flow
from yingda.calls.inputs import CustomerGone, Fell, Input, KeyPressed, PlaybackEnded
from yingda.calls.model import Caller, Timer
from yingda.calls.tests.calls import (
    BOOK,
    HOUSE,
    LI,
    MIDNIGHT,
    NOON,
    after,
    arriving,
    begun,
    renumbered,
)
from yingda.contacts import Outcome, Stage


def said(turn_number: int) -> PlaybackEnded:
    return PlaybackEnded(f"p-00000000-0000-0000-0000-000000000007-{turn_number}")


def test_a_caller_is_answered_and_greeted_by_name() -> None:
    turn = begun()

    assert turn.effects == (Answer(), Play(said(1).playback, "王芳您好"))
    assert turn.call.contact.stage is Stage.MENU


def test_the_tier_chooses_the_flow() -> None:
    turn = begun("gold")

    assert turn.effects == (Answer(), StartMusic(), Enqueue())
    assert turn.call.contact.target_ms == 10_000


def test_a_key_while_the_menu_is_read_stops_it_and_leads_to_the_queue() -> None:
    turn = after(begun(), said(1), KeyPressed("1"))

    assert turn.effects == (StopPlaying(said(2).playback), StartMusic(), Enqueue())
    assert [step.key for step in turn.call.contact.menu_path] == ["1"]
    assert turn.call.contact.service_kind == "consult"
    assert set(turn.call.live.due) == {Timer.LONGEST_WAIT, Timer.ANNOUNCE}


def test_a_key_in_the_greeting_is_taken_for_the_menu_that_follows() -> None:
    turn = after(begun(), KeyPressed("1"))

    assert turn.call.contact.stage is Stage.QUEUED
    assert [step.menu for step in turn.call.contact.menu_path] == ["menu"]


def test_a_wrong_key_is_told_so_and_after_all_tries_the_caller_goes_on() -> None:
    once = after(begun(), said(1), KeyPressed("9"))
    twice = after(once, KeyPressed("9"))

    assert once.effects[-1] == Play(said(3).playback, "按键有误")
    assert twice.call.contact.stage is Stage.QUEUED
    assert twice.call.contact.menu_path == ()


def test_no_key_in_time_reads_the_menu_again_then_goes_on() -> None:
    silent = after(begun(), said(1), said(2))
    assert set(silent.call.live.due) == {Timer.KEY}

    again = after(silent, Fell(Timer.KEY))
    on = after(again, said(3), Fell(Timer.KEY))

    assert again.effects == (Play(said(3).playback, "咨询请按一"),)
    assert on.call.contact.stage is Stage.QUEUED


def test_a_prompt_that_never_ends_is_passed_over() -> None:
    turn = after(begun(), Fell(Timer.PROMPT))

    assert turn.call.live.step == "menu"


def test_outside_opening_hours_the_caller_hears_so_and_the_contact_is_closed() -> None:
    turn = begun(at=MIDNIGHT)
    assert turn.effects[-1] == Play(said(1).playback, "现在是休息时间")

    closed = after(turn, said(1))

    assert closed.call.contact.outcome is Outcome.CLOSED_HOURS
    assert closed.effects == (Drop("c-1"), KeepRecording())
    assert closed.call.live.due == {}


def test_a_branch_goes_by_what_is_known_of_the_caller() -> None:
    flow = {
        "start": "known",
        "steps": {
            "known": {"do": "branch", "has": "bill", "yes": "bill", "no": "consult"},
            "bill": {"do": "say", "prompt": "greeting", "next": "consult"},
            "consult": {"do": "queue", "service_kind": "consult"},
        },
    }
    house = replace(
        HOUSE, book=BOOK.model_copy(update={"flows": {"main": Flow.model_validate(flow)}})
    )
    stranger = arriving()
    known = replace(stranger, live=replace(stranger.live, caller=Caller(figures={"bill": "88"})))

    assert rules.begin(stranger, NOON, house).call.live.step == "consult"
    assert rules.begin(known, NOON, house).call.live.step == "bill"


def test_the_familiar_agent_is_tried_first_as_long_as_the_class_says() -> None:
    house = replace(HOUSE, familiar_ms={("gold", "consult"): 8_000})
    caller = arriving("gold")
    regular = replace(caller, live=replace(caller.live, caller=Caller(familiar=LI)))

    assert rules.begin(regular, NOON, house).effects[-1] == Enqueue(LI, 8_000)


def test_an_unknown_number_is_recorded_and_hung_up() -> None:
    turn = rules.begin(renumbered(arriving(), "999"), NOON, HOUSE)

    assert turn.call.contact.outcome is Outcome.NO_AGENTS
    assert [event.kind for event in turn.happened] == ["arrived", "unknown-number", "ended"]


@pytest.mark.parametrize(
    ("heard", "outcome"),
    [
        ((), Outcome.ABANDONED_GREETING),
        ((said(1),), Outcome.ABANDONED_MENU),
        ((said(1), said(2)), Outcome.ABANDONED_MENU),
        ((KeyPressed("9"),), Outcome.ABANDONED_MENU),
    ],
    ids=["greeting", "menu read out", "menu waits for a key", "wrong key in the greeting"],
)
def test_who_hangs_up_is_counted_there(heard: tuple[Input, ...], outcome: Outcome) -> None:
    turn = after(begun(), *heard, CustomerGone())

    assert turn.call.contact.outcome is outcome
    assert turn.call.contact.stage is Stage.DONE


def test_who_hangs_up_in_the_last_words_ends_as_the_flow_would_have() -> None:
    turn = after(begun(at=MIDNIGHT), CustomerGone())

    assert turn.call.contact.outcome is Outcome.CLOSED_HOURS


def test_the_end_of_an_earlier_playback_says_nothing() -> None:
    turn = after(begun(), said(9))

    assert turn.call == begun().call
    assert turn.effects == ()
