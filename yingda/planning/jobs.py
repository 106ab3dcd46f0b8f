"""What-ifs that take their time: one runs, a few wait, results are kept for an hour.

Jobs live in memory only. A job of a service that was stopped is gone, and cheap to ask for again.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NewType
from uuid import UUID

from yingda.kit.clock import Clock
from yingda.kit.errors import YingdaError
from yingda.kit.ids import new_id
from yingda.planning.errors import RunCancelled
from yingda.planning.jobs_errors import JobGone, PlannerBusy, PlannerTooLong
from yingda.planning.jobs_process import PlannerProcess

JobId = NewType("JobId", UUID)

MOST_WAITING: Final = 8
KEPT_FOR: Final = timedelta(hours=1)
MOST_KEPT: Final = 50


class JobKind(StrEnum):
    WHAT_IF = "what-if"
    STAFF = "staff"


LOADING: Final = "load"
"""Phase before the work: it takes longest on a machine that never compiled the twin, and counts
towards no limit."""
LIMITS: Final = {JobKind.WHAT_IF: timedelta(minutes=10), JobKind.STAFF: timedelta(minutes=30)}


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN: Final = frozenset({JobState.QUEUED, JobState.RUNNING})


@dataclass(slots=True)
class Job:
    """`asked` is what the planner was told; `progress` what it said last."""

    id: JobId
    kind: JobKind
    asked: Mapping[str, Any]
    state: JobState = JobState.QUEUED
    progress: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] | None = None
    error: YingdaError | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class JobBoard:
    """Takes jobs and runs them in turn while `run` runs."""

    def __init__(
        self,
        process: PlannerProcess,
        clock: Clock,
        limits: Mapping[JobKind, timedelta] = LIMITS,
    ) -> None:
        self._process = process
        self._clock = clock
        self._limits = limits
        self._jobs: dict[JobId, Job] = {}
        self._line: deque[Job] = deque()
        self._came = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def add(self, kind: JobKind, asked: Mapping[str, Any]) -> Job:
        """Return a new job at the end of the line.

        Raises:
            PlannerBusy: the line is full.
        """
        self._forget()
        if len(self._line) >= MOST_WAITING:
            raise PlannerBusy(waiting=len(self._line))
        job = Job(JobId(new_id()), kind, asked)
        self._jobs[job.id] = job
        self._line.append(job)
        self._came.set()
        return job

    def get(self, job_id: JobId) -> Job:
        """Return the job.

        Raises:
            JobGone: there is none, or none any more.
        """
        self._forget()
        if job_id not in self._jobs:
            raise JobGone(job=str(job_id))
        return self._jobs[job_id]

    def cancel(self, job_id: JobId) -> Job:
        """Stop a job that is not over; one that is over stays as it ended.

        Raises:
            JobGone: there is none, or none any more.
        """
        job = self.get(job_id)
        if job.state is JobState.RUNNING and self._work is not None:
            self._work.cancel()
        if job.is_open:
            self._end(job, JobState.CANCELLED)
            self._line = deque(one for one in self._line if one is not job)
        return job

    async def run(self) -> None:
        """Run jobs in turn until cancelled; the planner's process ends with us."""
        try:
            while True:
                while not self._line:
                    self._came.clear()
                    await self._came.wait()
                await self._run_one(self._line.popleft())
        finally:
            if self._work is not None:
                self._work.cancel()
            await self._process.stop()

    async def _run_one(self, job: Job) -> None:
        job.state = JobState.RUNNING
        self._work = asyncio.create_task(self._carry_out(job))
        await asyncio.wait([self._work])
        self._work = None

    async def _carry_out(self, job: Job) -> None:
        limit_s = self._limits[job.kind].total_seconds()
        try:
            async with asyncio.timeout(None) as limit:

                def note(progress: Mapping[str, Any]) -> None:
                    job.progress = progress
                    if progress.get("phase") != LOADING and limit.when() is None:
                        limit.reschedule(asyncio.get_running_loop().time() + limit_s)

                job.result = await self._process.ask(job.kind.value, job.asked, note)
        except TimeoutError:
            await self._process.stop()
            self._end(job, JobState.FAILED, PlannerTooLong(seconds=limit_s))
        except YingdaError as refused:
            self._end(job, JobState.FAILED, refused)
        except asyncio.CancelledError:
            self._end(job, JobState.CANCELLED)
            raise
        else:
            self._end(job, JobState.DONE)

    def _end(self, job: Job, state: JobState, error: YingdaError | None = None) -> None:
        if not job.is_open:
            return
        job.state, job.ended_at = state, self._clock.now()
        job.error = RunCancelled("the run was stopped") if state is JobState.CANCELLED else error

    def _forget(self) -> None:
        """Drop what ended long ago, and the oldest results beyond what memory is for."""
        ended = [job for job in self._jobs.values() if job.ended_at is not None]
        surplus = max(len(ended) - MOST_KEPT, 0)
        for place, job in enumerate(ended):
            if place < surplus or self._is_old(job):
                del self._jobs[job.id]

    def _is_old(self, job: Job) -> bool:
        return job.ended_at is not None and self._clock.now() - job.ended_at >= KEPT_FOR
