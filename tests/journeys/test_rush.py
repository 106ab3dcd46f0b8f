"""A VIP and mass callers arrive together under load, and both promises hold.

Seventeen mass callers come at once for four agents, and five gold callers at a time, each of whom
is followed by another for as long as mass callers wait: one more than there are agents. By arrival
alone a gold caller stood behind all of the mass and missed eight seconds; by tier alone there was
always a gold caller to go first, and no mass caller was answered any more. Both are reckoned from
how long these calls kept their agents. The self-steering rule measures each wait by its own
target, so that both kinds are let wait in proportion.
"""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest

from tests.journeys.floor import Floor, Told, eventually
from tests.journeys.rush import (
    AGENTS,
    TARGET,
    WITHIN_MS,
    Rush,
    by_arrival,
    by_tier,
    write_rush_pack,
)
from tests.lab import Phone
from tests.lab.sipp import Crowd, Sipp, find, free_ports
from yingda.launcher import Parts, running_parts
from yingda.launcher.stack import ALL_PARTS

pytestmark = [pytest.mark.anyio, pytest.mark.engine]

MASS, VIPS = 17, 5
VIPS_AFTER_S = 2.0
TALK_MS = 2_000
LONGEST_S = 90.0
STRANGERS = [f"1391112{number:04}" for number in range(MASS)]


@pytest.fixture(scope="module")
def rush(parts_folder: Path) -> Iterator[Parts]:
    """A centre whose targets are short and whose agents are few."""
    pack = write_rush_pack(parts_folder / "rush-pack")
    with running_parts(parts_folder / "rush", ALL_PARTS, pack=str(pack), demo=True) as parts:
        yield parts


@pytest.fixture
async def crowded(rush: Parts) -> AsyncIterator[Floor]:
    async with Floor(rush) as floor:
        yield floor


@pytest.fixture
async def sipp(tmp_path: Path) -> AsyncIterator[dict[str, Sipp]]:
    """A load tool for each who takes part; all end with the test."""
    program = await asyncio.to_thread(find)
    running = {name: Sipp(program, tmp_path / name) for name in ("agents", "mass", "gold")}
    yield running
    for each in running.values():
        await each.stop()


async def take_calls(floor: Floor, sipp: Sipp) -> None:
    """Let every agent be ready, with a telephone that answers, talks and hangs up."""
    port = free_ports(1)
    desks = [await floor.person(login) for login in AGENTS]
    for desk in desks:
        seat = f"seat-{desk.user['login']}"
        given = await desk.sit_down(seat)
        await desk.follow(seat)
        login = {"user": given["user"], "password": given["password"]}
        async with await Phone.start(floor.sip, port=port, **login) as phone:
            await phone.register()
    await sipp.talkers(port, TALK_MS)
    for desk in desks:
        await desk.ready()


async def all_contacts(floor: Floor) -> list[Told]:
    """Return every contact, oldest first."""
    found: list[Told] = []
    while True:
        more = {"before": found[-1]["id"]} if found else {}
        page = await floor.supervisor.get("contacts", limit="200", **more)
        found += page
        if len(page) < 200:
            return found[::-1]


def seconds(contact: Told, first: str, last: str) -> float:
    begun, ended = (datetime.fromisoformat(contact[name]) for name in (first, last))
    return (ended - begun).total_seconds()


def kept(contacts: Sequence[Told], tier: str) -> list[bool]:
    """Return of each contact of the tier whether it was answered within the tier's target."""
    return [
        seconds(each, "queued_at", "answered_at") * 1000 <= WITHIN_MS[tier]
        for each in contacts
        if each["tier"] == tier
    ]


async def test_a_vip_and_mass_callers_come_together_and_both_promises_hold(
    crowded: Floor, sipp: dict[str, Sipp]
) -> None:
    await take_calls(crowded, sipp["agents"])
    gold = (await crowded.caller("gold"))["number"]
    server = crowded.sip

    mass = await sipp["mass"].crowd(Crowd("10000", 10, MASS, MASS), server, STRANGERS)
    await asyncio.sleep(VIPS_AFTER_S)
    vips = await sipp["gold"].crowd(Crowd("10000", 5, 500, VIPS), server, [gold])
    told = await asyncio.wait_for(mass.over(), LONGEST_S)
    vips.no_more()
    told_vips = await asyncio.wait_for(vips.over(), LONGEST_S)
    contacts = await eventually(lambda: _all_done(crowded), "every contact done")

    assert (told.succeeded, told.failed, told_vips.failed) == (MASS, 0, 0)
    assert len(contacts) == MASS + told_vips.succeeded
    assert {(each["outcome"], each["service_kind"]) for each in contacts} == {
        ("answered", "consult")
    }
    assert all(kept(contacts, "gold")), _waits(contacts)
    mass_kept = kept(contacts, "mass")
    assert len(mass_kept) == MASS
    assert sum(mass_kept) >= TARGET["mass"] * MASS, _waits(contacts)
    await _is_fair_and_explained(crowded, contacts)
    _others_would_fail(contacts)


async def _all_done(floor: Floor) -> list[Told] | None:
    contacts = await all_contacts(floor)
    return contacts if all(each["stage"] == "done" for each in contacts) else None


def _waits(contacts: Sequence[Told]) -> dict[str, list[float]]:
    """Return who waited how long, for whoever must understand a failure."""
    waits = defaultdict[str, list[float]](list)
    for each in contacts:
        waits[each["tier"]].append(seconds(each, "queued_at", "answered_at"))
    return waits


async def _is_fair_and_explained(floor: Floor, contacts: Sequence[Told]) -> None:
    """Check that no agent had two at once, and that the journal says why each got whom."""
    times = defaultdict[str, list[tuple[str, str]]](list)
    beaten = set()
    for each in contacts:
        decisions = (await floor.supervisor.get(f"contacts/{each['id']}/decisions"))["decisions"]
        assert [one["agent_id"] for one in decisions] == [each["agent_id"]]
        assert decisions[0]["kind"] in {"idle-at-arrival", "most-urgent"}
        assert decisions[0]["digest"]
        times[each["agent_id"]].append((each["offered_at"], each["wrapped_at"]))
        rival = decisions[0]["runner_up"]
        if rival is not None:
            beaten.add((each["tier"], rival["class"].partition(".")[0]))
            assert decisions[0]["score"] >= rival["score"]
    assert len(times) == len(AGENTS)
    for spans in times.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert {("gold", "mass"), ("mass", "gold")} <= beaten


def _others_would_fail(contacts: Sequence[Told]) -> None:
    """Check that under this load neither the order of arrival nor that of tiers keeps both."""
    busy_s = median(seconds(each, "offered_at", "wrapped_at") for each in contacts)
    same = Rush(mass=MASS, vips=VIPS, vips_after_s=VIPS_AFTER_S, busy_s=busy_s)
    horizon_s = WITHIN_MS["mass"] / 1000
    fifo = same.under(by_arrival, horizon_s)
    assert max(wait for tier, wait in fifo if tier == "gold") * 1000 > WITHIN_MS["gold"]
    strict = same.under(by_tier, horizon_s)
    assert sum(tier == "mass" for tier, _ in strict) < TARGET["mass"] * MASS
