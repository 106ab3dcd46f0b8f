import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import LiteralString

import pytest

from yingda.agents import AgentId
from yingda.kit.db import Database, DatabaseAway
from yingda.routing import (
    ClassKey,
    ClassUnknown,
    LiveRouter,
    Offer,
    Patience,
    PlanUnusable,
    Reason,
    Refusal,
    RequestId,
    RequestState,
    RequestUnknown,
    RouterStandsBy,
    RouterStumbled,
    Withdrawal,
)
from yingda.routing.ports import Standing
from yingda.routing.tests.conftest import Launch
from yingda.routing.tests.examples import (
    LI,
    MASS,
    VIP,
    VIP_ROW,
    WANG,
    Offers,
    a_plan,
    an_agent,
    asks,
    request_id,
)

pytestmark = pytest.mark.anyio


def now() -> datetime:
    return datetime.now(UTC)


async def state_of(router: LiveRouter, number: int) -> RequestState:
    return (await router.explain(request_id(number))).request.state


async def test_a_waiting_caller_is_offered_to_the_agent_who_comes_and_the_reason_is_kept(
    launch: Launch,
) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    await router.enqueue(asks(1))
    assert await state_of(router, 1) is RequestState.WAITING
    assert (await router.position(request_id(1))).ahead == 0

    await router.agent_ready(LI, now())
    offer = await offers.next_for(request_id(1))
    assert offer.agent == LI
    await router.answered(request_id(1), LI)
    told = await router.explain(request_id(1))

    assert told.request.state is RequestState.ANSWERED
    assert [each.reason for each in told.decisions] == [Reason.MOST_URGENT]
    assert told.decisions[0].number == offer.decision
    await router.withdraw(request_id(1), Withdrawal.COMPLETED)
    assert await state_of(router, 1) is RequestState.WITHDRAWN


async def test_a_refused_caller_goes_to_the_next_agent_before_a_later_caller(
    launch: Launch,
) -> None:
    offers = Offers()
    router = await launch(a_plan(an_agent(0), an_agent(1)), offers)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))
    await router.enqueue(asks(2))
    assert (await offers.next_for(request_id(1))).agent == LI

    await router.refused(request_id(1), LI, Refusal.RING_TIMEOUT)
    await router.agent_ready(WANG, now())

    assert (await offers.next_for(request_id(1), count=2)).agent == WANG
    assert await state_of(router, 2) is RequestState.WAITING


async def test_an_unknown_class_is_refused_and_nothing_else_suffers(launch: Launch) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    with pytest.raises(ClassUnknown):
        await router.enqueue(asks(1, ClassKey("gold", "consult", "fax")))
    with pytest.raises(RequestUnknown):
        await router.explain(request_id(1))
    await router.enqueue(asks(2))
    assert await state_of(router, 2) is RequestState.WAITING


async def test_a_standby_takes_over_with_everybody_in_place(launch: Launch) -> None:
    first_offers, offers = Offers(), Offers()
    first = await launch(a_plan(), first_offers, "one")
    standby = await launch(a_plan(), offers, "two")
    assert first.is_leading
    assert not standby.is_leading
    with pytest.raises(RouterStandsBy):
        await standby.enqueue(asks(9))
    for number in (3, 1, 2):
        await first.enqueue(asks(number, arrived_at=now() - timedelta(seconds=10 - number)))

    await first.stop()
    await standby.until_leading()
    for number in (1, 2, 3):
        await standby.agent_ready(LI, now())
        await offers.next_for(request_id(number))
        await standby.answered(request_id(number), LI)
        await standby.withdraw(request_id(number), Withdrawal.COMPLETED)
    assert [each.request for each in offers.seen] == [request_id(n) for n in (1, 2, 3)]


async def test_the_overview_counts_waiting_and_idle(launch: Launch) -> None:
    offers = Offers()
    router = await launch(a_plan(an_agent(0), an_agent(1, "junior")), offers)
    for number, key in enumerate((VIP, MASS, MASS)):
        await router.enqueue(asks(number, key))
    shown = await router.overview()

    assert [(each.key, each.waiting) for each in shown.classes] == [(VIP, 1), (MASS, 2)]
    assert [(each.group, each.agents, each.idle) for each in shown.profiles] == [
        ("senior", 1, 0),
        ("junior", 1, 0),
    ]


async def test_a_bug_in_one_act_is_told_and_the_router_begins_again(launch: Launch) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    await router.enqueue(asks(1))
    with pytest.raises(RouterStumbled):
        await router.enqueue(asks(2, None))  # type: ignore[arg-type]  # what no caller may send

    await router.until_leading()
    await router.agent_ready(LI, now())
    assert (await offers.next_for(request_id(1))).agent == LI


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE routing_requests SET state = 'withdrawn'",
        "UPDATE routing_requests SET arrived_ms = 0, place = 77",
        "DELETE FROM routing_requests",
    ],
)
async def test_a_journal_that_was_tampered_with_is_written_again(
    launch: Launch, database: Database, damage: LiteralString
) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    await router.enqueue(asks(1))
    before = (await router.explain(request_id(1))).request
    async with database.transaction() as tx:
        await tx.execute(damage)

    assert await repairs(database, 1) == ["journal-disagrees"]
    assert (await router.explain(request_id(1))).request == before


async def repairs(database: Database, count: int) -> list[str]:
    """Return the kinds of the repairs told, once there are so many."""
    async with asyncio.timeout(20):
        while True:
            async with database.transaction() as tx:
                rows = await tx.fetch_all(
                    "SELECT body FROM outbox WHERE topic = 'routing.repaired' ORDER BY id"
                )
            if len(rows) >= count:
                return [row["body"]["kind"] for row in rows]


class Census:
    """Agents and contacts as the test says they are."""

    def __init__(
        self, available: dict[AgentId, datetime], standings: dict[RequestId, Standing]
    ) -> None:
        self._available = available
        self._standings = standings

    async def available(self) -> dict[AgentId, datetime]:
        return self._available

    async def standings(self) -> dict[RequestId, Standing]:
        return self._standings


def waiting(*numbers: int) -> dict[RequestId, Standing]:
    return {request_id(number): Standing(asks=asks(number)) for number in numbers}


async def test_agents_and_contacts_the_router_missed_are_caught_up_with(
    launch: Launch, database: Database
) -> None:
    offers, census = Offers(), Census({LI: now()}, waiting(2))
    router = await launch(a_plan(), offers, census=census)
    await router.enqueue(asks(1))
    await router.enqueue(asks(2))
    await router.agent_ready(WANG, now())

    offer = await offers.next_for(request_id(2))
    kinds = await repairs(database, 3)
    assert offer.agent == LI
    assert sorted(kinds) == ["contact-over", "readiness-disagrees", "readiness-disagrees"]
    assert await state_of(router, 1) is RequestState.WITHDRAWN


async def test_an_offer_the_contact_has_not_heard_of_is_passed_on_again(
    launch: Launch, database: Database
) -> None:
    offers, census = Offers(), Census({LI: now()}, waiting(1))
    router = await launch(a_plan(), offers, census=census)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))
    first = await offers.next_for(request_id(1))

    assert (await offers.next_for(request_id(1), count=2)).decision == first.decision
    assert (await repairs(database, 1))[0] == "offer-unheard"


async def test_a_waiting_contact_the_router_forgot_is_placed_again(
    launch: Launch, database: Database
) -> None:
    offers, census = Offers(), Census({LI: now()}, waiting(1))
    router = await launch(a_plan(), offers, census=census)
    await router.agent_ready(LI, now())

    assert (await offers.next_for(request_id(1))).agent == LI
    assert (await repairs(database, 1))[0] == "request-lost"


async def test_an_answer_the_router_has_not_heard_of_is_noted(
    launch: Launch, database: Database
) -> None:
    talk = Standing(agent=LI, is_answered=True)
    offers, census = Offers(), Census({}, {request_id(1): talk})
    router = await launch(a_plan(), offers, census=census)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))

    assert (await repairs(database, 1))[0] == "answer-unheard"
    assert await state_of(router, 1) is RequestState.ANSWERED


async def test_who_asks_again_while_it_rings_hears_of_the_offer_again(launch: Launch) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))
    first = await offers.next_for(request_id(1))

    await router.enqueue(asks(1))

    assert (await offers.next_for(request_id(1), count=2)).decision == first.decision
    assert len((await router.explain(request_id(1))).decisions) == 1


async def test_an_offer_nobody_answers_goes_back_and_the_agent_is_put_aside(
    launch: Launch, database: Database
) -> None:
    offers = Offers()
    plan = a_plan(an_agent(0), an_agent(1), patience=Patience(offer_ms=50))
    router = await launch(plan, offers)
    await router.enqueue(asks(1))
    await router.agent_ready(LI, now())
    await router.agent_ready(WANG, now())

    assert (await offers.next_for(request_id(1))).agent == LI
    assert (await offers.next_for(request_id(1), count=2)).agent == WANG
    assert (await repairs(database, 1))[0] == "offer-timed-out"


async def test_a_subscriber_that_fails_loses_no_caller(launch: Launch) -> None:
    offers = Offers()
    failing = [True]

    async def subscriber(given: Sequence[Offer]) -> None:
        if failing.pop() if failing else False:
            raise RuntimeError
        await offers(given)

    plan = a_plan(patience=Patience(retry_pause_ms=20))
    router = await launch(plan, offers, on_offers=subscriber)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))
    assert (await offers.next_for(request_id(1))).agent == LI


async def test_a_call_back_is_dialled_first_and_answered_at_its_old_place(launch: Launch) -> None:
    offers = Offers()
    plan = a_plan(rows=[replace(VIP_ROW, callback_within_ms=600_000)])
    router = await launch(plan, offers)
    long_ago = now() - timedelta(minutes=5)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1, arrived_at=long_ago, is_callback=True))
    assert (await offers.next_for(request_id(1))).is_dial
    await router.enqueue(asks(2, arrived_at=long_ago, is_callback=True))
    assert await state_of(router, 2) is RequestState.WAITING, "as many dialled as agents are free"
    await router.enqueue(asks(3))
    assert (await offers.next_for(request_id(3))).agent == LI, "nobody is held while it rings"

    await router.enqueue(asks(4, arrived_at=now() - timedelta(minutes=1)))
    await router.customer_answered(request_id(1))
    await router.answered(request_id(3), LI)
    await router.withdraw(request_id(3), Withdrawal.COMPLETED)
    await router.agent_ready(LI, now())
    offer = await offers.next_for(request_id(1), count=2)
    assert not offer.is_dial
    assert [each.reason for each in (await router.explain(request_id(1))).decisions] == [
        Reason.CALL_BACK,
        Reason.MOST_URGENT,
    ]


async def test_who_waits_may_be_called_back_instead_and_keeps_the_place(launch: Launch) -> None:
    offers = Offers()
    plan = a_plan(rows=[replace(VIP_ROW, callback_within_ms=600_000)])
    router = await launch(plan, offers)
    long_ago = now() - timedelta(minutes=5)
    await router.enqueue(asks(1, arrived_at=long_ago))
    for _ in range(2):
        await router.enqueue(asks(1, arrived_at=long_ago, is_callback=True))
    await router.enqueue(asks(2, arrived_at=long_ago + timedelta(seconds=1), is_callback=True))
    assert [each.waiting for each in (await router.overview()).classes] == [0], "nobody on the line"
    await router.agent_ready(LI, now())
    assert (await offers.next_for(request_id(1))).is_dial, "the first to come is the first dialled"

    await router.enqueue(asks(1, arrived_at=long_ago))
    offer = await offers.next_for(request_id(1), count=2)
    assert not offer.is_dial, "on the line, whatever was told before"
    assert (await router.explain(request_id(1))).request.is_callback

    await router.withdraw(request_id(1), Withdrawal.UNREACHED)
    assert (await offers.next_for(request_id(2))).is_dial


async def test_a_caller_at_an_agents_phone_may_still_be_called_back(launch: Launch) -> None:
    offers = Offers()
    plan = a_plan(rows=[replace(VIP_ROW, callback_within_ms=600_000)])
    router = await launch(plan, offers)
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))
    assert not (await offers.next_for(request_id(1))).is_dial

    await router.enqueue(asks(1, is_callback=True))
    assert (await offers.next_for(request_id(1), count=2)).is_dial
    await router.enqueue(asks(2))
    assert (await offers.next_for(request_id(2))).agent == LI, "the agent is free again"


async def test_the_last_agent_is_waited_for_and_then_anybody(launch: Launch) -> None:
    offers = Offers()
    router = await launch(a_plan(an_agent(0), an_agent(1)), offers)
    await router.agent_ready(WANG, now())
    soon = now() + timedelta(milliseconds=150)
    await router.enqueue(asks(1, preferred=LI, preferred_until=soon))
    assert await state_of(router, 1) is RequestState.WAITING
    assert (await offers.next_for(request_id(1))).agent == WANG

    await router.agent_ready(LI, now())
    later = now() + timedelta(minutes=1)
    await router.enqueue(asks(2, preferred=LI, preferred_until=later))
    assert (await offers.next_for(request_id(2))).reason is Reason.OWN_AGENT


async def test_a_new_plan_moves_nobody(launch: Launch) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    for number in range(3):
        await router.enqueue(asks(number, MASS))
    await router.agent_ready(WANG, now())
    with pytest.raises(PlanUnusable):
        await router.replan(a_plan(rows=[]))

    await router.replan(a_plan(an_agent(0), an_agent(1, "junior"), version=2))
    assert (await offers.next_for(request_id(0))).agent == WANG
    assert [(await router.position(request_id(n))).ahead for n in (1, 2)] == [0, 1]
    assert (await router.overview()).plan_version == 2


async def test_a_router_that_lost_its_lease_without_knowing_writes_nothing(
    launch: Launch,
) -> None:
    zombie = await launch(a_plan(), Offers(), "same")
    await zombie.enqueue(asks(1))
    heir = await launch(a_plan(), Offers(), "same")
    assert heir.is_leading
    with pytest.raises(RouterStandsBy):
        await zombie.enqueue(asks(2))

    assert not zombie.is_leading
    assert await state_of(heir, 1) is RequestState.WAITING
    with pytest.raises(RequestUnknown):
        await heir.explain(request_id(2))


async def test_a_broken_connection_is_told_and_mended(launch: Launch, database: Database) -> None:
    offers = Offers()
    router = await launch(a_plan(), offers)
    await router.enqueue(asks(1))
    async with database.transaction() as tx:
        await tx.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        )
    while True:  # as those who tell the router do
        try:
            await router.agent_ready(LI, now())
            break
        except DatabaseAway:
            await router.until_leading()

    assert (await offers.next_for(request_id(1))).agent == LI
