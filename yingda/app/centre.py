"""The parts list of a running centre: every room built once, by hand, and wired."""

import asyncio
import os
import shlex
import socket
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from yingda.accounts import AccountService, Passwords, User
from yingda.agents import Agent, AgentId, availability
from yingda.agents.profiles import ProfileService
from yingda.agents.roll import AgentRoll
from yingda.agents.store import AgentStore
from yingda.agents.views import view as agent_view
from yingda.app.house import VOICE, house_of, plan_of
from yingda.app.presence import AgentPresence
from yingda.app.queues import QueueBoard
from yingda.app.reception import FirstTiers, FrontDesk
from yingda.app.steering import CentreCensus, Offers, Steering
from yingda.calls.model import House
from yingda.calls.node import VoiceNode
from yingda.calls.ports import EngineEvent
from yingda.calls.service import CallService, Surroundings
from yingda.contacts import ContactService, view
from yingda.contacts.dispositions import DispositionBook, DispositionWords
from yingda.contacts.finisher import RecordingFinisher
from yingda.gateways.asterisk import AsteriskVoice, EnginePhones
from yingda.gateways.speech import Speaker
from yingda.insight import Definition, Insight
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database, Tx
from yingda.kit.factfeed import FactFeed
from yingda.kit.outbox import Entry, entries_of
from yingda.kit.relay import Relay
from yingda.livefeed import Hub
from yingda.pack import Pack
from yingda.pack.seed import Seeding, seed
from yingda.planning.jobs import JobBoard
from yingda.planning.jobs_process import PlannerProcess
from yingda.routing import LiveRouter, RouterSettings
from yingda.settings import Settings
from yingda.tiers import EntitlementTable, TierJobs, TierTables

Work = Callable[[], Coroutine[Any, Any, None]]

_POOL = 12


class Centre:
    """Everything of one centre in one process. `start` before use; `works` run beside."""

    def __init__(self, settings: Settings, pack: Pack) -> None:
        self.settings = settings
        self.pack = pack
        self.clock = SystemClock()
        nats_url = _given(settings.nats_url, "NATS_URL")
        self.feed = FactFeed(nats_url)
        self.database = Database(
            _given(settings.database_url, "DATABASE_URL"), size=_POOL, tell=self.feed.tell
        )
        self.book = pack.tier_book
        self.accounts = AccountService(
            self.database,
            self.clock,
            Passwords(),
            is_demo_allowed=settings.is_demo,
            follow=self._follow_user,
        )
        self.relay = Relay(self.database.url, nats_url, self.clock)
        self.hub = Hub(self.feed, [self._agents, self._contacts, self._queues, self._supervisions])
        self.queues = QueueBoard(lambda: self.router, self.clock, self.feed.tell)
        self.steering = Steering(lambda: self.router, self.clock, self.is_ready)
        self.roll = AgentRoll(self.database, self.clock, pack.agent_policy)
        self.feed.join(self.roll.hear, self.roll.lose)
        self.presence = AgentPresence(
            self.database, self.clock, pack.agent_policy, self.steering.available
        )
        self.voice = self._voice()
        short = timedelta(milliseconds=pack.centre.patience.short_abandon_ms)
        self.insight = Insight(
            self.database,
            self.feed,
            self.clock,
            pack.zone,
            definition=Definition(short_abandon=short),
        )
        self.recorder = RecordingFinisher(self.database, self.clock, settings.recordings)
        self.dispositions = DispositionBook(self.database, self.clock, words_of(pack))
        self.phones = EnginePhones(
            self.voice.client,
            self.clock,
            url=settings.phone_url or "",
            agent_phones=self.voice.agent_phones,
        )
        self.voice.before_up = self.phones.restore
        self.calls = CallService(self.database, self.clock, lambda: self.house, self._around())
        self.node = VoiceNode(
            calls=self.calls, voice=self.voice, database=self.database, clock=self.clock
        )
        self.planner = PlannerProcess()
        self.planning = JobBoard(self.planner, self.clock)
        self.house: House
        self.router: LiveRouter

    async def start(self) -> None:
        """Open what must be open before the first event is taken."""
        await self.database.open()
        tiers = FirstTiers(self.clock, self.book)
        rooms = Seeding(self.database, self.clock, self.accounts, tiers)
        await seed(self.pack, rooms, is_demo=self.settings.is_demo)
        await self.presence.begin()
        table = await self.table()
        async with self.database.transaction() as tx:
            agents = await AgentStore(tx).all()
        self.house = house_of(self.pack, table)
        self.router = LiveRouter(
            database=self.database,
            clock=self.clock,
            plan=plan_of(self.pack, table, [agent.profile for agent in agents]),
            owner=f"{socket.gethostname()}:{os.getpid()}",
            on_offers=Offers(self.node.on_offer).take,
            settings=RouterSettings(census=self._census()),
        )
        await self.router.start()

    async def stop(self) -> None:
        await self.router.stop()
        await self.database.close()

    def works(self) -> list[Work]:
        """Return what runs beside the web server, each until cancelled."""
        return [
            self.relay.run,
            self.feed.run,
            self.voice.run,
            self.phones.run,
            self.presence.run,
            self.queues.run,
            self.recorder.run,
            self.planning.run,
            self.insight.run,
            self._tell_router_who_is_ready,
            self._keep_tiers,
            self._prepare_prompts,
        ]

    async def on_entitlements(self, table: EntitlementTable) -> None:
        """Put a new version of the entitlement table in force; who waits keeps the place."""
        self.house = house_of(self.pack, table)
        await self.plan_anew()

    async def table(self) -> EntitlementTable:
        """Return the entitlement table in force."""
        async with self.database.transaction() as tx:
            return await TierTables(tx, self.clock, self.book).table()

    async def plan_anew(self) -> None:
        """Let the router go by the newest table and skills."""
        table = await self.table()
        async with self.database.transaction() as tx:
            agents = await AgentStore(tx).all()
        await self.router.replan(plan_of(self.pack, table, [each.profile for each in agents]))

    async def agent(self, agent: AgentId) -> Agent | None:
        """Return the agent as they stand now, if there is one."""
        async with self.database.transaction() as tx:
            return await AgentStore(tx).get(agent)

    async def is_ready(self, agent: AgentId) -> bool:
        """Whether the agent would take a call now."""
        found = await self.agent(agent)
        takes_calls = found is not None and found.profile.capacity.get(VOICE, 0) > 0
        return found is not None and takes_calls and availability(found.state).is_ready

    def _voice(self) -> AsteriskVoice:
        settings = self.settings
        return AsteriskVoice(
            _given(settings.ari_url, "ARI_URL"),
            node=socket.gethostname(),
            recordings=settings.recordings,
            speaker=Speaker(shlex.split(settings.speech or "espeak-ng"), settings.data / "prompts"),
            listen=self._on_engine,
            has_trunk=settings.trunk is not None,
        )

    def _around(self) -> Surroundings:
        return Surroundings(
            reception=FrontDesk(
                self.clock,
                self.book,
                strangers=self.pack.centre.strangers,
                house=lambda: self.house,
            ),
            agents=self.roll,
            voice=self.voice,
            router=self.steering,
            recorder=self.recorder,
            dispositions=self.dispositions,
        )

    def _census(self) -> CentreCensus:
        return CentreCensus(
            self.database, self.clock, lambda id_: self.calls.runs.get(id_) is not None
        )

    async def _on_engine(self, event: EngineEvent) -> None:
        await self.node.on_event(event)

    async def _follow_user(self, tx: Tx, user: User) -> None:
        """Show an agent's new name, or that the agent is gone, wherever agents are shown."""
        agents = ProfileService(tx, self.clock, self.pack.skills)
        await agents.follow_user(AgentId(user.id))

    async def _tell_router_who_is_ready(self) -> None:
        """Tell the router of every ready agent whenever it begins to lead."""
        await self.router.until_leading()
        for agent, since in (await self._census().available()).items():
            await self.router.agent_ready(agent, since)

    async def _keep_tiers(self) -> None:
        jobs = TierJobs(self.database, self.clock, self.book, self.pack.zone)
        await jobs.run(asyncio.Event())

    async def _prepare_prompts(self) -> None:
        """Speak every fixed prompt of the pack before a caller needs it."""
        words = [
            each
            for prompt in self.pack.book.prompts.values()
            for each in (prompt, *prompt.by_tier.values())
        ]
        texts = [(each.zh, "zh-CN") for each in words] + [(each.en, "en") for each in words]
        await self.voice.speaker.prepare(one for one in texts if "{" not in one[0])

    async def _agents(self) -> list[Entry]:
        async with self.database.transaction() as tx:
            return entries_of("agent", [agent_view(each) for each in await AgentStore(tx).all()])

    async def _contacts(self) -> list[Entry]:
        async with self.database.transaction() as tx:
            contacts = await ContactService(tx, self.clock).live()
        return entries_of("contact", [view(contact) for contact in contacts])

    async def _supervisions(self) -> list[Entry]:
        return await self.calls.supervisions()

    async def _queues(self) -> list[Entry]:
        return await self.queues.entries()


def words_of(pack: Pack) -> DispositionWords:
    """Return what an agent may choose at the end of a contact."""
    states = frozenset(state.code for state in pack.centre.caller_states)
    return DispositionWords(codes=pack.disposition_codes, caller_states=states)


def _given(url: str | None, name: str) -> str:
    """Return the address the launcher hands on.

    Raises:
        SystemExit: the service was started by itself without it.
    """
    if url is None:
        raise SystemExit(f"YINGDA_{name} is not set: start with `yingda up`, or set it.")
    return url
