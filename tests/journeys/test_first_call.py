"""The call everything else stands on: greeted by tier, answered, recorded, told on the timeline."""

import io
import wave
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tests.journeys.floor import SOLVED, Floor, Talk, Told, eventually, wrap_up
from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, OutgoingCall
from tests.lab.audio import channel_spectra
from tests.lab.desk import Desk, Refused

pytestmark = [pytest.mark.anyio, pytest.mark.engine]
TIMES = ("arrived_at", "queued_at", "offered_at", "answered_at", "ended_at", "wrapped_at")
VOICE_HZ = (200.0, 3400.0)


def is_speech(call: OutgoingCall) -> bool:
    """Return whether the last second sounds like a voice: loud, in its band, no single tone."""
    heard = call.heard(1000)
    if heard.is_silent:
        return False
    band = (heard.hz >= VOICE_HZ[0]) & (heard.hz <= VOICE_HZ[1])
    tones = heard.loudest(1)
    return bool(heard.energy[band].sum() > 0.5 * heard.energy.sum()) and tones[0][1] < 0.6


async def hears_speech(call: OutgoingCall) -> None:
    async def speaks() -> bool:
        return is_speech(call)

    await eventually(speaks, "a voice")


async def is_ready(desk: Desk, contact: str) -> Told:
    """Return the recording once it can be listened to."""

    async def ready() -> Told | None:
        recording = (await desk.get(f"contacts/{contact}"))["recording"]
        return recording if recording and recording["state"] == "ready" else None

    found: Told = await eventually(ready, "a recording")
    return found


def in_order(contact: Told, names: Sequence[str]) -> bool:
    times = [datetime.fromisoformat(contact[name]) for name in names]
    return times == sorted(times)


@pytest.mark.parametrize("via", ["rfc4733", "info"])
async def test_a_gold_caller_is_greeted_served_recorded_and_remembered(
    floor: Floor, via: str, tmp_path: Path
) -> None:
    gold = await floor.caller("gold")
    call = await floor.calls(gold["number"])
    await hears_speech(call)
    await call.press("1", via=via)
    await call.hears(MUSIC_HZ, within=20)
    waiting = await floor.latest(gold["number"], stage="queued")
    contact = waiting["id"]
    assert (waiting["customer_id"], waiting["tier"]) == (gold["id"], "gold")
    assert [step["key"] for step in waiting["menu_path"]] == ["1"]
    assert waiting["target_ms"] == 10_000
    await call.hears(MUSIC_HZ, within=20, over_ms=1000)
    await hears_speech(call)  # the place in the queue, between the music
    await call.hears(MUSIC_HZ, within=30, over_ms=1000)

    agent = await floor.agent("8003")
    talk = await floor.picks_up(agent, call)
    assert talk.contact == contact
    await _hold_and_end(floor, talk)
    now = await floor.reaches(contact, stage="done", outcome="answered")
    assert in_order(now, TIMES)
    await floor.stands(agent, "ready")

    await _check_story(floor, gold, contact, agent)
    await _check_sound(floor, agent, contact, tmp_path)


async def _hold_and_end(floor: Floor, talk: Talk) -> None:
    """Hold and resume; the customer hangs up, and the agent notes why they called."""
    agent, call, contact = talk.agent, talk.customer, talk.contact
    await agent.act(contact, "hold")
    await call.hears(MUSIC_HZ, within=20)
    await floor.stands(agent, "held")
    await agent.act(contact, "resume")
    await talk.both_hear()
    await call.hears(AGENT_HZ, within=20, over_ms=1500)
    await talk.desk.hears(CUSTOMER_HZ, within=20, over_ms=1500)
    await call.hang_up()
    await talk.desk.ended(20)

    await floor.stands(agent, "wrap-up")
    with pytest.raises(Refused) as refused:
        await agent.act(contact, "wrap-up-done")
    assert refused.value.code == "disposition-required"
    await wrap_up(agent, contact, note="账单已解释。")


async def _check_story(floor: Floor, gold: Told, contact: str, agent: Desk) -> None:
    """The history is whole, the timeline shows it, the decision is explained."""
    history = await floor.history(contact)
    kinds = [event["kind"] for event in history if event["kind"] != "disposed"]
    assert kinds == [
        "arrived", "menu-key", "queued", "offered", "answered", "held", "resumed", "ended",
        "wrapped",
    ]  # fmt: skip
    assert history[0]["detail"]["flow"] == "gold"
    timeline = await floor.supervisor.get("contacts", customer_id=gold["id"])
    assert timeline[0]["id"] == contact
    assert timeline[0]["disposition"] is not None
    why = await floor.supervisor.get(f"contacts/{contact}/decisions")
    assert why["request"]["class"] == "gold.consult.voice"
    assert [each["agent_id"] for each in why["decisions"]] == [agent.user["id"]]
    assert why["decisions"][0]["agent_name"]


async def _check_sound(floor: Floor, agent: Desk, contact: str, folder: Path) -> None:
    """The recording has the customer left and the agent right, comes in parts, and is guarded."""
    shown = await is_ready(floor.supervisor, contact)
    whole = await floor.supervisor.download(f"contacts/{contact}/recording?download=1")
    assert len(whole) == shown["size_bytes"]
    with wave.open(io.BytesIO(whole)) as sound:
        assert sound.getnchannels() == 2
        length_s = sound.getnframes() / sound.getframerate()
    assert abs(length_s * 1000 - shown["duration_ms"]) < 50
    path = folder / "call.wav"
    path.write_bytes(whole)
    left, right = channel_spectra(path, length_s - 0.6, length_s - 0.1)
    assert left.share(CUSTOMER_HZ) > 0.9
    assert right.share(AGENT_HZ) > 0.9
    assert channel_spectra(path)[0].share(CUSTOMER_HZ) > 0.9
    part = await floor.supervisor.part(f"contacts/{contact}/recording", 44, 1043)
    assert part == whole[44:1044]
    peaks = await floor.supervisor.get(f"contacts/{contact}/recording/peaks")
    assert len(peaks["channels"]) == 2
    assert max(peaks["channels"][0]) > 0
    planner = await floor.person("planner")
    for desk, path_ in ((planner, "recording"), (agent, "recording?download=1")):
        with pytest.raises(Refused) as refused:
            await desk.download(f"contacts/{contact}/{path_}")
        assert refused.value.status == 403


async def test_gold_silver_and_mass_hear_different_words_and_meet_their_own_group(
    floor: Floor,
) -> None:
    senior, middle, junior = [await floor.agent(login) for login in ("8003", "8001", "8004")]
    keys = {"gold": "1", "silver": "2", "mass": "2"}
    groups = {"gold": senior, "silver": middle, "mass": junior}
    sounds = {}
    for tier, agent in groups.items():
        caller = await floor.caller(tier)
        call = await floor.calls(caller["number"])
        await call.hears_more(75, within=20)
        sounds[tier] = call.hearing.samples()[4000:12000]
        assert is_speech(call)
        await call.press(keys[tier])
        talk = await floor.picks_up(agent, call)
        now = await floor.contact(talk.contact)
        assert (now["tier"], now["service_kind"]) == (tier, "consult")
        assert (await floor.history(talk.contact))[0]["detail"]["flow"] == tier
        await agent.act(talk.contact, "hang-up")
        await call.ended(20)
        await wrap_up(agent, talk.contact, **SOLVED)
    alike = [
        float(abs(sounds[one] - sounds[other]).mean()) < 1.0
        for one, other in (("gold", "silver"), ("gold", "mass"), ("silver", "mass"))
    ]
    assert alike == [False, False, False]


async def test_a_solved_call_needs_a_known_disposition_of_its_own_agent(floor: Floor) -> None:
    agent, other = await floor.agent("8004"), await floor.agent("8003")
    talk = await floor.talk(agent)
    with pytest.raises(Refused) as elsewhere:
        await other.act(talk.contact, "hold")
    assert elsewhere.value.code == "not-your-call"
    with pytest.raises(Refused) as odd:
        await agent.put(f"contacts/{talk.contact}/disposition", {**SOLVED, "code": "nonsense"})
    assert odd.value.status in {400, 422}

    await talk.desk.hang_up()

    assert (await talk.customer.ended(20)).by_peer
    await floor.stands(agent, "wrap-up")
    await floor.reaches(talk.contact, stage="wrap-up", outcome="answered")
