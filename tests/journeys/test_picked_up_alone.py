"""A phone that rings while the service dies: whoever picks it up is not forgotten."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.journeys.floor import LONG_S, Floor, Talk, contact_of, eventually
from tests.journeys.test_crash import come_back, finish, kill, serves_another
from tests.journeys.test_first_call import is_ready
from tests.journeys.test_supervision import Watch
from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, IncomingCall
from tests.lab.audio import channel_spectra
from tests.lab.desk import Desk
from tests.lab.remote import Remote

pytestmark = [pytest.mark.anyio, pytest.mark.engine]
OFFERS = {"offered", "answered", "ring-timeout", "unreachable"}


async def rings(floor: Floor, agent: Desk, number: str) -> Talk:
    """Return what becomes a talk once the agent's phone, which rings, is picked up."""
    call = await floor.calls(number)
    await call.press("0")
    return Talk(agent, call, await floor.rings(agent))


async def without_service(floor: Floor, happen: Callable[[], Awaitable[None]]) -> None:
    """Kill the service and let this happen before another stands in its place."""

    async def is_alone() -> bool:
        """Whether the engine has noticed: it tells nobody of any leg any more."""
        async with Remote(floor.parts) as engine:
            return not any(each["channel_ids"] for each in await engine.ari("GET", "applications"))

    async def meanwhile() -> None:
        await eventually(is_alone, "the engine has nobody to tell")
        await happen()

    await asyncio.gather(kill(floor, "service"), meanwhile())


async def picks_up(ring: IncomingCall) -> None:
    await ring.answer(LONG_S)
    await ring.hears(MUSIC_HZ, within=LONG_S)


async def offers(floor: Floor, contact: str) -> list[str]:
    """Return what became of the contact's offers, in order."""
    return [kind for kind in await floor.kinds(contact) if kind in OFFERS]


async def test_who_picks_up_hears_the_caller_when_the_service_is_back(
    shaky: Floor, tmp_path: Path
) -> None:
    agent = await shaky.agent("8004")
    talk = await rings(shaky, agent, "13911130001")

    await without_service(shaky, lambda: picks_up(talk.desk))
    await talk.customer.hears(MUSIC_HZ, within=LONG_S)
    await come_back(shaky, agent)

    await talk.both_hear()
    now = await shaky.reaches(talk.contact, stage="talking", agent_id=agent.user["id"])
    assert now["answered_at"] > now["queued_at"]
    await shaky.stands(agent, "talking")
    assert await offers(shaky, talk.contact) == ["offered", "answered"]
    await talk.customer.hears_more(50)
    await finish(shaky, talk)
    await is_ready(shaky.supervisor, talk.contact)
    sound = tmp_path / "call.wav"
    whole = await shaky.supervisor.download(f"contacts/{talk.contact}/recording?download=1")
    sound.write_bytes(whole)
    length_s = (await is_ready(shaky.supervisor, talk.contact))["duration_ms"] / 1000
    customer, answered = channel_spectra(sound, length_s - 0.6, length_s - 0.1)
    assert customer.share(CUSTOMER_HZ) > 0.9
    assert answered.share(AGENT_HZ) > 0.9
    await serves_another(shaky, agent)


async def test_who_picks_up_as_the_service_dies_hears_the_caller_too(shaky: Floor) -> None:
    agent = await shaky.agent("8004")
    talk = await rings(shaky, agent, "13911130006")

    shaky.parts.kill("service")
    await talk.desk.answer(LONG_S)
    await come_back(shaky, agent)

    await talk.both_hear()
    assert await offers(shaky, talk.contact) == ["offered", "answered"]
    await finish(shaky, talk)


async def test_who_picks_up_for_a_caller_who_has_left_is_let_go(shaky: Floor) -> None:
    agent = await shaky.agent("8004")
    talk = await rings(shaky, agent, "13911130002")

    async def crosses() -> None:
        talk.desk.pick_up()
        await talk.customer.hang_up()
        await talk.desk.hears(MUSIC_HZ, within=LONG_S)

    await without_service(shaky, crosses)
    await come_back(shaky, agent)

    await talk.desk.ended(LONG_S)
    await shaky.reaches(talk.contact, stage="done", outcome="abandoned-ring")
    await serves_another(shaky, agent)


async def test_who_does_not_wait_for_the_caller_is_put_aside_and_the_place_is_kept(
    shaky: Floor,
) -> None:
    agent = await shaky.agent("8004")
    talk = await rings(shaky, agent, "13911130003")
    place = (await shaky.contact(talk.contact))["queued_at"]

    async def loses_patience() -> None:
        await picks_up(talk.desk)
        await talk.desk.hang_up()

    await without_service(shaky, loses_patience)
    await come_back(shaky, agent)

    await shaky.stands(agent, "missed")
    waiting = await shaky.reaches(talk.contact, stage="queued")
    assert waiting["queued_at"] == place
    await agent.ready()
    again = await shaky.picks_up(agent, talk.customer)
    assert again.contact == contact_of(talk.desk)
    assert await offers(shaky, talk.contact) == ["offered", "unreachable", "offered", "answered"]
    await finish(shaky, again)


async def test_a_supervisor_who_picks_up_is_let_go_and_the_talk_goes_on(shaky: Floor) -> None:
    talk = await shaky.talk(await shaky.agent("8004"), "13911130005")
    watch = Watch(shaky, talk)
    await watch.sits_down()
    await watch.goes("listen")
    ring = await shaky.rings(watch.desk)

    await without_service(shaky, lambda: picks_up(ring))
    await come_back(shaky, talk.agent)

    await ring.ended(LONG_S)
    await talk.both_hear()
    await finish(shaky, talk)
