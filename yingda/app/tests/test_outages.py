"""A call whose database goes away at one message after another: nothing is lost or done twice."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from yingda.agents import AgentId, AgentPolicy, AgentSpec, NamedSpec, ProfileService, State
from yingda.agents.roll import AgentRoll
from yingda.agents.store import AgentStore
from yingda.app.presence import AgentPresence
from yingda.app.steering import CentreCensus, Offers, Steering
from yingda.app.tests.cut import Cut, cuttable
from yingda.calls.node import VoiceNode
from yingda.calls.ports import ChannelArrived, ChannelLeft, Known, PhoneUp
from yingda.calls.service import CallService, Surroundings
from yingda.calls.tests.calls import HOUSE
from yingda.contacts import ContactId, ContactService, Stage
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database, Tx
from yingda.kit.errors import Kind, YingdaError
from yingda.kit.words import Words
from yingda.routing import (
    AgentSkills,
    ClassKey,
    Entitlement,
    LiveRouter,
    Patience,
    RouterSettings,
    Terms,
    plan_from,
)

pytestmark = pytest.mark.anyio
CLOCK = SystemClock()
GOLD = ClassKey("gold", "consult", "voice")
POLICY = AgentPolicy(
    reasons=frozenset({"break"}),
    lost_for=timedelta(seconds=60),
    missed_for=timedelta(seconds=60),
    after_missed=State.READY,
    after_missed_reason="",
    zone=ZoneInfo("Asia/Shanghai"),
)
SOON_S = 12


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Engine:
    """An engine whose phones ring, and are heard of."""

    node = "n"

    def __init__(self) -> None:
        self.rung: asyncio.Queue[str] = asyncio.Queue()

    async def ring(self, agent: AgentId, channel: str, shown: str, contact: str) -> bool:
        self.rung.put_nowait(channel)
        return True

    def raw_recording(self, channel: str) -> tuple[Path, Path]:
        return Path("in"), Path("out")

    def __getattr__(self, name: str) -> Callable[..., Awaitable[None]]:
        async def done(*_: object) -> None:
            """Be done with it."""

        return done


class FrontDesk:
    async def recognise(self, tx: Tx, number: str) -> Known:
        return Known("gold")


class Recorder:
    async def started(self, *_: object) -> None: ...
    async def finish(self, *_: object) -> None: ...


class Notes:
    async def is_disposed(self, contact: ContactId, agent: UUID) -> bool:
        return True


class Desks:
    """A centre with one agent, wired as the real one is."""

    def __init__(self, database: Database, agent: AgentId) -> None:
        self.engine = Engine()
        self.database = database
        self.agent = agent
        self.steering = Steering(lambda: self.router, CLOCK, self._no)
        self.presence = AgentPresence(database, CLOCK, POLICY, self.steering.available)
        around = Surroundings(
            FrontDesk(),
            AgentRoll(database, CLOCK, POLICY),
            cast("Any", self.engine),
            self.steering,
            cast("Any", Recorder()),
            Notes(),
        )
        self.calls = CallService(database, CLOCK, lambda: HOUSE, around)
        self.node = VoiceNode(
            calls=self.calls, voice=cast("Any", self.engine), database=database, clock=CLOCK
        )
        self.router = LiveRouter(
            database=database,
            clock=CLOCK,
            plan=plan_from(
                [Entitlement(GOLD)],
                [AgentSkills(agent, "junior")],
                version=1,
                patience=Patience(retry_pause_ms=200),
            ),
            owner="one",
            on_offers=Offers(self.node.on_offer).take,
            settings=RouterSettings(
                terms=Terms(lasts_ms=1_000, renew_ms=100),
                census=CentreCensus(
                    database, CLOCK, lambda each: self.calls.runs.get(each) is not None
                ),
                check_s=0.5,
            ),
        )

    async def _no(self, _: AgentId) -> bool:
        return False

    async def ready(self) -> None:
        async def act() -> None:
            async with self.database.transaction() as tx:
                service = self.presence.service(tx)
                await service.sign_on(self.agent, "here", take_over=True)
                moved = await service.choose_state(self.agent, State.READY)
            await self.steering.available(self.agent, moved.availability)

        await insisting(act)

    async def arrives(self, channel: str) -> None:
        await self.node.on_event(ChannelArrived(channel, "13800000001", "10000"))

    async def rings(self) -> str:
        """Return the leg the agent's phone rings on."""
        return await asyncio.wait_for(self.engine.rung.get(), SOON_S)

    async def contacts(self) -> list[Any]:
        async with self.database.transaction() as tx:
            return await ContactService(tx, CLOCK).live()

    async def stage(self, wanted: Stage) -> Any:
        async def look() -> Any:
            found = await self.contacts()
            return next((each for each in found if each.stage is wanted), None)

        return await until(look, wanted.value)

    async def state(self, wanted: State) -> None:
        async def look() -> bool:
            async with self.database.transaction() as tx:
                found = await AgentStore(tx).get(self.agent)
            return found is not None and found.state.state is wanted

        await until(look, wanted.value)


async def until(look: Callable[[], Awaitable[Any]], wanted: str) -> Any:
    try:
        async with asyncio.timeout(SOON_S):
            while True:
                with contextlib.suppress(YingdaError):
                    if found := await look():
                        return found
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"never {wanted}") from None


async def insisting(act: Callable[[], Awaitable[Any]]) -> None:
    """Do it as a person does who is told to try again."""
    while True:
        try:
            await act()
        except YingdaError as refused:
            if refused.kind is not Kind.UNAVAILABLE:
                raise
            await asyncio.sleep(0.2)
        else:
            return


@asynccontextmanager
async def centre(url: str) -> AsyncIterator[tuple[Desks, Cut]]:
    async with cuttable(url) as (through, cut):
        plain, database = Database(url, size=2), Database(through, size=4, timeout_s=1)
        await plain.open()
        async with plain.transaction() as tx:
            agent = await an_agent(tx)
        await database.open()
        desks = Desks(database, agent)
        await desks.router.start()
        try:
            yield desks, cut
        finally:
            await desks.router.stop()
            await database.close()
            await plain.close()


async def an_agent(tx: Tx) -> AgentId:
    profiles = ProfileService(tx, CLOCK, frozenset())
    await profiles.seed_groups([NamedSpec(code="junior", name=Words(zh="初级", en="Junior"))])
    user = AgentId(uuid4())
    await tx.execute(
        """
        INSERT INTO users (id, login, name, password_hash, roles, created_at)
        VALUES (%s, %s, '', '', '{agent}', now())
        """,
        (user, user.hex),
    )
    await profiles.seed_agent(
        user, AgentSpec(login="x", staff_no=user.hex[:16], grade=5, group="junior")
    )
    return user


@pytest.mark.parametrize("is_heard", [False, True], ids=["unheard", "heard"])
@pytest.mark.parametrize("message", range(5))
async def test_a_caller_who_comes_as_the_database_goes_rings_once(
    own_database_url: str, message: int, *, is_heard: bool
) -> None:
    async with centre(own_database_url) as (desks, cut):
        await desks.ready()
        cut.arm(message, is_heard=is_heard)

        await desks.arrives("c-1")

        await asyncio.wait_for(cut.has_cut.wait(), SOON_S)
        await desks.rings()
        await desks.stage(Stage.OFFERED)
        assert len(await desks.contacts()) == 1
        assert desks.engine.rung.empty()


@pytest.mark.parametrize("is_heard", [False, True], ids=["unheard", "heard"])
async def test_a_desk_that_comes_back_as_the_database_goes_counts_as_connected(
    own_database_url: str, *, is_heard: bool
) -> None:
    async with centre(own_database_url) as (desks, cut):
        await desks.ready()
        await desks.presence.connection_lost(desks.agent, "here")
        cut.arm(0, is_heard=is_heard)
        looking = asyncio.create_task(desks.presence.run())

        await desks.presence.connection_back(desks.agent, "here")

        await asyncio.wait_for(cut.has_cut.wait(), SOON_S)
        await desks.arrives("c-1")
        await desks.rings()
        looking.cancel()


async def test_a_connected_desk_that_was_noted_as_lost_is_found_again(
    own_database_url: str,
) -> None:
    async with centre(own_database_url) as (desks, _):
        await desks.ready()
        await desks.presence.connection_back(desks.agent, "here")
        async with desks.database.transaction() as tx:
            moved = await desks.presence.service(tx).connection_lost(desks.agent, "here")
        await desks.steering.available(desks.agent, moved.availability)
        looking = asyncio.create_task(desks.presence.run())

        await desks.arrives("c-1")

        await desks.rings()
        looking.cancel()


async def test_a_desk_that_goes_and_comes_back_at_once_is_there(own_database_url: str) -> None:
    async with centre(own_database_url) as (desks, _):
        await desks.ready()
        for _ in range(20):
            await asyncio.gather(
                desks.presence.connection_lost(desks.agent, "here"),
                desks.presence.connection_back(desks.agent, "here"),
            )

        await desks.arrives("c-1")
        await desks.rings()


@pytest.mark.parametrize("message", range(5, 45))
async def test_a_call_goes_its_way_whenever_the_database_goes(
    own_database_url: str, message: int
) -> None:
    async with centre(own_database_url) as (desks, cut):
        await desks.ready()
        cut.arm(message, is_heard=message % 3 > 0)

        await desks.arrives("c-1")
        await desks.node.on_event(PhoneUp(await desks.rings()))
        talking = await desks.stage(Stage.TALKING)
        await desks.state(State.TALKING)
        await desks.node.on_event(ChannelLeft("c-1", 16))
        await desks.stage(Stage.WRAP_UP)
        await desks.state(State.WRAP_UP)
        await insisting(lambda: desks.calls.wrap_up_done(talking.id, desks.agent))
        await desks.state(State.READY)
        assert desks.engine.rung.empty(), "it rang once"
        await desks.arrives("c-2")
        await desks.rings()

        await asyncio.wait_for(cut.has_cut.wait(), SOON_S)
