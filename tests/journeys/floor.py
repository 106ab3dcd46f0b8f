"""The people of one journey: agents at desks with telephones, callers, a supervisor."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from tests.lab import CUSTOMER_HZ, CallFailed, IncomingCall, OutgoingCall, Phone
from tests.lab.call import Call
from tests.lab.desk import Desk, Refused
from yingda.launcher import Parts

LONG_S = 100.0  # longer than the time an offer nobody carried out stands in the router
LOOK_S = 0.1
SOLVED = {"code": "solved-bill", "is_solved": True, "caller_state": "calm", "note": ""}
STRANGER = "13911112222"

Told = Mapping[str, Any]


async def eventually(
    holds: Callable[[], Awaitable[Any]], wanted: str, within: float = LONG_S
) -> Any:
    """Return what `holds` gives once it is true in itself; the service may be away meanwhile."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    seen: object = None
    while loop.time() < end:
        try:
            seen = await holds()
        except (Refused, OSError) as away:
            seen = away
        else:
            if seen:
                return seen
        await asyncio.wait({loop.create_future()}, timeout=LOOK_S)
    raise AssertionError(f"{wanted}: not in {within} s; last seen: {seen!r}")


def contact_of(ring: IncomingCall) -> str:
    """Return the contact a call that rings at an agent belongs to."""
    contact = ring.headers.get("x-yingda-contact")
    assert contact
    return contact


class Floor:
    """Everybody who takes part; leaving hangs up, notes what must be noted and signs off."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.base = f"http://{parts.http}"
        self.sip = str(parts.sip)
        self.supervisor: Desk
        self._desks: list[Desk] = []
        self._phones: list[Phone] = []

    async def __aenter__(self) -> Self:
        self.supervisor = await self.person("supervisor")
        await self.supervisor.follow()
        return self

    async def __aexit__(self, *_: object) -> None:
        for phone in self._phones:
            await phone.stop()
        try:
            for desk in self._desks:
                await self._leave(desk)
        finally:
            for desk in self._desks:
                await desk.close()

    # -- people ----------------------------------------------------------------------------

    async def person(self, login: str) -> Desk:
        """Return somebody who signed in at their desk and does nothing yet."""
        desk = await Desk.sign_in(self.base, login, f"yingda-{login}")
        self._desks.append(desk)
        return desk

    async def agent(self, login: str) -> Desk:
        """Return an agent with a registered telephone who takes calls."""
        desk = await self.person(login)
        await desk.sign_on(f"seat-{login}", self.sip)
        await desk.ready()
        return desk

    async def phone(self, tone_hz: int = CUSTOMER_HZ) -> Phone:
        """Return a caller's telephone."""
        phone = await Phone.start(self.sip, tone_hz=tone_hz)
        self._phones.append(phone)
        return phone

    async def carrier(self) -> Phone:
        """Return the telephone of whomever the centre calls back."""
        port = int((self.parts.settings.trunk or "").rpartition(":")[2])
        phone = await Phone.start(self.sip, tone_hz=CUSTOMER_HZ, port=port)
        self._phones.append(phone)
        return phone

    async def calls(self, number: str = STRANGER, *, to: str = "10000") -> OutgoingCall:
        """Return an answered call to the centre, in its greeting."""
        call = await (await self.phone()).dial(to, from_number=number)
        await call.answered(LONG_S)
        return call

    async def caller(self, tier: str) -> Told:
        """Return a demo customer of a tier whom the flow greets with a menu."""
        for caller in (await self.supervisor.get("web-phone"))["callers"]:
            customer = await self.supervisor.get(f"customers/{caller['id']}")
            if caller["tier"] == tier and not customer["preferences"]["is_elderly"]:
                return dict(caller)
        raise AssertionError(f"the demo has no {tier} caller")

    async def talk(self, agent: Desk, number: str = STRANGER, key: str = "0") -> "Talk":
        """Return a call that the agent answered: both hear each other."""
        call = await self.calls(number)
        await call.press(key)
        return await self.picks_up(agent, call)

    async def picks_up(self, agent: Desk, call: Call) -> "Talk":
        """Return the talk of this call and the agent at whom it rings."""
        ring = await self.rings(agent)
        await ring.answer(LONG_S)
        talk = Talk(agent, call, ring)
        await talk.both_hear()
        return talk

    async def rings(self, agent: Desk) -> IncomingCall:
        assert agent.phone is not None
        try:
            return await agent.phone.rings(LONG_S)
        except CallFailed as silent:
            raise AssertionError(f"{silent}; the agent: {await self.state(agent)}") from silent

    # -- what became of it -----------------------------------------------------------------

    async def contact(self, contact: str) -> Told:
        """Return a contact as it is now."""
        told: Told = (await self.supervisor.get(f"contacts/{contact}"))["contact"]
        return told

    async def history(self, contact: str) -> list[Told]:
        """Return the events of a contact."""
        told: list[Told] = (await self.supervisor.get(f"contacts/{contact}"))["events"]
        return told

    async def kinds(self, contact: str) -> list[str]:
        return [event["kind"] for event in await self.history(contact)]

    async def reaches(self, contact: str, within: float = LONG_S, **wanted: Any) -> Told:
        """Return the contact once it has these values."""

        async def fits() -> Told | None:
            now = await self.contact(contact)
            return now if all(now[name] == value for name, value in wanted.items()) else None

        found: Told = await eventually(fits, f"contact {wanted}", within)
        return found

    async def latest(self, number: str, within: float = LONG_S, **wanted: Any) -> Told:
        """Return the newest contact from a number once it has these values."""

        async def fits() -> Told | None:
            found = await self.supervisor.get("contacts", limit="20")
            mine = next((each for each in found if each["remote"] == number), None)
            if mine is None or any(mine[name] != value for name, value in wanted.items()):
                return None
            return dict(mine)

        return dict(await eventually(fits, f"a contact from {number}: {wanted}", within))

    async def state(self, desk: Desk) -> Told:
        """Return how an agent stands now."""
        found = await self.supervisor.get("agents")
        return next(dict(each) for each in found if each["id"] == desk.user["id"])

    async def stands(self, desk: Desk, state: str, within: float = LONG_S) -> Told:
        """Return the agent's view once they are in `state`."""

        async def fits() -> Told | None:
            now = await self.state(desk)
            return now if now["state"] == state else None

        found: Told = await eventually(fits, f"{desk.user['login']} {state}", within)
        return found

    async def _leave(self, desk: Desk) -> None:
        if desk.phone is not None:
            with contextlib.suppress(AssertionError):
                await desk.phone.unregister()
            await desk.phone.stop()
        with contextlib.suppress(Refused, OSError):
            await self._wrap_up(desk)
            await desk.post("me/sign-off")
            await self.stands(desk, "signed-off")

    async def _wrap_up(self, desk: Desk) -> None:
        if desk.phone is None:
            return

        async def is_free() -> bool:
            return (await self.state(desk))["state"] not in {"offered", "talking", "held"}

        await eventually(is_free, "free to leave")
        now = await self.state(desk)
        if now["state"] == "wrap-up":
            await wrap_up(desk, now["contact_id"])


class Talk:
    """An agent and a customer on the line."""

    def __init__(self, agent: Desk, customer: Call, desk: IncomingCall) -> None:
        self.agent = agent
        self.customer = customer
        self.desk = desk
        self.contact = contact_of(desk)

    async def both_hear(self) -> None:
        """Return once each hears the other's tone."""
        await self.customer.hears(880, within=LONG_S)
        await self.desk.hears(CUSTOMER_HZ, within=LONG_S)


async def wrap_up(desk: Desk, contact: str, **noted: Any) -> None:
    """Note how the contact ended, and be done with it."""
    await desk.put(f"contacts/{contact}/disposition", {**SOLVED, **noted})
    await desk.act(contact, "wrap-up-done")
