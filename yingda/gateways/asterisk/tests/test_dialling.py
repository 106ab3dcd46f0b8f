"""Customers called back, on a real engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.lab import CUSTOMER_HZ, MUSIC_HZ, Phone
from tests.lab.remote import Remote
from yingda.calls.ports import ChannelLeft, CustomerAnswered, NodeUp
from yingda.gateways.asterisk import AsteriskVoice
from yingda.gateways.asterisk.tests.test_voice import Ear, heard
from yingda.gateways.speech import Speaker
from yingda.launcher import Parts

pytestmark = [pytest.mark.anyio, pytest.mark.engine]

NUMBER = "13800000077"
BUSY = 17


@asynccontextmanager
async def a_voice(engine: Parts, ear: Ear, folder: Path) -> AsyncIterator[AsteriskVoice]:
    assert engine.engine is not None
    voice = AsteriskVoice(
        engine.ari_url,
        node="n1",
        recordings=engine.settings.recordings,
        speaker=Speaker(engine.engine.speech, folder),
        listen=ear.listen,
    )
    task = asyncio.create_task(voice.run())
    try:
        await heard(ear, NodeUp)
        yield voice
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def voice(engine: Parts, ear: Ear, tmp_path: Path) -> AsyncIterator[AsteriskVoice]:
    async with a_voice(engine, ear, tmp_path) as voice:
        yield voice


@pytest.fixture
async def customer(engine: Parts) -> AsyncIterator[Phone]:
    """A telephone registered as a web phone of the customer's number, but with plain sound."""
    name = f"web-{NUMBER}-{uuid4().hex[:8]}"
    async with Remote(engine) as remote:
        await remote.push_phone(name, "secret")
        phone = await Phone.start(
            str(engine.sip), tone_hz=CUSTOMER_HZ, user=name, password="secret"
        )
        async with phone:
            await phone.register()
            yield phone
            await phone.unregister()


async def test_the_customers_phone_rings_with_the_centres_number(
    voice: AsteriskVoice, ear: Ear, customer: Phone
) -> None:
    assert await voice.reaches(NUMBER)
    assert await voice.dial("k-c-1", NUMBER, "10000")
    ring = await customer.rings()
    assert ring.caller.user == "10000"
    assert (await voice.state()).called_back == frozenset()

    await ring.answer()
    assert await heard(ear, CustomerAnswered) == CustomerAnswered("k-c-1")
    assert (await voice.state()).called_back == {"k-c-1"}
    await voice.start_music("k-c-1")
    await ring.hears(MUSIC_HZ)
    assert all(path.exists() for path in voice.raw_recording("k-c-1"))

    await ring.hang_up()
    assert (await heard(ear, ChannelLeft)).channel == "k-c-1"


async def test_busy_is_told_with_its_cause(voice: AsteriskVoice, ear: Ear, customer: Phone) -> None:
    customer.is_busy = True
    await voice.dial("k-c-2", NUMBER, "10000")
    assert await heard(ear, ChannelLeft) == ChannelLeft("k-c-2", BUSY)


async def test_a_phone_that_rings_stops_when_it_is_dropped(
    voice: AsteriskVoice, customer: Phone
) -> None:
    await voice.dial("k-c-3", NUMBER, "10000")
    ring = await customer.rings()

    await voice.drop("k-c-3")
    await ring.ended()


async def test_without_a_trunk_only_web_phones_are_reached(voice: AsteriskVoice) -> None:
    assert not await voice.reaches("13800000078")
    assert not await voice.dial("k-c-4", "13800000078", "10000")


async def test_who_answers_while_nobody_is_there_hears_music_and_is_told_of_later(
    engine: Parts, ear: Ear, customer: Phone, tmp_path: Path
) -> None:
    async with a_voice(engine, ear, tmp_path) as voice:
        await voice.dial("k-c-5", NUMBER, "10000")
        ring = await customer.rings()

    await ring.answer()
    await ring.hears(MUSIC_HZ, within=15)

    async with a_voice(engine, ear, tmp_path) as voice:
        assert await heard(ear, CustomerAnswered) == CustomerAnswered("k-c-5")
        await voice.drop("k-c-5")
        await ring.ended()
