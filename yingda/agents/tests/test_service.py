"""States on the real database: kept, logged with durations, announced as the complete view."""

from typing import Any

import pytest

from yingda.agents import (
    AgentId,
    AgentService,
    AgentStore,
    Availability,
    Cause,
    Moved,
    ProfileService,
    RingFailure,
    State,
    availability,
    view,
)
from yingda.agents.errors import AgentNotFound
from yingda.agents.events import AGENT_CHANGED
from yingda.agents.tests.examples import CALL, LI, POLICY, HandClock
from yingda.kit.db import PgTx, Row

pytestmark = pytest.mark.anyio


@pytest.fixture
def service(tx: PgTx, clock: HandClock) -> AgentService:
    return AgentService(AgentStore(tx), clock, POLICY)


async def facts(tx: PgTx, agent: AgentId) -> list[Row]:
    return await tx.fetch_all(
        "SELECT topic, version, body FROM outbox WHERE entity = 'agent' AND entity_id = %s"
        " ORDER BY id",
        (str(agent),),
    )


async def make_ready(service: AgentService, agent: AgentId) -> Moved:
    await service.sign_on(agent, "tab")
    return await service.choose_state(agent, State.READY)


async def test_a_call_is_logged_with_times_durations_and_causes(
    tx: PgTx, clock: HandClock, service: AgentService, agent: AgentId
) -> None:
    await make_ready(service, agent)
    for act, seconds in (
        (service.offered, 5),
        (service.talking, 3),
        (service.held, 60),
        (service.resumed, 10),
        (service.wrap_up, 40),
        (service.wrap_up_done, 20),
    ):
        clock.pass_(seconds)
        await act(agent, CALL)

    log = await AgentStore(tx).log(agent, clock.now().replace(hour=0))
    assert [(line.cause, line.from_state, line.lasted_ms, line.contact_id) for line in log[2:]] == [
        (Cause.OFFERED, State.READY, 5_000, CALL),
        (Cause.TALKING, State.OFFERED, 3_000, CALL),
        (Cause.HELD, State.TALKING, 60_000, CALL),
        (Cause.RESUMED, State.HELD, 10_000, CALL),
        (Cause.WRAP_UP, State.TALKING, 40_000, CALL),
        (Cause.WRAP_UP_DONE, State.WRAP_UP, 20_000, CALL),
    ]
    state = await AgentStore(tx).get(agent)
    assert state is not None
    assert availability(state.state) == Availability(is_ready=True, since=clock.now())


async def test_every_change_announces_what_a_fresh_fetch_gives(
    tx: PgTx, service: AgentService, profiles: ProfileService, agent: AgentId
) -> None:
    steps: list[tuple[Any, ...]] = [
        (service.sign_on, "tab"),
        (service.choose_state, State.READY),
        (service.connection_lost, "tab"),
        (service.connection_back, "tab"),
        (service.offered, CALL),
        (service.ring_failed, CALL, RingFailure.RING_TIMEOUT),
        (service.choose_state, State.NOT_READY, "meal"),
        (service.sign_off,),
    ]
    for act, *given in steps:
        moved = await act(agent, *given)
        told = (await facts(tx, agent))[-1]
        assert moved.is_changed
        assert told["topic"] == AGENT_CHANGED
        assert told["body"] == view(await profiles.get(agent))
        assert told["version"] == told["body"]["version"] == moved.state.version


async def test_nothing_changed_is_nothing_announced(
    tx: PgTx, service: AgentService, agent: AgentId
) -> None:
    await make_ready(service, agent)
    before = await facts(tx, agent)

    assert not (await service.choose_state(agent, State.READY)).is_changed
    assert not (await service.connection_lost(agent, "another-tab")).is_changed
    assert await facts(tx, agent) == before


async def test_whoever_stays_away_is_signed_off(
    clock: HandClock, service: AgentService, agent: AgentId
) -> None:
    await make_ready(service, agent)
    await service.connection_lost(agent, "tab")
    clock.pass_(59)
    assert agent not in {moved.state.agent for moved in await service.expire_lost()}
    clock.pass_(1)

    gone = {moved.state.agent: moved for moved in await service.expire_lost()}
    assert gone[agent].state.state is State.SIGNED_OFF
    assert await service.expire_lost() == []


async def test_a_new_process_counts_every_seat_as_unconnected(
    service: AgentService, agent: AgentId
) -> None:
    await make_ready(service, agent)

    lost = {moved.state.agent: moved for moved in await service.all_lost()}
    assert not lost[agent].availability.is_ready
    assert (await service.connection_back(agent, "tab")).availability.is_ready


async def test_whoever_missed_a_ring_moves_on_by_the_packs_rule(
    clock: HandClock, service: AgentService, agent: AgentId
) -> None:
    await make_ready(service, agent)
    await service.offered(agent, CALL)
    await service.ring_failed(agent, CALL, RingFailure.RING_TIMEOUT)
    clock.pass_(120)

    moved = {one.state.agent: one for one in await service.expire_missed()}
    assert (moved[agent].state.state, moved[agent].state.reason) == (State.NOT_READY, "break")


async def test_an_unknown_agent_is_refused(service: AgentService) -> None:
    with pytest.raises(AgentNotFound):
        await service.sign_on(LI, "tab")
