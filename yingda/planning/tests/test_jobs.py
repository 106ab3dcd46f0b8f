"""The planner's process and its line of jobs, with the real child."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from yingda.kit.errors import YingdaError
from yingda.kit.ids import new_id
from yingda.planning.jobs import (
    KEPT_FOR,
    LIMITS,
    MOST_WAITING,
    Job,
    JobBoard,
    JobId,
    JobKind,
    JobState,
)
from yingda.planning.jobs_errors import JobGone, PlannerAway, PlannerBusy
from yingda.planning.jobs_process import PlannerProcess

pytestmark = pytest.mark.anyio


class HandClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def asked(*, window: float = 3600, replications: int = 2, **changed: Any) -> dict[str, Any]:
    klass = {
        "name": "all",
        "arrivals": 100,
        "service": {"dist": "exp", "mean": 180},
        "patience": {"dist": "exp", "mean": 120},
        "target": {"share": 0.8, "within": 20},
        "abandon_cap": 0.1,
        **changed,
    }
    return {
        "scenario": {
            "classes": [klass],
            "groups": [{"name": "agents", "agents": 7, "skills": {"all": {"rank": 1}}}],
            "run": {"window": window, "replications": replications},
        }
    }


LONG = asked(window=36_000_000, replications=40)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def process() -> AsyncIterator[PlannerProcess]:
    process = PlannerProcess()
    yield process
    await process.stop()


@asynccontextmanager
async def working(board: JobBoard) -> AsyncIterator[None]:
    task = asyncio.create_task(board.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 -- as the desk asks
        await asyncio.sleep(0.01)


async def over(job: Job) -> Job:
    await until(lambda: not job.is_open)
    return job


async def test_a_what_if_runs_and_says_how_far_it_is(process: PlannerProcess) -> None:
    board = JobBoard(process, HandClock())
    async with working(board):
        job = await over(board.add(JobKind.WHAT_IF, asked()))
    assert (job.state, job.error) == (JobState.DONE, None)
    assert job.progress == {"phase": "run", "share": 1.0}
    assert job.result is not None
    assert job.result["classes"]["all"]["sl_off"]["mean"] > 0.5
    assert process.pid is None, "the child ends with the board"


async def test_staffing_answers_with_agents_by_group_or_why_not(process: PlannerProcess) -> None:
    board = JobBoard(process, HandClock())
    async with working(board):
        found = board.add(JobKind.STAFF, asked())
        never = board.add(JobKind.STAFF, asked(target={"share": 1, "within": 20}))
        await over(never)
    assert found.result is not None
    assert found.result["feasible"] is True
    assert 6 <= found.result["groups"]["agents"] <= 8
    assert 0 < found.result["occupancy"]["agents"]["occupancy"]["mean"] < 1
    assert never.result is not None
    assert never.result["feasible"] is False
    assert "class all" in never.result["reason"]
    assert never.result["why"] == {"cause": "every-call", "klass": "all"}


async def test_a_job_that_is_cancelled_makes_room_for_the_next(process: PlannerProcess) -> None:
    board = JobBoard(process, HandClock())
    async with working(board):
        first, second = board.add(JobKind.WHAT_IF, LONG), board.add(JobKind.WHAT_IF, LONG)
        third = board.add(JobKind.WHAT_IF, asked())
        await until(lambda: first.state is JobState.RUNNING and process.pid is not None)
        child = process.pid
        assert second.state is JobState.QUEUED
        board.cancel(second.id)
        board.cancel(first.id)
        await over(third)
        assert process.pid == child, "the child is told to stop, not killed"
    assert [job.state for job in (first, second, third)] == [
        JobState.CANCELLED,
        JobState.CANCELLED,
        JobState.DONE,
    ]
    assert board.cancel(third.id).state is JobState.DONE


async def test_a_job_beyond_its_time_fails_and_the_next_one_runs(process: PlannerProcess) -> None:
    limits = {**LIMITS, JobKind.STAFF: timedelta(milliseconds=1)}
    board = JobBoard(process, HandClock(), limits)
    async with working(board):
        slow, quick = board.add(JobKind.STAFF, LONG), board.add(JobKind.WHAT_IF, asked())
        await over(quick)
    assert slow.error is not None
    assert (slow.state, slow.error.code) == (JobState.FAILED, "planner-too-long")
    assert quick.state is JobState.DONE


async def test_a_child_that_dies_fails_its_job_and_is_followed_by_another(
    process: PlannerProcess,
) -> None:
    board = JobBoard(process, HandClock())
    async with working(board):
        job = board.add(JobKind.WHAT_IF, LONG)
        await until(lambda: "share" in job.progress)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        await over(job)
        assert isinstance(job.error, PlannerAway)
        assert (await over(board.add(JobKind.WHAT_IF, asked()))).state is JobState.DONE


async def test_short_questions_are_answered_beside_a_long_job(process: PlannerProcess) -> None:
    board = JobBoard(process, HandClock())
    async with working(board):
        job = board.add(JobKind.WHAT_IF, LONG)
        await until(lambda: "share" in job.progress)
        told = {"model": "c", "agents": 7, "rate": 100, "aht": 180}
        assert 0 < (await process.ask("erlang", told))["p_wait"] < 1
        assert job.state is JobState.RUNNING


async def test_a_full_line_takes_no_more(process: PlannerProcess) -> None:
    board = JobBoard(process, HandClock())
    for _ in range(MOST_WAITING):
        board.add(JobKind.WHAT_IF, asked())
    with pytest.raises(PlannerBusy):
        board.add(JobKind.WHAT_IF, asked())


async def test_results_are_kept_for_an_hour(process: PlannerProcess) -> None:
    clock = HandClock()
    board = JobBoard(process, clock)
    job = board.cancel(board.add(JobKind.WHAT_IF, asked()).id)
    clock.moment += KEPT_FOR - timedelta(seconds=1)
    assert board.get(job.id) is job
    clock.moment += timedelta(seconds=1)
    with pytest.raises(JobGone):
        board.get(job.id)
    with pytest.raises(JobGone):
        board.get(JobId(new_id()))


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        (asked(arrivals=-1), "scenario-refused", "classes[0].arrivals: expected 0 or more"),
        (asked(colour="red"), "scenario-refused", "classes[0].colour"),
        (asked(target={"share": 1.5, "within": 20}), "scenario-refused", "target.share"),
        (asked(window=1e9, replications=1000), "scenario-refused", "run.replications"),
        ({"scenario": {"name": "\ud800"}}, "scenario-refused", "classes"),
    ],
)
async def test_a_scenario_that_means_nothing_is_refused_by_its_path(
    process: PlannerProcess, told: dict[str, Any], code: str, said: str
) -> None:
    with pytest.raises(YingdaError) as refused:
        await process.ask("check", told)
    assert refused.value.code == code
    assert said in str(refused.value.details["mistakes"])
