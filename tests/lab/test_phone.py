"""Two test phones on loopback: the lab's tool tested against itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.lab import (
    AGENT_HZ,
    CUSTOMER_HZ,
    CallFailed,
    Ending,
    IncomingCall,
    OutgoingCall,
    Phone,
    malformed,
    sip,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def agent() -> AsyncIterator[Phone]:
    async with await Phone.start("127.0.0.1:9", tone_hz=AGENT_HZ) as phone:
        yield phone


@pytest.fixture
async def customer(agent: Phone) -> AsyncIterator[Phone]:
    async with await Phone.start(agent.address, tone_hz=CUSTOMER_HZ) as phone:
        yield phone


async def connected(customer: Phone, agent: Phone) -> tuple[OutgoingCall, IncomingCall]:
    call = await customer.dial("10000", from_number="13800000001")
    ring = await agent.rings()
    await ring.answer()
    await call.answered()
    return call, ring


async def test_both_hear_each_other(customer: Phone, agent: Phone) -> None:
    call, ring = await connected(customer, agent)

    await call.hears(AGENT_HZ, min_share=0.95)
    await ring.hears(CUSTOMER_HZ, min_share=0.95)

    assert ring.caller.user == "13800000001"
    assert call.hearing.reception().lost == 0


async def test_the_caller_hears_it_ring(customer: Phone, agent: Phone) -> None:
    call = await customer.dial("10000")

    await call.ringing()

    assert agent.is_quiet() is False


async def test_early_media_is_heard_before_the_answer(customer: Phone, agent: Phone) -> None:
    call = await customer.dial("10000")
    ring = await agent.rings()

    ring.early_media()
    await call.early()

    await call.hears(AGENT_HZ)
    await ring.answer()
    await call.answered()


@pytest.mark.parametrize("via", ["rfc4733", "info"])
async def test_keys_arrive_once_each_in_order(customer: Phone, agent: Phone, via: str) -> None:
    call, ring = await connected(customer, agent)

    await call.press("1122*#", via=via)

    await ring.hears_keys("1122*#")


async def test_sound_goes_on_after_keys(customer: Phone, agent: Phone) -> None:
    call, ring = await connected(customer, agent)
    await call.press("1")

    await ring.hears(CUSTOMER_HZ, min_share=0.95)


async def test_a_hang_up_of_either_side_ends_both(customer: Phone, agent: Phone) -> None:
    call, ring = await connected(customer, agent)
    assert await ring.hang_up() == Ending(by_peer=False)
    assert (await call.ended()).by_peer

    call, ring = await connected(customer, agent)
    await call.hang_up()
    assert (await ring.ended()).by_peer


async def test_a_caller_who_gives_up_cancels(customer: Phone, agent: Phone) -> None:
    call = await customer.dial("10000")
    ring = await agent.rings()

    await call.hang_up()

    assert (await ring.ended()).status == 487
    assert (await call.ended()).status == 487


async def test_an_answer_that_crosses_the_hang_up_is_ended(customer: Phone, agent: Phone) -> None:
    call = await customer.dial("10000")
    ring = await agent.rings()
    await call.ringing()

    await asyncio.gather(call.hang_up(), ring.answer(), return_exceptions=True)

    await asyncio.gather(call.ended(), ring.ended())


async def test_a_refusal_tells_its_status(customer: Phone, agent: Phone) -> None:
    call = await customer.dial("10000")
    ring = await agent.rings()

    ring.reject(486)

    with pytest.raises(CallFailed) as failed:
        await call.answered()
    assert failed.value.ending == Ending(by_peer=True, status=486, reason="Busy Here")


async def test_a_busy_phone_does_not_ring(customer: Phone, agent: Phone) -> None:
    agent.is_busy = True

    call = await customer.dial("10000")

    assert (await call.ended()).status == 486
    assert agent.is_quiet()


async def test_hold_stops_the_sound_of_the_held_side(customer: Phone, agent: Phone) -> None:
    call, ring = await connected(customer, agent)
    await call.hears(AGENT_HZ)

    await call.hold()
    await call.hears_nothing()
    await ring.hears(CUSTOMER_HZ)
    assert ring.is_held

    await call.resume()
    await call.hears(AGENT_HZ)
    assert ring.is_held is False


async def test_a_changed_tone_is_heard(customer: Phone, agent: Phone) -> None:
    call, ring = await connected(customer, agent)

    ring.speak(660)

    await call.hears(660)


async def test_a_failed_wait_says_what_was_heard(customer: Phone, agent: Phone) -> None:
    call, _ring = await connected(customer, agent)
    await call.hears(AGENT_HZ)

    with pytest.raises(CallFailed, match=r"hears .*660.*hears 8[78]"):
        await call.hears(660, within=0.2)


async def test_the_clock_does_not_drift(customer: Phone, agent: Phone) -> None:
    call, ring = await connected(customer, agent)

    await ring.hears_more(100)

    assert abs(call.packets_sent - ring.packets_sent) <= 3


async def test_malformed_datagrams_are_counted_and_calls_still_work(
    customer: Phone, agent: Phone
) -> None:
    host, _, port = agent.address.rpartition(":")
    loop = asyncio.get_running_loop()
    sender, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=(host, int(port))
    )
    noise = [data for data in (*malformed.crafted(), *malformed.mutated(7, 300)) if data]
    for data in noise:
        sender.sendto(data)
    sender.close()

    call = await customer.dial("10000", from_number="13800000009")
    ring = await agent.rings()
    while ring.caller.user != "13800000009":
        ring.reject()
        ring = await agent.rings()
    await ring.answer()

    await call.hears(AGENT_HZ)
    assert agent.malformed > 0


async def test_a_lost_answer_is_sent_again(agent: Phone) -> None:
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    class Deaf(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, _addr: object) -> None:
            heard.put_nowait(data)

    host, _, port = agent.address.rpartition(":")
    agent.answers_by_itself = True
    caller, _ = await loop.create_datagram_endpoint(Deaf, remote_addr=(host, int(port)))
    body = b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 8\r\n"
    invite = malformed.well_formed(1).replace(b"Content-Length: 0\r\n", b"") + body
    caller.sendto(invite)

    answers = 0
    while answers < 2:
        message = sip.parse(await asyncio.wait_for(heard.get(), 5))
        answers += isinstance(message, sip.Response) and message.status == 200
    caller.close()
