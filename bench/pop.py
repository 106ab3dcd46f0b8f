"""From a caller's INVITE to the pop on the agent's desk, one call after another."""

import asyncio

from bench.figures import percentile
from bench.pack import PASSWORD, agent_login
from bench.results import Report
from tests.lab.desk import Desk
from tests.lab.phone import Phone
from yingda.launcher import Parts

CALLS = 40
NUMBER = "10000"
LIMIT_MS = 300


async def run(parts: Parts) -> Report:
    """Return the latency at the desk's end of the live feed; the agent answers each call."""
    login, server = agent_login(0), str(parts.sip)
    async with (
        await Desk.sign_in(f"http://{parts.settings.http}", login, PASSWORD) as desk,
        await Phone.start(server) as caller,
    ):
        phone = await desk.sign_on(login, server)
        await desk.ready()
        times = [1000 * await _pop(desk, phone, caller) for _ in range(CALLS)]
        await desk.post("me/sign-off")
    p50, p95 = (round(percentile(times, percent), 1) for percent in (50, 95))
    return Report(
        "pop",
        f"INVITE to desk pop, {CALLS} calls one after another",
        ("", "ms"),
        [["p50", f"{p50:.1f}"], ["p95", f"{p95:.1f}"], ["limit of p95", str(LIMIT_MS)]],
        ["The pop is the live feed's fact that offers the contact to this agent."],
        {"p50_ms": p50, "p95_ms": p95, "samples_ms": [round(ms, 2) for ms in times]},
    )


async def _pop(desk: Desk, phone: Phone, caller: Phone) -> float:
    loop = asyncio.get_running_loop()
    seen = {contact["id"] for contact in desk.contacts()}
    begun = loop.time()
    call = await caller.dial(NUMBER, from_number="13800000001")

    def popped() -> bool:
        mine = (c for c in desk.contacts() if c["agent_id"] == desk.user["id"])
        return any(c["stage"] == "offered" and c["id"] not in seen for c in mine)

    await desk.sees(popped, "the pop")
    latency = loop.time() - begun
    ring = await phone.rings()
    await ring.answer()
    await call.answered()
    await call.hang_up()
    await ring.ended()
    await desk.sees(lambda: _is_free(desk), "the agent free again", within=30)
    return latency


def _is_free(desk: Desk) -> bool:
    mine = (agent for agent in desk.all("agent") if agent["id"] == desk.user["id"])
    return any(agent["state"] == "ready" for agent in mine)
