"""Parts of the centre killed under live calls: what goes on, what is set right afterwards."""

from collections.abc import Callable

import pytest

from tests.journeys.floor import LONG_S, Floor, Talk, contact_of, eventually, wrap_up
from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, OutgoingCall
from tests.lab.desk import Desk
from yingda.launcher.errors import NotReady
from yingda.launcher.service import check_health

pytestmark = [pytest.mark.anyio, pytest.mark.engine]
BACK_S = 150.0


async def healthy(floor: Floor) -> None:
    """Return once every part of the centre serves."""

    async def serves() -> bool:
        try:
            check_health(floor.parts.http)
        except NotReady:
            return False
        return True

    await eventually(serves, "the centre is whole again", BACK_S)


async def kill(floor: Floor, part: str) -> None:
    """Kill a part and return once another process stands in its place."""
    before = floor.parts.pid(part)
    floor.parts.kill(part)

    async def replaced() -> bool:
        return floor.parts.pid(part) != before

    await eventually(replaced, f"a new {part}")


async def come_back(floor: Floor, *desks: Desk) -> None:
    """Do what open desks do when the service is back: follow the live feed again."""
    await healthy(floor)
    await floor.supervisor.follow()
    for desk in desks:
        await desk.follow(f"seat-{desk.user['login']}")


async def serves_another(floor: Floor, agent: Desk) -> None:
    """Check that the next call is answered as if nothing had been."""
    await floor.stands(agent, "ready")
    talk = await floor.talk(agent, "13911119999")
    await agent.act(talk.contact, "hang-up")
    await talk.customer.ended(20)
    await wrap_up(agent, talk.contact)


async def finish(floor: Floor, talk: Talk) -> None:
    """Hang up and complete the contact."""
    await talk.agent.act(talk.contact, "hang-up")
    await talk.customer.ended(20)
    await floor.stands(talk.agent, "wrap-up")
    await wrap_up(talk.agent, talk.contact)
    done = await floor.reaches(talk.contact, stage="done", outcome="answered")
    assert done["arrived_at"] < done["queued_at"] < done["answered_at"] < done["ended_at"]
    assert done["ended_at"] < done["wrapped_at"]


def lost_packets(talk: Talk) -> Callable[[], int]:
    """Return how many packets each side has lost since now."""
    before = [side.hearing.reception().lost for side in (talk.customer, talk.desk)]

    def lost() -> int:
        now = [side.hearing.reception().lost for side in (talk.customer, talk.desk)]
        return sum(now) - sum(before)

    return lost


async def test_a_killed_service_leaves_the_talk_and_adopts_it_again(shaky: Floor) -> None:
    agent = await shaky.agent("8004")
    talk = await shaky.talk(agent)
    lost = lost_packets(talk)

    await kill(shaky, "service")
    await talk.customer.hears_more(50)
    await talk.both_hear()
    await come_back(shaky, agent)

    assert lost() == 0
    await eventually(lambda: _has(shaky, talk.contact, "adopted"), "adoption")
    await agent.act(talk.contact, "hold")
    await talk.customer.hears(MUSIC_HZ, within=20)
    await agent.act(talk.contact, "resume")
    await talk.both_hear()
    await finish(shaky, talk)
    await serves_another(shaky, agent)


async def test_what_happens_while_the_service_is_away_is_set_right(shaky: Floor) -> None:
    leaver, left, picker = [await shaky.agent(login) for login in ("8003", "8001", "8004")]
    agent_leaves = await shaky.talk(leaver, (await shaky.caller("gold"))["number"], "1")
    customer_leaves = await shaky.talk(left, (await shaky.caller("silver"))["number"], "2")
    await picker.not_ready("break")
    callers = {}
    for number in ("13911110011", "13911110012"):
        call = await shaky.calls(number)
        await call.press("0")
        callers[(await shaky.latest(number, stage="queued"))["id"]] = call
    await picker.ready()
    ring = await shaky.rings(picker)
    alone = Talk(picker, callers.pop(contact_of(ring)), ring)
    [(queued, waiting)] = callers.items()
    place = (await shaky.contact(queued))["queued_at"]

    await kill(shaky, "service")
    await agent_leaves.desk.hang_up()
    await customer_leaves.customer.hang_up()
    ring.pick_up()
    new = await (await shaky.phone()).dial("10000", from_number="13911110013")
    await new.answered(LONG_S)
    await new.hears(MUSIC_HZ, within=LONG_S)
    await waiting.hears(MUSIC_HZ, within=LONG_S)
    await come_back(shaky, leaver, left, picker)

    for talk in (agent_leaves, customer_leaves):
        await _is_over(shaky, talk)
    await alone.both_hear()
    after = await shaky.contact(queued)
    assert (after["stage"], after["queued_at"]) == ("queued", place)
    came = (await shaky.latest("13911110013", stage="menu"))["id"]
    await new.press("0")
    await finish(shaky, alone)
    await _serve(shaky, picker, {queued: waiting, came: new})


async def _serve(floor: Floor, agent: Desk, callers: dict[str, OutgoingCall]) -> None:
    """Let the agent answer every one of these callers, in the order the router chooses."""
    while callers:
        ring = await floor.rings(agent)
        await ring.answer(LONG_S)
        talk = Talk(agent, callers.pop(contact_of(ring)), ring)
        await talk.both_hear()
        await finish(floor, talk)


async def _is_over(floor: Floor, talk: Talk) -> None:
    """Both legs are gone, and the agent has only to note why."""
    await floor.reaches(talk.contact, stage="wrap-up", outcome="answered")
    await talk.customer.ended(LONG_S)
    await talk.desk.ended(LONG_S)
    await talk.agent.not_ready("break")
    await wrap_up(talk.agent, talk.contact)


async def test_a_killed_engine_closes_every_call_as_lost_and_the_next_one_works(
    shaky: Floor,
) -> None:
    agent = await shaky.agent("8004")
    talk = await shaky.talk(agent)
    waiting = await shaky.calls("13911110013")
    await waiting.press("0")
    queued = (await shaky.latest("13911110013", stage="queued"))["id"]
    await shaky.calls("13911110014")
    greeted = await shaky.latest("13911110014", stage="menu")

    await kill(shaky, "engine")

    await shaky.reaches(talk.contact, stage="wrap-up", outcome="lost")
    await shaky.reaches(queued, stage="done", outcome="lost")
    await shaky.reaches(greeted["id"], stage="done", outcome="lost")
    await healthy(shaky)
    await wrap_up(agent, talk.contact)
    assert agent.phone is not None
    await agent.phone.register()
    await serves_another(shaky, agent)


async def test_a_killed_database_interrupts_no_talk(shaky: Floor) -> None:
    agent = await shaky.agent("8004")
    talk = await shaky.talk(agent)
    lost = lost_packets(talk)

    await kill(shaky, "postgres")
    await talk.customer.hears_more(50)
    await talk.customer.hears(AGENT_HZ)
    await talk.desk.hears(CUSTOMER_HZ)
    await come_back(shaky, agent)

    assert lost() == 0
    await finish(shaky, talk)
    await serves_another(shaky, agent)


async def test_a_hang_up_while_the_database_is_away_is_not_forgotten(shaky: Floor) -> None:
    agent = await shaky.agent("8004")
    talk = await shaky.talk(agent)

    shaky.parts.kill("postgres")
    await talk.customer.hang_up()
    await come_back(shaky, agent)

    await talk.desk.ended(LONG_S)
    await shaky.reaches(talk.contact, stage="wrap-up", outcome="answered")
    await wrap_up(agent, talk.contact)
    await serves_another(shaky, agent)


async def test_a_killed_nats_leaves_calls_alone_and_the_feed_recovers(shaky: Floor) -> None:
    agent = await shaky.agent("8004")
    talk = await shaky.talk(agent)

    await kill(shaky, "nats")
    await agent.act(talk.contact, "hold")
    await talk.customer.hears(MUSIC_HZ, within=20)
    await agent.act(talk.contact, "resume")
    await talk.both_hear()
    await come_back(shaky, agent)

    await finish(shaky, talk)
    await shaky.supervisor.sees(
        lambda: any(
            each["id"] == agent.user["id"] and each["state"] == "ready"
            for each in shaky.supervisor.all("agent")
        ),
        "the agent ready over the feed",
        LONG_S,
    )
    await serves_another(shaky, agent)


async def _has(floor: Floor, contact: str, kind: str) -> bool:
    return kind in await floor.kinds(contact)
