"""The agent who does not answer, refuses, or cannot be reached; and two calls for one agent."""

import contextlib

import pytest

from tests.journeys.floor import STRANGER, Floor, Told, contact_of, eventually, wrap_up
from tests.lab import AGENT_HZ, MUSIC_HZ
from tests.lab.desk import Desk, Refused

pytestmark = [pytest.mark.anyio, pytest.mark.engine]


async def test_an_unanswered_ring_puts_the_agent_aside_and_another_gets_the_caller(
    floor: Floor,
) -> None:
    slow = await floor.agent("8004")
    call = await floor.calls()
    await call.press("0")
    first = await floor.rings(slow)
    contact = contact_of(first)
    place = (await floor.contact(contact))["queued_at"]
    other = await floor.agent("8005")

    await first.ended(40)

    await floor.stands(slow, "missed")
    talk = await floor.picks_up(other, call)
    assert talk.contact == contact
    now = await floor.contact(contact)
    assert (now["queued_at"], now["agent_id"]) == (place, other.user["id"])
    kinds = await floor.kinds(contact)
    assert [kind for kind in kinds if kind in {"offered", "ring-timeout", "answered"}] == [
        "offered", "ring-timeout", "offered", "answered",
    ]  # fmt: skip


async def test_a_rejected_caller_waits_on_to_music_with_the_place_of_arrival(floor: Floor) -> None:
    unwilling = await floor.agent("8004")
    call = await floor.calls()
    await call.press("0")
    ring = await floor.rings(unwilling)
    contact = contact_of(ring)
    place = (await floor.contact(contact))["queued_at"]

    await unwilling.not_ready("break")
    await unwilling.act(contact, "reject")

    await ring.ended()
    await floor.stands(unwilling, "not-ready")
    await call.hears(MUSIC_HZ, within=20)
    now = await floor.reaches(contact, stage="queued")
    assert (now["queued_at"], now["agent_id"]) == (place, None)
    talk = await floor.picks_up(await floor.agent("8005"), call)
    assert talk.contact == contact


async def test_the_telephone_shows_no_more_of_the_number_than_the_agent_may_see(
    floor: Floor,
) -> None:
    agent = await floor.agent("8004")
    call = await floor.calls()
    await call.press("0")

    ring = await floor.rings(agent)

    assert "139****2222" in ring.headers.get("from")
    assert not [name for name, value in ring.headers if STRANGER in value]


async def test_what_an_agent_dials_at_the_telephone_is_refused_at_once(floor: Floor) -> None:
    agent = await floor.agent("8004")
    assert agent.phone is not None

    call = await agent.phone.dial("10000")

    assert (await call.ended(20)).status == 404


async def test_a_ring_refused_at_the_telephone_is_a_rejection(floor: Floor) -> None:
    unwilling = await floor.agent("8004")
    call = await floor.calls()
    await call.press("0")
    ring = await floor.rings(unwilling)
    await unwilling.not_ready("break")

    ring.reject(486)

    await floor.reaches(contact_of(ring), stage="queued")
    assert "rejected" in await floor.kinds(contact_of(ring))
    await floor.stands(unwilling, "not-ready")


async def test_one_call_rings_at_one_of_two_free_agents_only(floor: Floor) -> None:
    pair = [await floor.agent("8004"), await floor.agent("8005")]

    call = await floor.calls()
    await call.press("0")
    contact = (await floor.latest(STRANGER, stage="offered"))["id"]

    chosen = (await floor.contact(contact))["agent_id"]
    taker, other = sorted(pair, key=lambda desk: desk.user["id"] != chosen)
    talk = await floor.picks_up(taker, call)
    assert talk.contact == contact
    assert other.phone is not None
    assert other.phone.is_quiet()
    assert (await floor.state(other))["state"] == "ready"


async def test_two_callers_of_one_agent_are_served_one_after_the_other(floor: Floor) -> None:
    agent = await floor.agent("8004")
    first, second = await floor.calls("13911110001"), await floor.calls("13911110002")
    await first.press("0")
    earlier = (await floor.latest("13911110001", stage="offered"))["id"]
    await second.press("0")
    later = (await floor.latest("13911110002", stage="queued"))["id"]

    talk = await floor.picks_up(agent, first)
    await second.hears(MUSIC_HZ, within=20)
    assert agent.phone is not None
    assert agent.phone.is_quiet()
    await talk.desk.hang_up()
    await floor.reaches(earlier, stage="wrap-up")
    await wrap_up(agent, earlier)

    assert (await floor.picks_up(agent, second)).contact == later


async def test_an_agent_whose_telephone_is_not_registered_is_passed_over(floor: Floor) -> None:
    deaf = await floor.agent("8004")
    assert deaf.phone is not None
    await deaf.phone.unregister()

    call = await floor.calls("13911110003")
    await call.press("0")
    contact = (await floor.latest("13911110003", service_kind="consult"))["id"]

    await floor.stands(deaf, "missed")
    talk = await floor.picks_up(await floor.agent("8005"), call)
    assert talk.contact == contact
    assert "unreachable" in await floor.kinds(contact)


async def test_a_call_answered_and_refused_at_once_ends_with_one_agent(floor: Floor) -> None:
    quick = await floor.agent("8004")
    call = await floor.calls()
    await call.press("0")
    ring = await floor.rings(quick)
    contact = contact_of(ring)
    other = await floor.agent("8005")

    ring.pick_up()
    with contextlib.suppress(Refused):
        await quick.act(contact, "reject")

    now = await eventually(lambda: _is_settled(floor, contact, other), "one agent has the call")
    assert now["agent_id"] in {quick.user["id"], other.user["id"]}
    await call.hears(AGENT_HZ, within=20)
    talking = [desk for desk in (quick, other) if (await floor.state(desk))["state"] == "talking"]
    assert [desk.user["id"] for desk in talking] == [now["agent_id"]]


async def _is_settled(floor: Floor, contact: str, other: Desk) -> Told | None:
    assert other.phone is not None
    if not other.phone.is_quiet():
        await (await other.phone.rings()).answer()
    now = await floor.contact(contact)
    return now if now["stage"] == "talking" else None
