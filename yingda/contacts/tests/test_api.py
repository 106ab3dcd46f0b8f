"""The routes as a browser meets them, over a real database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.requests import HTTPConnection

from yingda.accounts import Caller, Permission, Role, UserId, permissions_of, require
from yingda.contacts import (
    Contact,
    ContactEvent,
    ContactService,
    DispositionBook,
    DispositionWords,
    Outcome,
    RecordingFinisher,
    Stage,
)
from yingda.contacts.api import ContactsEdge, router
from yingda.contacts.finisher import SETTLE
from yingda.contacts.tests.examples import NINE, StoppedClock, a_contact, after, arrived
from yingda.contacts.tests.test_sound import write_mono
from yingda.kit.db import Database
from yingda.kit.http import install
from yingda.kit.words import Words

pytestmark = pytest.mark.anyio

ALL = "/api/contacts"
LI, WANG, BOSS, JUDGE = (UserId(UUID(int=number)) for number in range(1, 5))
MRS_ZHAO = UUID(int=9)
ROLES = {LI: Role.AGENT, WANG: Role.AGENT, BOSS: Role.SUPERVISOR, JUDGE: Role.QUALITY}
WORDS = DispositionWords(frozenset({"solved-bill"}), frozenset({"calm"}))


class House:
    """The routes of contacts; the header `user` says who calls."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.clock = StoppedClock()
        self.folder = folder
        self.finisher = RecordingFinisher(database, self.clock, folder)
        book = DispositionBook(database, self.clock, WORDS)
        self.edge = ContactsEdge(
            database, self.clock, book, folder, {"vip": Words(zh="贵宾", en="VIP")}
        )
        self.app = FastAPI()
        install(self.app)
        self.app.include_router(router(self.edge, self.signed_on))

    def signed_on(self, permission: Permission | None) -> Any:
        async def caller(connection: HTTPConnection) -> Caller:
            user = UserId(UUID(connection.headers["user"]))
            roles = frozenset({ROLES[user]})
            found = Caller(user, str(user), "x", roles, permissions_of(roles))
            if permission is not None:
                require(found, permission)
            return found

        return caller

    async def seed(self) -> None:
        async with self.database.transaction() as tx:
            await tx.execute(
                "INSERT INTO agent_groups (code, name) VALUES ('a', '{}') ON CONFLICT DO NOTHING"
            )
            for number, user in enumerate(ROLES):
                await tx.execute(
                    """
                    INSERT INTO users (id, login, name, password_hash, roles, created_at)
                    VALUES (%s, %s, %s, '', '{}', now())
                    """,
                    (user, f"u{number}", f"座席{number}"),
                )
            for user in (LI, WANG):
                await tx.execute(
                    "INSERT INTO agents (id, staff_no, grade, group_code) VALUES (%s, %s, 1, 'a')",
                    (user, str(user)),
                )
            await tx.execute(
                "INSERT INTO customers (id, name, created_at) VALUES (%s, '赵女士', now())",
                (MRS_ZHAO,),
            )

    async def open(self, *events: ContactEvent, **given: Any) -> Contact:
        async with self.database.transaction() as tx:
            service = ContactService(tx, self.clock)
            return await service.open(a_contact(**given), [*arrived(), *events])

    async def record(self, contact: Contact) -> None:
        raw = (self.folder / "in.wav", self.folder / "out.wav")
        write_mono(raw[0], [100] * 8000)
        ended = replace(contact, stage=Stage.DONE, ended_at=NINE)
        async with self.database.transaction() as tx:
            await self.finisher.started(tx, contact, raw)
            service = ContactService(tx, self.clock)
            await service.change(contact, ended, [ContactEvent("ended", NINE)])
        self.clock.moment = NINE + SETTLE
        await self.finisher.finish_all()

    async def audited(self) -> list[str]:
        async with self.database.transaction() as tx:
            return [row["action"] for row in await tx.fetch_all("SELECT action FROM audit")]


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    house = House(database, tmp_path)
    await house.seed()
    return house


@pytest.fixture
async def browser(house: House) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(house.app)
    async with AsyncClient(transport=transport, base_url="http://yingda.test") as client:
        yield client


def as_(user: UserId, **more: str) -> dict[str, str]:
    return {"user": str(user), **more}


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()]


async def test_an_agent_lists_contacts_of_which_the_agent_had_a_part(
    house: House, browser: AsyncClient
) -> None:
    mine = await house.open(agent_id=LI)
    offered = await house.open(
        ContactEvent("offered", NINE, LI), agent_id=WANG, arrived_at=after(seconds=1)
    )
    other = await house.open(agent_id=WANG, arrived_at=after(seconds=2))

    assert ids(await browser.get(ALL, headers=as_(LI))) == [str(offered.id), str(mine.id)]
    assert ids(await browser.get(ALL, headers=as_(BOSS))) == [
        str(other.id),
        str(offered.id),
        str(mine.id),
    ]


async def test_a_row_shows_names_and_hides_the_number(house: House, browser: AsyncClient) -> None:
    await house.open(agent_id=LI, tier="vip")

    hidden = (await browser.get(ALL, headers=as_(LI))).json()[0]
    whole = (await browser.get(ALL, headers=as_(BOSS))).json()[0]

    assert hidden["remote"] == "138****0001"
    assert whole["remote"] == "13800000001"
    assert (hidden["tier_name"]["zh"], hidden["agent_name"]) == ("贵宾", "座席0")


@pytest.mark.parametrize(
    ("text", "sees"),
    [
        ("13800000001", {LI, BOSS}),
        ("+8613800000001", {LI, BOSS}),
        ("0001", {LI, BOSS}),
        ("00001", {BOSS}),
        ("13800", {BOSS}),
        ("380000000", {BOSS}),
        ("%", set()),
    ],
)
async def test_hidden_digits_are_not_found_out_by_searching(
    house: House, browser: AsyncClient, text: str, sees: set[UserId]
) -> None:
    await house.open(agent_id=LI)

    for user in (LI, BOSS):
        found = ids(await browser.get(ALL, params={"q": text}, headers=as_(user)))
        assert bool(found) is (user in sees)


async def test_the_timeline_of_a_customer_is_shared(house: House, browser: AsyncClient) -> None:
    theirs = await house.open(customer_id=MRS_ZHAO, agent_id=WANG)

    answer = await browser.get(ALL, params={"customer_id": str(MRS_ZHAO)}, headers=as_(LI))
    assert ids(answer) == [str(theirs.id)]
    assert (await browser.get(f"{ALL}/{theirs.id}", headers=as_(LI))).status_code == 200


async def test_filters_narrow_and_pages_follow(house: House, browser: AsyncClient) -> None:
    made = [
        await house.open(
            arrived_at=after(minutes=minute),
            customer_name="王小明" if minute == 1 else "",
            outcome=Outcome.ABANDONED_QUEUE if minute == 2 else Outcome.LIVE,
        )
        for minute in range(4)
    ]

    async def found(**asked: str) -> list[int]:
        answer = await browser.get(ALL, params=asked, headers=as_(BOSS))
        order = [str(one.id) for one in made]
        return [order.index(one) for one in ids(answer)]

    assert await found(outcome="abandoned-queue") == [2]
    assert await found(q="小明") == [1]
    assert await found(q="%") == []
    assert await found(**{"from": after(minutes=2).isoformat()}) == [3, 2]
    assert await found(to=after(minutes=2).isoformat()) == [1, 0]
    assert await found(limit="2") == [3, 2]
    assert await found(limit="2", before=str(made[2].id)) == [1, 0]


async def test_one_contact_comes_with_its_events(house: House, browser: AsyncClient) -> None:
    contact = await house.open(ContactEvent("offered", NINE, LI, {"why": "技能"}), agent_id=LI)

    told = (await browser.get(f"{ALL}/{contact.id}", headers=as_(LI))).json()

    assert [(event["seq"], event["kind"]) for event in told["events"]] == [
        (1, "arrived"),
        (2, "offered"),
    ]
    assert told["events"][1]["detail"] == {"why": "技能"}
    assert (told["disposition"], told["recording"]) == (None, None)


async def test_others_contacts_and_unknown_ones_are_refused(
    house: House, browser: AsyncClient
) -> None:
    contact = await house.open(agent_id=WANG)

    assert (await browser.get(f"{ALL}/{contact.id}", headers=as_(LI))).status_code == 403
    gone = await browser.get(f"{ALL}/{uuid4()}", headers=as_(BOSS))
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "contact-not-found")


async def test_a_disposition_is_noted_and_read_back(house: House, browser: AsyncClient) -> None:
    contact = await house.open(agent_id=LI)
    body = {"code": "solved-bill", "is_solved": True, "caller_state": "calm", "note": "已查账单"}

    assert not await house.edge.dispositions.is_disposed(contact.id, LI)
    put = await browser.put(f"{ALL}/{contact.id}/disposition", json=body, headers=as_(LI))
    told = (await browser.get(f"{ALL}/{contact.id}", headers=as_(LI))).json()["disposition"]

    assert put.status_code == 200
    assert {name: told[name] for name in body} == body
    assert await house.edge.dispositions.is_disposed(contact.id, LI)


async def test_who_handed_a_contact_on_notes_a_part_beside_the_result(
    house: House, browser: AsyncClient
) -> None:
    contact = await house.open(ContactEvent("answered", NINE, LI), agent_id=WANG)
    path = f"{ALL}/{contact.id}"

    mine = {"code": "solved-bill", "note": "已核实身份，转账单组"}
    put = await browser.put(f"{path}/disposition", json=mine, headers=as_(LI))
    listed = (await browser.get(ALL, params={"q": "核实身份"}, headers=as_(BOSS))).json()
    before = (await browser.get(path, headers=as_(LI))).json()
    await browser.put(f"{path}/disposition", json={"code": "solved-bill"}, headers=as_(WANG))
    after_ = (await browser.get(path, headers=as_(LI))).json()

    assert (put.status_code, put.json()["agent_id"]) == (200, str(LI))
    assert (before["disposition"], listed[0]["disposition"]) == (None, None)
    assert [part["note"] for part in before["parts"]] == [mine["note"]]
    assert after_["disposition"]["agent_id"] == str(WANG)
    assert [part["agent_id"] for part in after_["parts"]] == [str(LI)]


async def test_who_only_refused_an_offer_has_nothing_to_note(
    house: House, browser: AsyncClient
) -> None:
    contact = await house.open(ContactEvent("offered", NINE, LI), agent_id=WANG)
    path = f"{ALL}/{contact.id}/disposition"

    refused = await browser.put(path, json={"code": "solved-bill"}, headers=as_(LI))

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not-your-contact")


async def test_a_supervisor_corrects_the_last_agents_part_and_it_is_audited(
    house: House, browser: AsyncClient
) -> None:
    contact = await house.open(agent_id=LI)
    path = f"{ALL}/{contact.id}/disposition"

    put = await browser.put(path, json={"code": "solved-bill"}, headers=as_(BOSS))

    assert put.json()["agent_id"] == str(LI)
    assert await house.audited() == ["disposition.corrected"]


async def test_a_long_note_is_refused_by_its_length(house: House, browser: AsyncClient) -> None:
    contact = await house.open(agent_id=LI)
    body = {"code": "solved-bill", "note": "字" * 20_001}

    answer = await browser.put(f"{ALL}/{contact.id}/disposition", json=body, headers=as_(LI))

    assert answer.json()["error"] == {
        "code": "note-too-long",
        "kind": "invalid",
        "details": {"limit": 20_000, "given": 20_001},
    }


async def test_a_recording_is_played_in_ranges(house: House, browser: AsyncClient) -> None:
    contact = await house.open(agent_id=LI)
    await house.record(contact)

    whole = await browser.get(f"{ALL}/{contact.id}/recording", headers=as_(BOSS))
    part = await browser.get(
        f"{ALL}/{contact.id}/recording", headers=as_(BOSS, range="bytes=44-47")
    )
    peaks = await browser.get(f"{ALL}/{contact.id}/recording/peaks", headers=as_(BOSS))

    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/wav")
    assert (part.status_code, part.content) == (206, b"\x64\x00\x00\x00")
    assert len(peaks.json()["channels"][0]) == 20
    assert await house.audited() == ["recording.listened"]


async def test_who_asks_for_a_part_has_listened(house: House, browser: AsyncClient) -> None:
    contact = await house.open(agent_id=LI)
    await house.record(contact)
    path = f"{ALL}/{contact.id}/recording"

    for who in (BOSS, BOSS, JUDGE):
        await browser.get(path, headers=as_(who, range="bytes=44-47"))

    assert await house.audited() == ["recording.listened"] * 2


async def test_listening_is_not_downloading(house: House, browser: AsyncClient) -> None:
    contact = await house.open(agent_id=LI)
    await house.record(contact)
    path = f"{ALL}/{contact.id}/recording"

    assert (await browser.get(path, headers=as_(LI))).status_code == 403
    assert (await browser.get(path, headers=as_(JUDGE))).status_code == 200
    assert (await browser.get(f"{path}?download=1", headers=as_(JUDGE))).status_code == 403
    saved = await browser.get(f"{path}?download=1", headers=as_(BOSS))
    assert "attachment" in saved.headers["content-disposition"]
    assert await house.audited() == ["recording.listened", "recording.downloaded"]


async def test_a_deleted_recording_says_so_and_is_shown_as_missing(
    house: House, browser: AsyncClient
) -> None:
    contact = await house.open(agent_id=LI)
    await house.record(contact)
    next(house.folder.glob("2026/**/*.wav")).unlink()

    answer = await browser.get(f"{ALL}/{contact.id}/recording", headers=as_(BOSS))
    told = (await browser.get(f"{ALL}/{contact.id}", headers=as_(BOSS))).json()

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "recording-missing")
    assert told["recording"]["state"] == "missing"
