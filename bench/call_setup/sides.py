"""The two who are compared: what each needs on the engine, and whose CPU time it is."""

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import psycopg

from bench.pack import PASSWORD, agent_login
from tests.lab.desk import Desk
from tests.lab.phone import Phone
from tests.lab.remote import Remote
from yingda.gateways.asterisk.client import EVERY_CHANNEL
from yingda.launcher import Parts

NATIVE_NUMBER = "7000"
ACCESS_NUMBER = "10000"
SUBSCRIPTION = "applications/yingda/subscription"
OUR_PARTS = ("engine", "service", "postgres", "nats")
QUEUE = """[general]
persistentmembers = no
autofill = yes

[bench]
strategy = rrmemory
timeout = 15
retry = 1
ringinuse = no
wrapuptime = 0
musicclass = default
{members}
"""
DIALPLAN = """
[from-trunk](+)
exten => {number},1,MixMonitor(,r({raw}/${{UNIQUEID}}-in.wav)t({raw}/${{UNIQUEID}}-out.wav))
 same => n,Answer()
 same => n,Queue(bench,c)
 same => n,Hangup()
"""
STAGES = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY queued), percentile_cont(0.5) WITHIN GROUP (
    ORDER BY offered), percentile_cont(0.5) WITHIN GROUP (ORDER BY answered)
FROM (
    SELECT 1000 * extract(epoch FROM queued_at - arrived_at) AS queued,
           1000 * extract(epoch FROM offered_at - queued_at) AS offered,
           1000 * extract(epoch FROM answered_at - offered_at) AS answered
    FROM contacts WHERE arrived_at >= %s
) AS stages
"""


@dataclass(frozen=True, slots=True)
class Login:
    """An agent's phone."""

    user: str
    password: str


class Side(Protocol):
    """One way of bringing callers to agents."""

    @property
    def name(self) -> str: ...

    @property
    def number(self) -> str:
        """What callers dial."""
        ...

    @property
    def roots(self) -> Mapping[str, int]:
        """The processes whose trees do the work, by name."""
        ...

    async def prepare(self, agents: int) -> Sequence[Login]:
        """Make the number work and return the phones of `agents` agents."""
        ...

    async def open(self) -> None:
        """Let agents take calls; their phones have registered."""
        ...

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Hold the engine as this side would find it, for the time of a turn."""
        ...

    async def stages(self, since: datetime, /) -> Mapping[str, float]:
        """Return the median ms of each stage of the calls since then, as far as it is known."""
        ...


class Native:
    """The engine alone: Answer, the same stereo recording, Queue()."""

    name = "native"
    number = NATIVE_NUMBER

    def __init__(self, parts: Parts, remote: Remote) -> None:
        self._parts, self._remote = parts, remote

    @property
    def roots(self) -> Mapping[str, int]:
        return {"engine": self._parts.pid("engine")}

    async def prepare(self, agents: int) -> Sequence[Login]:
        logins = [Login(f"bench-{n}", secrets.token_hex(12)) for n in range(agents)]
        for login in logins:
            await self._remote.push_phone(login.user, login.password)
        phones = [f"PJSIP/{login.user}" for login in logins]
        members = "\n".join(f"member => {phone},0,{phone},{phone}" for phone in phones)
        (self._remote.etc / "queues.conf").write_text(QUEUE.format(members=members))
        raw = self._parts.places.recordings / "raw"
        raw.mkdir(parents=True, exist_ok=True)
        dialplan = self._remote.etc / "extensions.conf"
        kept = dialplan.read_text().partition("\n[from-trunk](+)")[0]
        dialplan.write_text(kept + DIALPLAN.format(number=self.number, raw=raw))
        await self._remote.command("dialplan reload")
        return logins

    async def open(self) -> None:
        await self._remote.command("queue reload all")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Let our service hear of no channel that is not its own: telling it costs the engine."""
        await self._remote.ari("DELETE", SUBSCRIPTION, eventSource=f"channel:{EVERY_CHANNEL}")
        try:
            yield
        finally:
            await self._remote.ari("POST", SUBSCRIPTION, eventSource="channel:")

    async def stages(self, _since: datetime, /) -> Mapping[str, float]:
        """Return nothing: the engine tells no stages."""
        return {}


class Ours:
    """The whole centre: its express flow, its router, its call control."""

    name = "ours"
    number = ACCESS_NUMBER

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._desks: list[Desk] = []

    @property
    def roots(self) -> Mapping[str, int]:
        return {name: self._parts.pid(name) for name in OUR_PARTS}

    async def prepare(self, agents: int) -> Sequence[Login]:
        logins = []
        for number in range(agents):
            login = agent_login(number)
            desk = await Desk.sign_in(f"http://{self._parts.settings.http}", login, PASSWORD)
            self._desks.append(desk)
            phone = await desk.sit_down(login, take_over=True)
            logins.append(Login(phone["user"], phone["password"]))
        return logins

    async def open(self) -> None:
        for desk in self._desks:
            await desk.ready()
            await desk.close()

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Leave the engine as it is: it is ours."""
        return nullcontext()

    async def stages(self, since: datetime, /) -> Mapping[str, float]:
        async with await psycopg.AsyncConnection.connect(self._parts.database_url) as line:
            row = await (await line.execute(STAGES, [since])).fetchone()
        names = ("arrived to queued", "queued to offered", "offered to answered")
        return {n: round(ms, 1) for n, ms in zip(names, row or (), strict=False) if ms is not None}


async def register(logins: Sequence[Login], server: str, port: int) -> None:
    """Register every phone as being at `port`, where one process will answer for them all."""
    for login in logins:
        phone = await Phone.start(server, user=login.user, password=login.password, port=port)
        try:
            await phone.register()
        finally:
            await phone.stop()
