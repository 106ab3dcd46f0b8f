"""Call-back in line: the caller hangs up, keeps the place, and is called when it is their turn."""

import asyncio

import pytest

from tests.journeys.floor import LONG_S, Floor, Told, contact_of, eventually, wrap_up
from tests.journeys.test_crash import come_back, kill
from tests.lab import MUSIC_HZ, IncomingCall, OutgoingCall
from tests.lab.desk import Desk, Refused

pytestmark = [pytest.mark.anyio, pytest.mark.engine]


async def asks(floor: Floor, number: str) -> Told:
    """Let somebody from this number wait, take the call-back, hear the promise; return it."""
    call = await floor.calls(number)
    await call.press("0")
    await floor.latest(number, stage="queued")
    await takes(floor, call, number)
    await call.ended(LONG_S)
    return await floor.latest(number, stage="callback")


async def takes(floor: Floor, call: OutgoingCall, number: str) -> None:
    """Press the key until it counts: it does once the offer was made."""

    async def taken() -> bool:
        await call.press("1")
        return bool((await floor.latest(number))["callback_asked_at"])

    await eventually(taken, "the call-back is taken")


async def finish(floor: Floor, agent: Desk, contact: str) -> Told:
    await agent.act(contact, "hang-up")
    await floor.stands(agent, "wrap-up")
    await wrap_up(agent, contact)
    return await floor.reaches(contact, stage="done", outcome="answered")


async def test_who_hangs_up_keeps_the_place_and_is_called_back(floor: Floor) -> None:
    carrier = await floor.carrier()
    due = await asks(floor, "13911120001")
    contact = due["id"]
    assert (due["outcome"], due["agent_id"], due["ended_at"]) == ("", None, None)
    assert due["callback_due_at"] > due["callback_asked_at"] > due["queued_at"]

    agent = await floor.agent("8004")
    ring = await carrier.rings(LONG_S)
    assert ring.dialled == "13911120001"
    assert ring.caller.user == "10000"
    assert (await floor.state(agent))["state"] == "ready", "nobody is held while it rings"
    await ring.answer(LONG_S)
    talk = await floor.picks_up(agent, ring)

    assert talk.contact == contact
    shown = await floor.contact(contact)
    assert (shown["queued_at"], shown["callback_attempts"]) == (due["queued_at"], 1)
    done = await finish(floor, agent, contact)
    assert done["answered_at"] > done["callback_asked_at"]
    assert [kind for kind in await floor.kinds(contact) if "callback" in kind] == [
        "callback-asked",
        "callback-due",
        "callback-dialled",
        "callback-answered",
    ]
    why = await floor.supervisor.get(f"contacts/{contact}/decisions")
    assert why["request"]["is_callback"]
    assert why["decisions"][0]["kind"] == "call-back"
    await eventually(lambda: _is_recorded(floor, contact), "one recording of both legs")


async def _is_recorded(floor: Floor, contact: str) -> bool:
    recording = (await floor.supervisor.get(f"contacts/{contact}"))["recording"]
    return bool(recording and recording["state"] == "ready")


async def test_busy_and_unanswered_are_tried_again_and_then_it_has_failed(floor: Floor) -> None:
    carrier = await floor.carrier()
    carrier.is_busy = True
    contact = (await asks(floor, "13911120002"))["id"]
    agent = await floor.agent("8004")
    await floor.reaches(contact, callback_attempts=1, stage="callback")

    carrier.is_busy = False
    ring = await carrier.rings(LONG_S)
    assert (await ring.ended(LONG_S)).by_peer
    done = await floor.reaches(contact, stage="done")

    assert (done["outcome"], done["callback_attempts"]) == ("callback-failed", 2)
    reasons = [
        event["detail"]["reason"]
        for event in await floor.history(contact)
        if event["kind"] == "callback-unreached"
    ]
    assert reasons == ["busy", "no-answer"]
    assert (await floor.state(agent))["state"] == "ready"


async def test_a_supervisor_cancels_and_an_agent_may_not(floor: Floor) -> None:
    contact = (await asks(floor, "13911120003"))["id"]
    agent = await floor.person("8004")
    with pytest.raises(Refused) as refused:
        await agent.act(contact, "callback-cancel", reason="不需要")
    assert refused.value.status == 403

    await floor.supervisor.act(contact, "callback-cancel", reason="客户已到营业厅")
    done = await floor.reaches(contact, stage="done", outcome="callback-cancelled")
    assert done["ended_at"]
    story = await floor.history(contact)
    assert story[-2]["detail"]["reason"] == "客户已到营业厅"
    lines = await (await floor.person("admin")).get("audit")
    [line] = [line for line in lines if line["target"] == contact]
    assert (line["action"], line["detail"]) == ("callback.cancelled", {"reason": "客户已到营业厅"})


async def test_who_calls_again_takes_the_place_over_and_is_not_dialled(floor: Floor) -> None:
    carrier = await floor.carrier()
    first = (await asks(floor, "13911120004"))["id"]
    again = await floor.calls("13911120004")
    agent = await floor.agent("8004")
    await floor.stands(agent, "ready")
    await eventually(lambda: _rests(floor, first), "not dialled while on the line")
    await again.press("0")
    talk = await floor.picks_up(agent, again)

    assert talk.contact != first
    await floor.reaches(first, stage="done", outcome="called-again")
    assert carrier.is_quiet()
    await finish(floor, agent, talk.contact)


async def _rests(floor: Floor, contact: str) -> bool:
    return "callback-rests" in await floor.kinds(contact)


async def _answers_to_music(ring: IncomingCall) -> None:
    await ring.answer(LONG_S)
    await ring.hears(MUSIC_HZ, within=LONG_S)


async def _sits_again(floor: Floor, agent: Desk) -> None:
    """Sign on anew if the seat was lost for too long on a slow machine."""
    if (await floor.state(agent))["state"] == "ready":
        return
    assert agent.phone is not None
    await agent.phone.stop()
    await agent.sign_on("seat-8004-again", floor.sip)
    await agent.ready()


async def test_a_killed_service_loses_no_call_back_and_dials_once(shaky: Floor) -> None:
    carrier = await shaky.carrier()
    due = await asks(shaky, "13911120005")
    await kill(shaky, "service")
    await come_back(shaky)
    assert (await shaky.contact(due["id"]))["stage"] == "callback"

    agent = await shaky.agent("8004")
    ring = await carrier.rings(LONG_S)
    await asyncio.gather(kill(shaky, "service"), _answers_to_music(ring))
    await come_back(shaky, agent)
    await _sits_again(shaky, agent)
    talk = await shaky.picks_up(agent, ring)

    assert talk.contact == due["id"]
    assert contact_of(talk.desk) == due["id"]
    assert carrier.is_quiet(), "the customer was dialled once"
    done = await finish(shaky, agent, due["id"])
    assert done["queued_at"] == due["queued_at"]
