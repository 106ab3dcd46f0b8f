"""What-ifs, staffing, forecasts and Erlang over HTTP. The work itself is the planner process's."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, BackgroundTasks, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from yingda.accounts import Caller, Permission, SignedOn
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.kit.words import Spec
from yingda.planning import views
from yingda.planning.forecast.api import ForecastEdge, add_forecast
from yingda.planning.jobs import Job, JobBoard, JobId, JobKind, JobState
from yingda.planning.jobs_errors import JobNotDone, NoCallsThatDay, told
from yingda.planning.jobs_process import PlannerProcess
from yingda.planning.store import ObservedStore
from yingda.planning.whatif import applied, class_name
from yingda.routing.core import Policy
from yingda.tiers import EntitlementTable, TierBook, TierTables

Number = Annotated[int, Field(ge=0, lt=2**31)]
Day = Annotated[date, Field(ge=date(1970, 1, 1), lt=date(9999, 1, 1))]


@dataclass(frozen=True, slots=True)
class PlanningEdge:
    """What the routes stand on.

    `today(signed_on)` gives the centre as a scenario, with the agents now signed on or with all;
    `on_entitlements` hears of a new table once it is committed.
    """

    database: Database
    clock: Clock
    zone: ZoneInfo
    book: TierBook
    process: PlannerProcess
    jobs: JobBoard
    today: Callable[[bool], Awaitable[Mapping[str, Any]]]
    on_entitlements: Callable[[EntitlementTable], Awaitable[None]]

    def begin_of(self, day: date, hour: int) -> datetime:
        """Return a moment of a day of the centre."""
        return datetime.combine(day, time(hour), self.zone)


class ErlangBody(Spec):
    """Without `agents`, or as model `staff`: how many a `target` takes. Times in seconds."""

    model: Literal["b", "c", "a", "staff"]
    rate: float
    aht: float
    agents: int | None = None
    patience: float | None = None
    within: float | None = None
    target: float | None = None


class RunBody(Spec):
    """A scenario as in the twin's files; the rest goes before what it says."""

    scenario: dict[str, Any]
    policy: Policy | None = None
    replications: Annotated[int, Field(ge=2, le=1000)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None


class StaffBody(Spec):
    scenario: dict[str, Any]
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None


class ApplyBody(Spec):
    """`version`: of the table the scenario was made from; without it, the newest is changed."""

    note: Annotated[str, Field(max_length=2000)] = ""
    version: Number | None = None


def router(edge: PlanningEdge, signed_on: SignedOn) -> APIRouter:
    """Return the routes of this room."""
    planner = signed_on(Permission.PLANNING_USE)
    routes = APIRouter(prefix="/api/planning", dependencies=[Depends(planner)])
    _add_answers(routes, edge)
    add_forecast(routes, ForecastEdge(edge.database, edge.clock, edge.zone, edge.process), planner)
    _add_jobs(routes, edge)
    _add_apply(routes, edge, signed_on)
    return routes


def _add_answers(routes: APIRouter, edge: PlanningEdge) -> None:
    @routes.post("/erlang", response_model=views.ErlangView)
    async def erlang(body: ErlangBody) -> Mapping[str, Any]:
        return await edge.process.ask("erlang", body.model_dump(exclude_none=True))

    @routes.get("/today", response_model=views.TodayView)
    async def today(
        later: BackgroundTasks, agents: Literal["enrolled", "signed-on"] = "enrolled"
    ) -> Mapping[str, Any]:
        later.add_task(edge.process.start)  # a what-if is near: let compiler and solvers load
        return await edge.today(agents == "signed-on")

    @routes.get("/recorded-day")
    async def recorded_day(
        date: Day, from_hour: Annotated[int, Field(ge=0, le=23)] = 0
    ) -> Response:
        begin = edge.begin_of(date, from_hour)
        end = edge.begin_of(date + timedelta(days=1), 0)
        async with edge.database.transaction() as tx:
            calls = await ObservedStore(tx).calls(begin, end)
        if not calls:
            raise NoCallsThatDay(date=date.isoformat())
        body = {"calls": [_recorded(call) for call in calls]}
        file = {"content-disposition": f'attachment; filename="calls-{date.isoformat()}.json"'}
        return JSONResponse(body, headers=file)


def _add_jobs(routes: APIRouter, edge: PlanningEdge) -> None:
    @routes.post("/what-if", status_code=202, response_model=views.JobView)
    async def what_if(body: RunBody) -> Mapping[str, Any]:
        return await _taken(edge, JobKind.WHAT_IF, body)

    @routes.post("/staff", status_code=202, response_model=views.JobView)
    async def staff(body: StaffBody) -> Mapping[str, Any]:
        return await _taken(edge, JobKind.STAFF, body)

    @routes.get("/what-if/{job}", response_model=views.JobView)
    @routes.get("/staff/{job}", response_model=views.JobView)
    async def read(job: JobId) -> Mapping[str, Any]:
        return view(edge.jobs.get(job))

    @routes.delete("/what-if/{job}", response_model=views.JobView)
    @routes.delete("/staff/{job}", response_model=views.JobView)
    async def cancel(job: JobId) -> Mapping[str, Any]:
        return view(edge.jobs.cancel(job))


def _add_apply(routes: APIRouter, edge: PlanningEdge, signed_on: SignedOn) -> None:
    editor = Annotated[Caller, Depends(signed_on(Permission.ENTITLEMENTS_EDIT))]

    @routes.post("/what-if/{job}/apply")
    @routes.post("/staff/{job}/apply")
    async def apply(caller: editor, job: JobId, body: ApplyBody) -> views.AppliedView:
        found = edge.jobs.get(job)
        if found.state is not JobState.DONE:
            raise JobNotDone(job=str(job), state=found.state.value)
        async with edge.database.transaction() as tx:
            tables = TierTables(tx, edge.clock, edge.book)
            table = await tables.table()
            spec = applied(found.asked["scenario"], table)
            base = table.version if body.version is None else body.version
            saved = await tables.save_entitlements(caller, spec, base=base, note=body.note)
        number = saved.version.number
        await edge.on_entitlements(EntitlementTable(number, saved.spec, edge.book))
        return {"version": number}


async def _taken(edge: PlanningEdge, kind: JobKind, body: RunBody | StaffBody) -> Mapping[str, Any]:
    """Return the new job's view; a scenario that means nothing is refused at once."""
    asked = body.model_dump(mode="json", exclude_none=True)
    await edge.process.ask("check", asked)
    return view(edge.jobs.add(kind, asked))


def view(job: Job) -> dict[str, Any]:
    """Return a job as the desk sees it; `progress` is a share, null as long as nobody knows."""
    return {
        "job": str(job.id),
        "kind": job.kind.value,
        "state": job.state.value,
        "progress": 1.0 if job.state is JobState.DONE else job.progress.get("share"),
        "phase": job.progress.get("phase"),
        "agents": job.progress.get("agents"),
        "result": job.result,
        "error": told(job.error) if job.error else None,
    }


def _recorded(call: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call as recorded days write it."""
    shown = {
        "class": class_name(call["tier"], call["service_kind"], "voice"),
        "arrived": _seconds(call["arrived"]),
        "waited": _seconds(call["waited"]),
        "abandoned": call["abandoned"],
    }
    for name in ("service", "acw"):
        if call[name] is not None:
            shown[name] = _seconds(call[name])
    return shown


def _seconds(told: float) -> float:
    """Return seconds to the millisecond; a clock that was set back gives no time less than none."""
    return max(round(told, 3), 0.0)
