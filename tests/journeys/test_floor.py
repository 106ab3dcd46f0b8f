"""Transfers, two tabs of one agent, and a connection that is lost for a while."""

import pytest

from tests.journeys.floor import Floor, wrap_up
from tests.lab import MUSIC_HZ
from tests.lab.desk import Desk, Refused

pytestmark = [pytest.mark.anyio, pytest.mark.engine]


async def test_a_call_is_handed_to_another_agent(floor: Floor) -> None:
    first = await floor.agent("8004")
    talk = await floor.talk(first)
    before = await floor.contact(talk.contact)
    second = await floor.agent("8003")

    await first.act(talk.contact, "transfer", to={"agent_id": second.user["id"]})

    await talk.desk.ended(20)
    again = await floor.picks_up(second, talk.customer)
    assert again.contact == talk.contact
    now = await floor.contact(talk.contact)
    assert now["agent_id"] == second.user["id"]
    assert now["queued_at"] == before["queued_at"]
    assert now["answered_at"] == before["answered_at"]
    await floor.stands(first, "wrap-up")
    await wrap_up(first, talk.contact, note="身份已核实")
    await floor.stands(first, "ready")
    await second.act(talk.contact, "hang-up")
    await floor.stands(second, "wrap-up")
    with pytest.raises(Refused) as refused:  # the first one's note is not the result
        await second.act(talk.contact, "wrap-up-done")
    assert refused.value.code == "disposition-required"
    await wrap_up(second, talk.contact, note="已办结")
    told = await floor.supervisor.get(f"contacts/{talk.contact}")
    assert told["disposition"]["note"] == "已办结"
    assert [part["note"] for part in told["parts"]] == ["身份已核实"]


async def test_a_call_is_handed_to_another_queue_and_waits_to_music(floor: Floor) -> None:
    first = await floor.agent("8004")
    talk = await floor.talk(first)
    before = await floor.contact(talk.contact)

    await first.act(talk.contact, "transfer", to={"service_kind": "complaint"})

    await talk.customer.hears(MUSIC_HZ, within=20)
    now = await floor.reaches(talk.contact, stage="queued", service_kind="complaint")
    assert now["queued_at"] == before["queued_at"]
    assert (await floor.picks_up(await floor.agent("8001"), talk.customer)).contact == talk.contact


async def test_nobody_is_handed_to_an_agent_who_is_not_ready(floor: Floor) -> None:
    first, second = await floor.agent("8004"), await floor.agent("8003")
    talk = await floor.talk(first)
    await second.not_ready("break")

    with pytest.raises(Refused) as refused:
        await first.act(talk.contact, "transfer", to={"agent_id": second.user["id"]})

    assert (refused.value.status, refused.value.code) == (409, "agent-not-ready")
    await talk.both_hear()


async def test_a_second_tab_asks_before_it_takes_the_seat_over(floor: Floor) -> None:
    old = await floor.agent("8004")
    new = await floor.person("8004")
    with pytest.raises(Refused) as refused:
        await new.sit_down("seat-new")
    assert (refused.value.status, refused.value.code) == (409, "seat-taken")

    await new.sit_down("seat-new", take_over=True)
    await new.follow("seat-new")

    mine = old.user["id"]
    await old.sees(
        lambda: any(each["id"] == mine and each["seat"] == "seat-new" for each in old.all("agent")),
        "the other tab has the seat",
    )
    await old.unfollow()
    assert (await floor.state(new))["is_connected"]


async def test_a_lost_connection_keeps_the_state_for_a_while(floor: Floor) -> None:
    agent = await floor.agent("8004")

    await agent.unfollow()
    await floor.supervisor.sees(lambda: _is_connected(floor, agent.user["id"]) is False, "lost")
    assert (await floor.state(agent))["state"] == "ready"
    await agent.follow("seat-8004")
    await floor.supervisor.sees(lambda: _is_connected(floor, agent.user["id"]) is True, "back")
    assert (await floor.state(agent))["state"] == "ready"

    await agent.unfollow()
    await floor.stands(agent, "signed-off")


async def test_a_renamed_agent_is_shown_so_at_once(floor: Floor) -> None:
    agent = await floor.person("8004")
    await agent.follow()
    administrator = await floor.person("admin")
    (user,) = [each for each in await administrator.get("users") if each["login"] == "8004"]
    path, before = f"users/{user['id']}", user["name"]

    renamed = await administrator.patch(path, {"version": user["version"], "name": "周小敏"})

    await _shows(agent, user["id"], "周小敏")
    await _shows(floor.supervisor, user["id"], "周小敏")
    await administrator.patch(path, {"version": renamed["version"], "name": before})
    await _shows(agent, user["id"], before)


async def _shows(desk: Desk, agent: str, name: str) -> None:
    """Return once the desk shows the agent under this name."""

    def is_shown() -> bool:
        return any(each["id"] == agent and each["name"] == name for each in desk.all("agent"))

    await desk.sees(is_shown, name)


def _is_connected(floor: Floor, agent: str) -> bool | None:
    found = [each for each in floor.supervisor.all("agent") if each["id"] == agent]
    return found[0]["is_connected"] if found else None
