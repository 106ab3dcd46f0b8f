"""The test phone against the real engine, before any service is there."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest

from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, Ending, Phone, malformed
from tests.lab.audio import RATE, channel_spectra
from tests.lab.remote import Remote
from tests.lab.spray import spray
from yingda.launcher import Parts

pytestmark = [pytest.mark.anyio, pytest.mark.engine]
NAME = "lab-1001"


async def gone(remote: Remote, caller: str) -> None:
    async with asyncio.timeout(10):
        while caller in await remote.callers():
            continue


@pytest.fixture
async def remote(engine: Parts) -> AsyncIterator[Remote]:
    async with Remote(engine) as remote:
        yield remote


@pytest.fixture
async def customer(engine: Parts) -> AsyncIterator[Phone]:
    async with await Phone.start(str(engine.sip), tone_hz=CUSTOMER_HZ) as phone:
        yield phone


@pytest.fixture
async def agent(engine: Parts, remote: Remote) -> AsyncIterator[Phone]:
    password = secrets.token_hex(12)
    await remote.push_phone(NAME, password)
    server = str(engine.sip)
    async with await Phone.start(server, tone_hz=AGENT_HZ, user=NAME, password=password) as phone:
        yield phone


async def test_a_caller_waits_to_music_while_the_service_is_away(customer: Phone) -> None:
    call = await customer.dial("10000", from_number="13800000001")
    await call.answered()

    await call.hears(MUSIC_HZ)
    await call.hears_more(60)

    assert call.hearing.reception().lost == 0


async def test_a_call_reaches_a_registered_phone_and_both_hear(
    customer: Phone, agent: Phone, remote: Remote
) -> None:
    await remote.command(f"dialplan add extension 7001,1,Dial,PJSIP/{NAME} into from-trunk replace")
    await agent.register()

    call = await customer.dial("7001", from_number="13800000001")
    ring = await agent.rings()
    await ring.answer()
    await call.answered()

    await call.hears(AGENT_HZ)
    await ring.hears(CUSTOMER_HZ)
    await ring.hang_up()
    assert (await call.ended()).by_peer


@pytest.mark.parametrize("via", ["rfc4733", "info"])
async def test_keys_pass_the_engine(
    customer: Phone, agent: Phone, remote: Remote, via: str
) -> None:
    await remote.command(f"dialplan add extension 7001,1,Dial,PJSIP/{NAME} into from-trunk replace")
    await agent.register()
    call = await customer.dial("7001")
    ring = await agent.rings()
    await ring.answer()
    await call.answered()

    await call.press("12#", via=via)

    await ring.hears_keys("12#")


async def test_a_refused_call_tells_the_caller_why(
    customer: Phone, agent: Phone, remote: Remote
) -> None:
    await remote.command(f"dialplan add extension 7001,1,Dial,PJSIP/{NAME} into from-trunk replace")
    await remote.command("dialplan add extension 7001,2,Hangup,17 into from-trunk replace")
    await agent.register()
    call = await customer.dial("7001")
    ring = await agent.rings()

    ring.reject(486)

    ending = await call.ended()
    assert (ending.status, ending.cause) == (486, 17)


async def test_a_wrong_password_is_refused(engine: Parts, agent: Phone) -> None:
    async with await Phone.start(str(engine.sip), user=NAME, password="guess") as thief:
        with pytest.raises(AssertionError, match="REGISTER answered 401"):
            await thief.register()


async def test_echo_comes_back_pure_over_a_second(customer: Phone, remote: Remote) -> None:
    await remote.command("dialplan add extension 7002,1,Answer, into from-trunk replace")
    await remote.command("dialplan add extension 7002,2,Echo, into from-trunk replace")

    call = await customer.dial("7002")

    await call.hears(CUSTOMER_HZ, min_share=0.95, over_ms=1000)
    assert call.hearing.samples(1000).size >= RATE * 0.8


async def test_the_engine_outlives_malformed_messages(engine: Parts, customer: Phone) -> None:
    before = engine.pid("engine")

    spray(engine.sip.host, engine.sip.port, [*malformed.crafted(), *malformed.mutated(22, 500)])

    call = await customer.dial("10000", from_number="13800000002")
    await call.answered()
    await call.hears(MUSIC_HZ)
    assert engine.pid("engine") == before


@pytest.mark.parametrize("number", malformed.ABSURD_CALLERS)
async def test_an_absurd_caller_is_served_or_refused(customer: Phone, number: str) -> None:
    call = await customer.dial("10000", from_number=number, display=number)

    ended_or_heard = asyncio.gather(call.ended(1), call.hears(MUSIC_HZ), return_exceptions=True)
    ended, heard = await ended_or_heard

    assert heard is None or (isinstance(ended, Ending) and 400 <= ended.status < 700)


async def test_the_recording_of_a_call_outlives_its_hang_up(
    engine: Parts, customer: Phone, remote: Remote
) -> None:
    raw = engine.places.recordings / "raw"
    before = set(raw.iterdir())
    call = await customer.dial("7003", from_number="13800007003")
    await call.answered()
    await call.hears_more(60)

    await call.hang_up()
    await gone(remote, "13800007003")

    made = {path.name.rpartition("-")[2]: path for path in set(raw.iterdir()) - before}
    assert sorted(made) == ["in.wav", "out.wav"]
    assert channel_spectra(made["in.wav"])[0].share(CUSTOMER_HZ) > 0.95
    assert channel_spectra(made["out.wav"])[0].share(MUSIC_HZ) > 0.8


async def test_a_call_is_offered_once_and_not_again_when_it_is_gone(
    customer: Phone, remote: Remote
) -> None:
    offers = []
    async with remote.serving("yingda") as events, asyncio.timeout(10):
        call = await customer.dial("7004", from_number="13800007004")
        async for event in events:
            if event["type"] != "StasisStart":
                continue
            offers.append(event["args"][-1])
            if offers[-1] == "7005":
                break
            if offers[-1] == "7004" and call.ending is None:
                await remote.ari("POST", f"channels/{event['channel']['id']}/answer")
                await call.answered()
                await call.hang_up()
                await gone(remote, "13800007004")
                await customer.dial("7005")  # its event comes after all of the first call's

    assert offers.count("7004") == 1
    assert "h" not in offers


async def test_a_caller_may_give_up_before_it_rings(customer: Phone, remote: Remote) -> None:
    await remote.command("dialplan add extension 7006,1,Wait,20 into from-trunk replace")
    call = await customer.dial("7006")

    assert (await call.hang_up()).status == 487
