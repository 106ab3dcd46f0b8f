from datetime import UTC, datetime, timedelta

import pytest

from yingda.kit.db import Database
from yingda.routing import (
    ClassKey,
    ClassUnknown,
    LiveRouter,
    Reason,
    Refusal,
    RequestState,
    RequestUnknown,
    RouterStandsBy,
    Withdrawal,
)
from yingda.routing.tests.examples import (
    LI,
    MASS,
    VIP,
    WANG,
    Offers,
    a_plan,
    a_router,
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
    database: Database,
) -> None:
    offers = Offers()
    router = a_router(database, a_plan(), offers)
    await router.start()
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
    await router.stop()


async def test_a_refused_caller_goes_to_the_next_agent_before_a_later_caller(
    database: Database,
) -> None:
    offers = Offers()
    router = a_router(database, a_plan(an_agent(0), an_agent(1)), offers)
    await router.start()
    await router.agent_ready(LI, now())
    await router.enqueue(asks(1))
    await router.enqueue(asks(2))
    assert (await offers.next_for(request_id(1))).agent == LI

    await router.refused(request_id(1), LI, Refusal.RING_TIMEOUT)
    await router.agent_ready(WANG, now())

    assert (await offers.next_for(request_id(1), count=2)).agent == WANG
    assert await state_of(router, 2) is RequestState.WAITING
    await router.stop()


async def test_an_unknown_class_is_refused_and_nothing_else_suffers(database: Database) -> None:
    offers = Offers()
    router = a_router(database, a_plan(), offers)
    await router.start()
    with pytest.raises(ClassUnknown):
        await router.enqueue(asks(1, ClassKey("gold", "consult", "fax")))
    with pytest.raises(RequestUnknown):
        await router.explain(request_id(1))
    await router.enqueue(asks(2))
    assert await state_of(router, 2) is RequestState.WAITING
    await router.stop()


async def test_a_standby_takes_over_with_everybody_in_place(database: Database) -> None:
    first_offers, offers = Offers(), Offers()
    first = a_router(database, a_plan(), first_offers, "one")
    standby = a_router(database, a_plan(), offers, "two")
    await first.start()
    await standby.start()
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
    await standby.stop()


async def test_the_overview_counts_waiting_and_idle(database: Database) -> None:
    offers = Offers()
    router = a_router(database, a_plan(an_agent(0), an_agent(1, "junior")), offers)
    await router.start()
    for number, key in enumerate((VIP, MASS, MASS)):
        await router.enqueue(asks(number, key))
    shown = await router.overview()

    assert [(each.key, each.waiting) for each in shown.classes] == [(VIP, 1), (MASS, 2)]
    assert [(each.group, each.agents, each.idle) for each in shown.profiles] == [
        ("senior", 1, 0),
        ("junior", 1, 0),
    ]
    await router.stop()
