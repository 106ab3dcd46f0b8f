"""The planner's routes over a database: the telecom pack, at noon."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from yingda.accounts import (
    Caller,
    Permission,
    Role,
    UserId,
    permissions_of,
    require,
)
from yingda.app.today import Today
from yingda.contacts import (
    Channel,
    Contact,
    ContactEvent,
    ContactId,
    ContactService,
    Direction,
    Outcome,
    Stage,
)
from yingda.kit.db import Database
from yingda.kit.http import install
from yingda.kit.ids import new_id
from yingda.pack import load_pack
from yingda.planning import api
from yingda.planning.jobs import JobBoard, JobId
from yingda.planning.jobs_process import PlannerProcess
from yingda.tiers import EntitlementTable

PACK = load_pack(Path(__file__).parents[3] / "packs" / "telecom")
BOOK = PACK.tier_book
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in the centre


class NoonClock:
    def now(self) -> datetime:
        return NOW


class House:
    """The planner's routes; `role` says who asks."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, NoonClock()
        self.process = PlannerProcess()
        self.role = Role.SUPERVISOR
        self.heard: list[int] = []
        self.app = FastAPI()
        install(self.app)
        edge = api.PlanningEdge(
            database=database,
            clock=self.clock,
            zone=PACK.zone,
            book=BOOK,
            process=self.process,
            jobs=JobBoard(self.process, self.clock),
            today=Today(database, self.clock, PACK, BOOK),
            on_entitlements=self.hear,
        )
        self.jobs = edge.jobs
        self.app.include_router(api.router(edge, self.signed_on))

    async def hear(self, table: EntitlementTable) -> None:
        self.heard.append(table.version)

    def signed_on(self, permission: Permission | None) -> Any:
        async def caller() -> Caller:
            roles = frozenset({self.role})
            found = Caller(UserId(new_id()), "boss", "Boss", roles, permissions_of(roles))
            if permission is not None:
                require(found, permission)
            return found

        return caller

    async def run_jobs(self, job: str) -> None:
        """Let the board work until this job is over."""
        working = asyncio.create_task(self.jobs.run())
        while self.jobs.get(JobId(UUID(job))).is_open:  # noqa: ASYNC110 -- as the desk asks
            await asyncio.sleep(0.02)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    async def call(self, arrived: datetime, kind: str, tier: str, **seconds: float | None) -> None:
        """Put a call that is over into the database."""
        waited, service, acw = (seconds.get(n) for n in ("waited", "service", "acw"))
        over = arrived + timedelta(seconds=waited or 0)
        ended = over + timedelta(seconds=service or 0)
        contact = Contact(
            id=ContactId(new_id()),
            channel=Channel.VOICE,
            direction=Direction.IN,
            remote="+8613800000001",
            stage=Stage.DONE,
            tier=tier,
            service_kind=kind,
            arrived_at=arrived,
            queued_at=arrived,
            answered_at=None if service is None else over,
            ended_at=ended,
            wrapped_at=None if acw is None else ended + timedelta(seconds=acw),
            outcome=Outcome.ABANDONED_QUEUE if service is None else Outcome.ANSWERED,
        )
        async with self.database.transaction() as tx:
            await ContactService(tx, self.clock).open(contact, [ContactEvent("arrived", arrived)])
