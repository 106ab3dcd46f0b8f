"""Agents' phones picked up while nobody is there to be told, on a real engine."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, Phone
from tests.lab.incoming import IncomingCall
from tests.lab.outgoing import OutgoingCall
from tests.lab.remote import Remote
from yingda.agents import AgentId
from yingda.agents.ports import PhoneKind
from yingda.calls.ports import ChannelArrived, ChannelLeft, KeyHit, PhoneUp
from yingda.gateways.asterisk import AsteriskVoice, EnginePhones
from yingda.gateways.asterisk.tests.test_dialling import a_voice
from yingda.gateways.asterisk.tests.test_voice import CALLER, Ear, heard
from yingda.kit.clock import SystemClock
from yingda.launcher import Parts

pytestmark = [pytest.mark.anyio, pytest.mark.engine]

LEG = "a-c-1"


@dataclass
class Ringing:
    """A caller who waits, and an agent's phone that rings for them; nobody is there any more."""

    call: OutgoingCall
    caller_leg: str
    ring: IncomingCall


@pytest.fixture
def ear() -> Ear:
    return Ear()


async def rings(voice: AsteriskVoice, phone: Phone, agent: AgentId, leg: str) -> IncomingCall:
    assert await voice.ring(agent, leg, CALLER, "contact-1")
    ring = await phone.rings()
    assert not (await voice.state()).legs[leg]
    return ring


@pytest.fixture
async def ringing(engine: Parts, ear: Ear, tmp_path: Path) -> AsyncIterator[Ringing]:
    agent, server = AgentId(uuid4()), str(engine.sip)
    async with await Phone.start(server, tone_hz=CUSTOMER_HZ) as customer:
        async with a_voice(engine, ear, tmp_path) as voice:
            phones = EnginePhones(
                voice.client, SystemClock(), url="", agent_phones=voice.agent_phones
            )
            login = await phones.credentials(agent, PhoneKind.SIP)
            call = await customer.dial("10000", from_number=CALLER)
            arrived = await heard(ear, ChannelArrived)
            await voice.answer(arrived.channel)
            await call.answered()
            desk = await Phone.start(
                server, tone_hz=AGENT_HZ, user=login.user, password=login.password
            )
            await desk.register()
            ring = await rings(voice, desk, agent, LEG)
        async with desk:
            yield Ringing(call, arrived.channel, ring)


async def test_who_picks_up_meanwhile_hears_music_and_then_the_caller(
    ringing: Ringing, engine: Parts, ear: Ear, tmp_path: Path
) -> None:
    await ringing.ring.answer()
    await ringing.ring.hears(MUSIC_HZ, within=15)

    async with a_voice(engine, ear, tmp_path) as voice:
        assert await heard(ear, PhoneUp) == PhoneUp(LEG)
        assert (await voice.state()).legs[LEG]
        await voice.connect("b-c-1", (ringing.caller_leg, LEG))
        await ringing.ring.hears(CUSTOMER_HZ)
        await ringing.call.hears(AGENT_HZ)

        await voice.connect("b-c-1", (ringing.caller_leg, LEG))
        await ringing.ring.hears_more(50)
        await ringing.ring.hears(CUSTOMER_HZ)
        await ringing.call.hears(AGENT_HZ)
        await voice.drop(LEG)
        await ringing.ring.ended()
        await voice.drop(ringing.caller_leg)
        await voice.close_bridge("b-c-1")
        await ringing.call.ended()


async def test_who_is_dropped_while_they_wait_is_let_go(
    ringing: Ringing, engine: Parts, ear: Ear, tmp_path: Path
) -> None:
    await ringing.ring.answer()
    await ringing.ring.hears(MUSIC_HZ, within=15)

    async with a_voice(engine, ear, tmp_path) as voice:
        await voice.drop(LEG)
        await ringing.ring.ended()
        assert (await heard(ear, ChannelLeft)).channel == LEG


async def test_who_picks_up_and_hangs_up_meanwhile_is_gone(
    ringing: Ringing, engine: Parts, ear: Ear, tmp_path: Path
) -> None:
    await ringing.ring.answer()
    await ringing.ring.hears(MUSIC_HZ, within=15)
    await ringing.ring.hang_up()

    async with a_voice(engine, ear, tmp_path) as voice:
        legs = (await voice.state()).legs
        assert LEG not in legs
        assert ringing.caller_leg in legs


async def test_a_caller_who_came_to_us_before_we_listened_is_heard_once(
    engine: Parts, ear: Ear, tmp_path: Path
) -> None:
    async with await Phone.start(str(engine.sip)) as customer:
        async with a_voice(engine, ear, tmp_path) as voice:
            call = await customer.dial("10000", from_number=CALLER)
            leg = (await heard(ear, ChannelArrived)).channel
            await voice.answer(leg)
            await call.answered()
            await voice.connect("b-c-2", (leg,))
            assert (await voice.state()).bridges["b-c-2"] == {leg}
        async with Remote(engine) as remote:
            await remote.ari(
                "POST", "applications/yingda/subscription", eventSource=f"channel:{leg}"
            )

        async with a_voice(engine, ear, tmp_path) as voice:
            await call.press("5")
            await call.press("6")
            assert [(await heard(ear, KeyHit)).key for _ in "56"] == ["5", "6"]
            await voice.drop(leg)
            await voice.close_bridge("b-c-2")
            await call.ended()
