"""A supervisor at a call: who hears whom in every mode, measured at all three ends."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.journeys.floor import LONG_S, Floor, Talk, eventually, wrap_up
from tests.journeys.test_crash import come_back, kill, lost_packets
from tests.lab import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, SUPERVISOR_HZ, IncomingCall
from tests.lab.desk import Desk, Refused
from tests.lab.remote import Remote

pytestmark = [pytest.mark.anyio, pytest.mark.engine]
ALONE, TOGETHER = 0.8, 0.25


class Watch:
    """A supervisor with a telephone, at the call of an agent."""

    def __init__(self, floor: Floor, talk: Talk) -> None:
        self.floor = floor
        self.talk = talk
        self.desk: Desk = floor.supervisor
        self.phone: IncomingCall

    async def sits_down(self) -> None:
        await self.desk.sign_on("seat-supervisor", self.floor.sip, tone_hz=SUPERVISOR_HZ)

    async def begins(self, mode: str) -> None:
        """Ask for a mode and pick up when the phone rings."""
        await self.goes(mode)
        self.phone = await self.floor.rings(self.desk)
        await self.phone.answer(LONG_S)

    async def goes(self, mode: str) -> None:
        await self.desk.act(self.talk.contact, "supervise", mode=mode)

    async def heard(self, *, customer: set[int], agent: set[int], supervisor: set[int]) -> None:
        """Check that each hears exactly these tones."""
        await _hears(self.talk.customer, customer)
        await _hears(self.talk.desk, agent)
        await _hears(self.phone, supervisor)


async def _hears(phone: Any, tones: set[int]) -> None:
    least = ALONE if len(tones) == 1 else TOGETHER
    await phone.hears_all(dict.fromkeys(tones, least), within=LONG_S)
    await phone.hears_more(30)
    others = {CUSTOMER_HZ, AGENT_HZ, SUPERVISOR_HZ} - tones
    heard = phone.heard()
    assert all(heard.share(hz) < 0.05 for hz in others), f"{tones} wanted: {heard}"


@pytest.fixture
async def watch(floor: Floor) -> AsyncIterator[Watch]:
    watch = Watch(floor, await floor.talk(await floor.agent("8004")))
    await watch.sits_down()
    yield watch
    await eventually(lambda: _is_clean(floor), "no ear and no room is left")


async def test_who_hears_whom_in_every_mode(watch: Watch) -> None:
    both = {CUSTOMER_HZ, AGENT_HZ}
    await watch.begins("listen")
    await watch.heard(customer={AGENT_HZ}, agent={CUSTOMER_HZ}, supervisor=both)

    await watch.goes("whisper")
    await watch.heard(customer={AGENT_HZ}, agent={CUSTOMER_HZ, SUPERVISOR_HZ}, supervisor=both)

    await watch.goes("barge")
    await watch.heard(
        customer={AGENT_HZ, SUPERVISOR_HZ}, agent={CUSTOMER_HZ, SUPERVISOR_HZ}, supervisor=both
    )

    await watch.goes("listen")
    await watch.heard(customer={AGENT_HZ}, agent={CUSTOMER_HZ}, supervisor=both)

    await watch.goes("take-over")
    await _hears(watch.talk.customer, {SUPERVISOR_HZ})
    await _hears(watch.phone, {CUSTOMER_HZ})
    await watch.talk.desk.ended(LONG_S)


async def test_who_takes_over_has_the_contact_to_its_end(watch: Watch) -> None:
    agent, contact, floor = watch.talk.agent, watch.talk.contact, watch.floor
    await watch.begins("take-over")
    await watch.talk.desk.ended(LONG_S)

    now = await floor.reaches(contact, stage="talking", agent_id=watch.desk.user["id"])
    assert now["answered_at"]
    await floor.stands(agent, "wrap-up")
    await floor.stands(watch.desk, "talking")
    taken = next(each for each in await floor.history(contact) if each["kind"] == "taken-over")
    assert taken["agent_id"] == watch.desk.user["id"]
    assert taken["detail"]["former"] == agent.user["id"]
    await wrap_up(agent, contact, note="情绪激动，班长接管")
    await watch.desk.act(contact, "hold")
    await watch.talk.customer.hears(MUSIC_HZ, within=LONG_S)
    await watch.desk.act(contact, "resume")
    await _hears(watch.talk.customer, {SUPERVISOR_HZ})
    await watch.phone.hang_up()
    await floor.stands(watch.desk, "wrap-up")
    await wrap_up(watch.desk, contact, note="已安抚")
    await floor.stands(watch.desk, "not-ready")
    told = await watch.desk.get(f"contacts/{contact}")
    assert (told["disposition"]["note"], len(told["parts"])) == ("已安抚", 1)


async def test_every_mode_is_audited_and_only_listening_is_not_shown(watch: Watch) -> None:
    agent, contact = watch.talk.agent, watch.talk.contact
    administrator = await watch.floor.person("admin")
    await watch.begins("listen")
    await watch.desk.sees(lambda: _modes(watch.desk) == ["listen"], "my listening")
    await watch.goes("whisper")
    await agent.sees(lambda: _modes(agent) == ["whisper"], "who whispers")
    await watch.goes("listen")
    await agent.sees(lambda: _modes(agent) == [], "nobody")
    await watch.goes("barge")
    await agent.sees(lambda: _modes(agent) == ["barge"], "who barged in")
    await watch.desk.act(contact, "leave")
    await watch.phone.ended(LONG_S)
    await agent.sees(lambda: _modes(agent) == [], "nobody")

    kinds = await watch.floor.kinds(contact)
    assert [kind for kind in kinds if kind in {"listened", "whispered", "barged"}] == [
        "whispered",
        "barged",
    ]
    lines = [line for line in await administrator.get("audit") if line["target"] == contact]
    assert [line["action"] for line in reversed(lines)] == [
        "call.listen",
        "call.whisper",
        "call.listen",
        "call.barge",
        "call.leave",
    ]
    assert lines[0]["detail"] == {"agent": agent.user["id"]}
    await watch.talk.both_hear()


@pytest.mark.parametrize("mode", ["listen", "whisper", "barge"])
async def test_a_supervisor_who_hangs_up_leaves_the_talk_alone(watch: Watch, mode: str) -> None:
    await watch.begins(mode)
    await watch.phone.hears_all({CUSTOMER_HZ: TOGETHER, AGENT_HZ: TOGETHER}, within=LONG_S)
    await watch.phone.hang_up()

    await watch.desk.sees(lambda: _modes(watch.desk) == [], "nobody at the call")
    await watch.talk.both_hear()


@pytest.mark.parametrize("mode", ["listen", "whisper", "barge"])
@pytest.mark.parametrize("leaver", ["customer", "agent"])
async def test_the_end_of_the_talk_ends_the_supervision(
    watch: Watch, mode: str, leaver: str
) -> None:
    await watch.begins(mode)
    await watch.phone.hears_all({CUSTOMER_HZ: TOGETHER, AGENT_HZ: TOGETHER}, within=LONG_S)
    await {"customer": watch.talk.customer, "agent": watch.talk.desk}[leaver].hang_up()

    await watch.phone.ended(LONG_S)
    await watch.talk.customer.ended(LONG_S)
    await watch.talk.desk.ended(LONG_S)
    await watch.floor.stands(watch.talk.agent, "wrap-up")


async def test_a_supervisor_without_a_phone_is_told_so(floor: Floor) -> None:
    talk = await floor.talk(await floor.agent("8004"))

    with pytest.raises(Refused) as refused:
        await floor.supervisor.act(talk.contact, "supervise", mode="listen")
    assert (refused.value.status, refused.value.code) == (409, "supervisor-without-phone")
    with pytest.raises(Refused) as denied:
        await talk.agent.act(talk.contact, "supervise", mode="listen")
    assert denied.value.status == 403
    await talk.both_hear()


async def test_nobody_is_handed_to_a_supervisor_who_takes_no_calls(watch: Watch) -> None:
    await watch.desk.ready()
    to = {"agent_id": watch.desk.user["id"]}

    with pytest.raises(Refused) as refused:
        await watch.talk.agent.act(watch.talk.contact, "transfer", to=to)

    assert refused.value.code == "agent-not-ready"
    await watch.begins("listen")
    await watch.phone.hears_all({CUSTOMER_HZ: TOGETHER, AGENT_HZ: TOGETHER}, within=LONG_S)
    await watch.phone.hang_up()


async def test_a_killed_service_leaves_the_talk_and_takes_the_listener_away(shaky: Floor) -> None:
    talk = await shaky.talk(await shaky.agent("8004"))
    watch = Watch(shaky, talk)
    await watch.sits_down()
    await watch.begins("listen")
    await watch.phone.hears_all({CUSTOMER_HZ: TOGETHER, AGENT_HZ: TOGETHER}, within=LONG_S)
    lost = lost_packets(talk)

    await kill(shaky, "service")
    await talk.both_hear()
    await come_back(shaky, talk.agent)

    await watch.phone.ended(LONG_S)
    await eventually(lambda: _is_clean(shaky), "no ear and no room is left")
    await talk.both_hear()
    assert lost() == 0
    assert _modes(shaky.supervisor) == []


def _modes(desk: Desk) -> list[str]:
    """Return the modes in which this desk sees supervisors at calls."""
    return [str(each["mode"]) for each in desk.all("supervision")]


async def _is_clean(floor: Floor) -> bool:
    """Whether the engine has neither a snoop nor a bridge of a supervisor."""
    async with Remote(floor.parts) as engine:
        channels, bridges = await engine.ari("GET", "channels"), await engine.ari("GET", "bridges")
    snoops = [each for each in channels if each["name"].startswith("Snoop/")]
    return not snoops and not [each for each in bridges if each["id"].startswith("sb-")]
