"""Wrong keys, no keys, hang-ups at every step, unknown numbers, absurd callers, malformed SIP."""

from pathlib import Path

import pytest

from tests.journeys.floor import SOLVED, Floor, contact_of, eventually, wrap_up
from tests.journeys.test_first_call import is_ready
from tests.lab import MUSIC_HZ, malformed
from tests.lab.desk import Refused
from tests.lab.spray import spray

pytestmark = [pytest.mark.anyio, pytest.mark.engine]
ABSURD = {
    "nothing": "",
    "three hundred characters": "9" * 300,
    "sql": "'; DROP TABLE contacts; --",
    "html": "<script>alert(1)</script>",
    "emoji": "☎️📞",
    "anonymous": "anonymous",
}
FORMS = ("+86{}", "0086{}", "86{}")
MEGABYTES_10 = 10_000_000


async def test_a_wrong_key_is_told_and_another_one_taken(floor: Floor) -> None:
    call = await floor.calls("13911110021")
    await call.press("8")
    await call.press("0")

    now = await floor.latest("13911110021", stage="queued")
    assert [step["key"] for step in now["menu_path"]] == ["0"]
    assert "menu-wrong-key" in await floor.kinds(now["id"])


async def test_a_caller_who_presses_nothing_is_put_through(floor: Floor) -> None:
    gold = await floor.caller("gold")
    call = await floor.calls(gold["number"])

    now = await floor.latest(gold["number"], 60, stage="queued")

    assert (now["service_kind"], now["menu_path"]) == ("consult", [])
    assert (await floor.kinds(now["id"])).count("menu-no-key") == 2
    await call.hears(MUSIC_HZ, within=20)


async def test_who_hangs_up_in_the_greeting_is_counted_there(floor: Floor) -> None:
    call = await floor.calls("13911110027")
    await call.hang_up()

    await floor.latest("13911110027", stage="done", outcome="abandoned-greeting")


async def test_who_hangs_up_in_the_menu_is_counted_there(floor: Floor) -> None:
    call = await floor.calls("13911110022")
    await call.press("8")
    now = await floor.latest("13911110022", stage="menu")
    await eventually(lambda: _has_pressed(floor, now["id"]), "a wrong key")
    await call.hang_up()

    await floor.latest("13911110022", stage="done", outcome="abandoned-menu")


async def test_who_hangs_up_in_the_queue_is_counted_there(floor: Floor) -> None:
    call = await floor.calls("13911110023")
    await call.press("0")
    await floor.latest("13911110023", stage="queued")
    await call.hang_up()

    await floor.latest("13911110023", stage="done", outcome="abandoned-queue")


async def test_who_hangs_up_while_it_rings_leaves_the_agent_ready(floor: Floor) -> None:
    agent = await floor.agent("8004")
    call = await floor.calls("13911110024")
    await call.press("0")
    ring = await floor.rings(agent)
    await call.hang_up()

    await floor.reaches(contact_of(ring), stage="done", outcome="abandoned-ring")
    await ring.ended(20)
    await floor.stands(agent, "ready")


async def test_an_unknown_access_number_is_refused_and_recorded(floor: Floor) -> None:
    call = await (await floor.phone()).dial("10999", from_number="13911110025")
    await call.ended(20)

    now = await floor.latest("13911110025", stage="done", outcome="no-agents")
    assert "unknown-number" in await floor.kinds(now["id"])


@pytest.mark.parametrize("number", ABSURD.values(), ids=ABSURD.keys())
async def test_an_absurd_caller_is_served_as_a_stranger(floor: Floor, number: str) -> None:
    before = {each["id"] for each in await floor.supervisor.get("contacts", limit="200")}
    call = await (await floor.phone()).dial("10000", from_number=number, display=number)
    await call.answered(20)
    await call.press("0")
    await call.hears(MUSIC_HZ, within=20)

    found = await floor.supervisor.get("contacts", limit="200")
    (fresh,) = [each for each in found if each["id"] not in before]
    assert (fresh["tier"], fresh["stage"], fresh["customer_id"]) == ("mass", "queued", None)
    assert len(fresh["remote"]) <= 64


@pytest.mark.parametrize("form", FORMS)
async def test_a_customer_is_found_by_any_common_form_of_the_number(
    floor: Floor, form: str
) -> None:
    gold = await floor.caller("gold")
    before = {each["id"] for each in await floor.supervisor.get("contacts", customer_id=gold["id"])}
    call = await floor.calls(form.format(gold["number"]))
    await call.press("1")
    await call.hears(MUSIC_HZ, within=20)

    found = await floor.supervisor.get("contacts", customer_id=gold["id"])
    (fresh,) = [each for each in found if each["id"] not in before]
    assert (fresh["tier"], fresh["stage"]) == ("gold", "queued")


async def test_malformed_sip_hurts_nobody(floor: Floor) -> None:
    where, before = floor.parts.sip, floor.parts.pid("engine")
    agent = await floor.agent("8004")
    talk = await floor.talk(agent)

    spray(where.host, where.port, [*malformed.crafted(), *malformed.mutated(7, 500)])

    await talk.both_hear()
    assert floor.parts.pid("engine") == before
    other = await floor.calls("13911110026")
    await other.press("0")
    await other.hears(MUSIC_HZ, within=20)


async def test_notes_of_ten_megabytes_are_refused_and_what_was_noted_stays(floor: Floor) -> None:
    agent = await floor.agent("8004")
    talk = await floor.talk(agent)
    await talk.desk.hang_up()
    await floor.stands(agent, "wrap-up")
    path = f"contacts/{talk.contact}/disposition"
    await agent.put(path, {**SOLVED, "note": "先记一笔"})

    with pytest.raises(Refused) as refused:
        await agent.put(path, {**SOLVED, "note": "长" * (MEGABYTES_10 // 3)})

    assert refused.value.status == 413
    kept = (await floor.supervisor.get(f"contacts/{talk.contact}"))["disposition"]
    assert kept["note"] == "先记一笔"
    await agent.act(talk.contact, "wrap-up-done")


async def test_a_recording_that_was_deleted_is_told_as_missing(floor: Floor) -> None:
    agent = await floor.agent("8004")
    talk = await floor.talk(agent)
    await talk.desk.hang_up()
    await floor.stands(agent, "wrap-up")
    await wrap_up(agent, talk.contact)
    await is_ready(floor.supervisor, talk.contact)
    _delete(floor.parts.places.recordings, talk.contact)

    with pytest.raises(Refused) as refused:
        await floor.supervisor.download(f"contacts/{talk.contact}/recording")

    assert (refused.value.status, refused.value.code) == (404, "recording-missing")
    told = (await floor.supervisor.get(f"contacts/{talk.contact}"))["recording"]
    assert told["state"] == "missing"


async def _has_pressed(floor: Floor, contact: str) -> bool:
    return "menu-wrong-key" in await floor.kinds(contact)


def _delete(folder: Path, contact: str) -> None:
    (found,) = folder.rglob(f"*{contact}*")
    found.unlink()
