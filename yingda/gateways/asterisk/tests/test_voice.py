"""The gateway on a real engine: every command heard at the phones, every event typed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest

from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, Phone
from tests.lab.incoming import IncomingCall
from tests.lab.outgoing import OutgoingCall
from yingda.agents import AgentId
from yingda.agents.ports import PhoneKind
from yingda.agents.tests.examples import HandClock
from yingda.calls import WebPhonesFull
from yingda.calls.ports import (
    ChannelArrived,
    ChannelLeft,
    EngineEvent,
    KeyHit,
    NodeUp,
    PhoneUp,
    Said,
)
from yingda.gateways.asterisk import AsteriskVoice, EnginePhones
from yingda.gateways.asterisk.phones import newest_phones, unused, web_phone_at
from yingda.gateways.speech import Speaker
from yingda.kit.clock import SystemClock
from yingda.launcher import Parts

pytestmark = [pytest.mark.anyio, pytest.mark.engine]

CALLER = "13800000001"
E = TypeVar("E", bound=EngineEvent)


@dataclass
class Ear:
    """Hears the events and lets a test wait for one of a kind."""

    heard: list[EngineEvent] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self, event: EngineEvent) -> None:
        self.heard.append(event)
        self.news.set()


async def heard(ear: Ear, kind: type[E], within: float = 15) -> E:
    async with asyncio.timeout(within):
        while True:
            for event in ear.heard:
                if isinstance(event, kind):
                    ear.heard.remove(event)
                    return event
            ear.news.clear()
            await ear.news.wait()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def voice(engine: Parts, ear: Ear, tmp_path: Path) -> AsyncIterator[AsteriskVoice]:
    assert engine.engine is not None
    voice = AsteriskVoice(
        engine.ari_url,
        node="n1",
        recordings=engine.settings.recordings,
        speaker=Speaker(engine.engine.speech, tmp_path),
        listen=ear.listen,
    )
    task = asyncio.create_task(voice.run())
    await heard(ear, NodeUp)
    yield voice
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def customer(engine: Parts) -> AsyncIterator[Phone]:
    async with await Phone.start(str(engine.sip), tone_hz=CUSTOMER_HZ) as phone:
        yield phone


async def test_a_caller_arrives_with_number_and_access_number(
    voice: AsteriskVoice, ear: Ear, customer: Phone
) -> None:
    call = await customer.dial("10000", from_number=CALLER)

    arrived = await heard(ear, ChannelArrived)
    assert (arrived.caller, arrived.dialled) == (CALLER, "10000")

    await voice.answer(arrived.channel)
    await call.answered()
    await call.hang_up()
    left = await heard(ear, ChannelLeft)
    assert left == ChannelLeft(arrived.channel, cause=16)


async def test_a_prompt_is_spoken_and_its_end_is_told(
    voice: AsteriskVoice, ear: Ear, customer: Phone
) -> None:
    call = await customer.dial("10000", from_number=CALLER)
    arrived = await heard(ear, ChannelArrived)
    await voice.answer(arrived.channel)
    await call.answered()

    await voice.play(arrived.channel, "p-1", "您好", "zh-CN")

    assert await heard(ear, Said) == Said("p-1")
    await call.hang_up()


async def test_a_prompt_that_cannot_be_played_ends_at_once(voice: AsteriskVoice, ear: Ear) -> None:
    await voice.play("no-such-leg", "p-2", "您好", "zh-CN")

    assert await heard(ear, Said) == Said("p-2")


@pytest.mark.parametrize("via", ["rfc4733", "info"])
async def test_keys_are_told(voice: AsteriskVoice, ear: Ear, customer: Phone, via: str) -> None:
    call = await customer.dial("10000", from_number=CALLER)
    arrived = await heard(ear, ChannelArrived)
    await voice.answer(arrived.channel)
    await call.answered()

    await call.press("5", via=via)

    assert await heard(ear, KeyHit) == KeyHit(arrived.channel, "5")
    await call.hang_up()


@dataclass
class Talk:
    """A customer and an agent who hear each other."""

    call: OutgoingCall
    ring: IncomingCall
    leg: str
    desk: Phone


@pytest.fixture
async def talk(
    voice: AsteriskVoice, ear: Ear, customer: Phone, engine: Parts
) -> AsyncIterator[Talk]:
    agent = AgentId(uuid4())
    login = await EnginePhones(
        voice.client, SystemClock(), url=engine.phone_url, agent_phones=voice.agent_phones
    ).credentials(agent, PhoneKind.SIP)
    call = await customer.dial("10000", from_number=CALLER)
    arrived = await heard(ear, ChannelArrived)
    await voice.answer(arrived.channel)
    await call.answered()
    async with await Phone.start(
        str(engine.sip), tone_hz=AGENT_HZ, user=login.user, password=login.password
    ) as desk:
        await desk.register()
        assert await voice.ring(agent, "a-1", CALLER, "contact-1")
        ring = await desk.rings()
        await ring.answer()
        assert await heard(ear, PhoneUp) == PhoneUp("a-1")
        await voice.connect("b-1", (arrived.channel, "a-1"))
        yield Talk(call, ring, arrived.channel, desk)
        await voice.drop(arrived.channel)
        await voice.drop("a-1")
        await voice.close_bridge("b-1")
        await call.ended()


async def test_both_hear_each_other_and_the_agents_phone_knows_the_contact(talk: Talk) -> None:
    await talk.call.hears(AGENT_HZ)
    await talk.ring.hears(CUSTOMER_HZ)

    assert dict(talk.ring.headers)["X-Yingda-Contact"] == "contact-1"


async def test_the_engine_tells_what_is_alive(voice: AsteriskVoice, talk: Talk) -> None:
    state = await voice.state()

    assert state.bridges["b-1"] == {talk.leg, "a-1"}
    assert state.arrivals[talk.leg] == ChannelArrived(talk.leg, CALLER, "10000")
    assert state.legs["a-1"]


async def test_hold_gives_music_and_resume_the_agent(voice: AsteriskVoice, talk: Talk) -> None:
    await voice.take_out("b-1", talk.leg)
    await voice.start_music(talk.leg)
    await talk.call.hears(MUSIC_HZ)

    await voice.stop_music(talk.leg)
    await voice.connect("b-1", (talk.leg,))
    await talk.call.hears(AGENT_HZ)


async def test_a_phone_that_dies_is_told_from_one_that_hangs_up(ear: Ear, talk: Talk) -> None:
    talk.desk.vanish()

    left = await heard(ear, ChannelLeft, within=40)
    assert left.channel == "a-1"
    assert left.cause != 16


async def test_an_agent_who_hangs_up_clears_normally(ear: Ear, talk: Talk) -> None:
    await talk.ring.hang_up()

    assert await heard(ear, ChannelLeft) == ChannelLeft("a-1", 16)


async def test_keys_sent_to_the_customer_are_heard_there(voice: AsteriskVoice, talk: Talk) -> None:
    await voice.send_keys(talk.leg, "42")

    await talk.call.hears_keys("42")


async def test_both_sides_are_recorded_from_the_first_second(
    voice: AsteriskVoice, talk: Talk
) -> None:
    await talk.call.hears(AGENT_HZ)

    assert all(path.exists() for path in voice.raw_recording(talk.leg))


async def test_a_phone_that_is_not_registered_cannot_ring(voice: AsteriskVoice) -> None:
    assert not await voice.ring(AgentId(uuid4()), "a-leg-2", CALLER, "contact-2")


def test_a_customer_is_called_back_at_a_registered_web_phone_of_their_number() -> None:
    endpoints = [
        {"resource": "web-13800000001-a1", "state": "offline"},
        {"resource": "web-13800000001-b2", "state": "online"},
        {"resource": "web-138000000012-c3", "state": "online"},
    ]

    assert web_phone_at(endpoints, "13800000001") == "web-13800000001-b2"
    assert web_phone_at(endpoints, "1380000000") is None


def test_only_web_phones_that_nobody_uses_are_taken_away() -> None:
    endpoints = [
        {"resource": "web-old", "state": "offline", "channel_ids": []},
        {"resource": "web-fresh", "state": "offline", "channel_ids": []},
        {"resource": "web-here", "state": "online", "channel_ids": []},
        {"resource": "web-talks", "state": "offline", "channel_ids": ["c"]},
        {"resource": "agent-1", "state": "offline", "channel_ids": []},
    ]

    assert unused(endpoints, {"web-fresh"}) == ["web-old"]


async def test_a_web_phone_that_was_given_out_long_ago_is_gone(
    voice: AsteriskVoice, engine: Parts
) -> None:
    phones = EnginePhones(
        voice.client, SystemClock(), url=engine.phone_url, agent_phones=voice.agent_phones
    )
    login = await phones.web_phone("1234", CALLER)
    path = f"asterisk/config/dynamic/res_pjsip/endpoint/{login.user}"
    assert (await voice.client.request("GET", path)).status == 200

    await phones.tidy()
    assert (await voice.client.request("GET", path)).status == 200

    await EnginePhones(
        voice.client, SystemClock(), url=engine.phone_url, agent_phones=voice.agent_phones
    ).tidy()
    assert (await voice.client.request("GET", path)).status == 404


async def test_no_more_web_phones_are_open_than_the_centre_allows(
    voice: AsteriskVoice, engine: Parts
) -> None:
    clock, known = HandClock(), voice.agent_phones
    phones = EnginePhones(
        voice.client, clock, url=engine.phone_url, agent_phones=known, most_on_web=2
    )
    await phones.tidy()
    await phones.web_phone("1", CALLER)
    await phones.web_phone("2", CALLER)
    with pytest.raises(WebPhonesFull):
        await phones.web_phone("3", CALLER)

    clock.pass_(600)

    await phones.web_phone("4", CALLER)


async def test_only_the_phone_of_the_last_sign_on_rings(
    voice: AsteriskVoice, ear: Ear, engine: Parts
) -> None:
    agent, server = AgentId(uuid4()), str(engine.sip)
    phones = EnginePhones(
        voice.client, SystemClock(), url=engine.phone_url, agent_phones=voice.agent_phones
    )
    first = await phones.credentials(agent, PhoneKind.SIP)
    async with await Phone.start(server, user=first.user, password=first.password) as old:
        await old.register()
        await phones.credentials(agent, PhoneKind.WEB)
        assert not await voice.ring(agent, "a-old", CALLER, "contact")

        last = await phones.credentials(agent, PhoneKind.SIP)
        async with await Phone.start(server, user=last.user, password=last.password) as new:
            await new.register()
            assert await voice.ring(agent, "a-new", CALLER, "contact")
            ring = await new.rings()
            ring.reject()
            assert await heard(ear, ChannelLeft) == ChannelLeft("a-new", 17)


def test_the_newest_phone_of_an_agent_is_known_by_its_name() -> None:
    agent = AgentId(uuid4())
    names = [f"agent-{agent}-{at:012x}" for at in (5, 900, 20)]
    found = newest_phones([{"resource": name} for name in [*names, "web-1", "trunk", "agent-x"]])

    assert found == {agent: names[1]}
