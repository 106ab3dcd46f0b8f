from dataclasses import replace
from uuid import uuid4

import pytest

from yingda.contacts import (
    ContactEvent,
    ContactId,
    ContactNotFound,
    ContactService,
    ContactWithoutEvent,
    MenuStep,
    Outcome,
    Stage,
    view,
)
from yingda.contacts.tests.examples import NINE, StoppedClock, a_contact, after, arrived
from yingda.kit.clauses import ChangedMeanwhile
from yingda.kit.db import PgTx

pytestmark = pytest.mark.anyio


@pytest.fixture
def service(tx: PgTx) -> ContactService:
    return ContactService(tx, StoppedClock())


async def facts(tx: PgTx, entity_id: object) -> list[dict[str, object]]:
    return await tx.fetch_all(
        "SELECT topic, entity, version, body FROM outbox WHERE entity_id = %s ORDER BY id",
        (str(entity_id),),
    )


async def test_an_opened_contact_is_found_again_as_it_was(service: ContactService) -> None:
    opened = await service.open(
        a_contact(
            target_ms=20_000,
            queued_at=after(seconds=1),
            stage=Stage.QUEUED,
            menu_path=(
                MenuStep("main", "1", {"zh": "查询", "en": "Enquiry"}, NINE),
                MenuStep("bill", "#", {"zh": "话费", "en": "Bill"}, after(seconds=1)),
            ),
        ),
        arrived(),
    )

    assert await service.get(opened.id) == opened
    assert opened.version == 1


async def test_a_change_raises_the_version_and_tells_the_whole_view(
    service: ContactService, tx: PgTx
) -> None:
    opened = await service.open(a_contact(), arrived())
    queued = await service.change(
        opened,
        replace(opened, stage=Stage.QUEUED, queued_at=after(seconds=2)),
        [ContactEvent("menu-left", after(seconds=2)), ContactEvent("queued", after(seconds=2))],
    )

    assert queued.version == 2
    assert await service.get(opened.id) == queued
    assert await facts(tx, opened.id) == [
        {"topic": "contact.arrived", "entity": "contact", "version": 1, "body": view(opened)},
        {"topic": "contact.queued", "entity": "contact", "version": 2, "body": view(queued)},
    ]


async def test_events_are_numbered_on_across_changes(service: ContactService) -> None:
    opened = await service.open(a_contact(), [*arrived(), ContactEvent("greeted", NINE)])
    by = ContactEvent("offered", after(seconds=3), uuid4(), {"why": "先到先服务"})
    await service.change(opened, opened, [by])

    kept = await service.events(opened.id)

    assert [(one.seq, one.event.kind) for one in kept] == [
        (1, "arrived"),
        (2, "greeted"),
        (3, "offered"),
    ]
    assert kept[2].event == by


async def test_a_change_of_an_older_state_is_refused_and_writes_nothing(
    service: ContactService, tx: PgTx
) -> None:
    opened = await service.open(a_contact(), arrived())
    await service.change(opened, opened, [ContactEvent("queued", NINE)])

    with pytest.raises(ChangedMeanwhile):
        await service.change(opened, opened, [ContactEvent("offered", NINE)])

    assert [one.event.kind for one in await service.events(opened.id)] == ["arrived", "queued"]
    assert len(await facts(tx, opened.id)) == 2


async def test_a_change_must_say_what_happened(service: ContactService) -> None:
    with pytest.raises(ContactWithoutEvent):
        await service.open(a_contact(), [])


async def test_live_contacts_are_those_not_done(service: ContactService) -> None:
    first = await service.open(a_contact(), arrived())
    second = await service.open(a_contact(arrived_at=after(seconds=1)), arrived())
    gone = await service.open(a_contact(), arrived())
    await service.change(
        gone,
        replace(gone, stage=Stage.DONE, outcome=Outcome.SELF_SERVED),
        [ContactEvent("ended", NINE)],
    )

    assert await service.live() == [first, second]


async def test_an_unknown_contact_is_a_clear_refusal(service: ContactService) -> None:
    with pytest.raises(ContactNotFound):
        await service.get(ContactId(uuid4()))
