"""Refusals of the planning service: what the desk is told when a what-if cannot be had."""

from collections.abc import Mapping
from typing import Any, Final

from yingda.kit.errors import Kind, YingdaError
from yingda.planning.errors import CentreFlooded, DemandRefused, Infeasible, RunCancelled
from yingda.planning.forecast.errors import HistoryTooShort


class ScenarioRefused(YingdaError):
    """A scenario means nothing; `mistakes` are lines of `path: what was expected`."""

    kind = Kind.INVALID
    code = "scenario-refused"


class JobGone(YingdaError):
    """No such job: it is over for more than an hour, or the service was started since."""

    kind = Kind.NOT_FOUND
    code = "job-gone"


class JobNotDone(YingdaError):
    """Only a job with a result can be applied."""

    kind = Kind.CONFLICT
    code = "job-not-done"


class PlannerBusy(YingdaError):
    """As many jobs wait as may."""

    kind = Kind.LIMITED
    code = "planner-busy"


class PlannerAway(YingdaError):
    """The planner's process ended in the middle of the work."""

    kind = Kind.UNAVAILABLE
    code = "planner-away"


class PlannerTooLong(YingdaError):
    """The time limit of a job is over."""

    kind = Kind.LIMITED
    code = "planner-too-long"


class TargetsRefused(YingdaError):
    """The table of entitlements cannot hold what the scenario says; `mistakes` as in scenarios."""

    kind = Kind.INVALID
    code = "targets-refused"


class NothingToApply(YingdaError):
    """The scenario promises what the table promises already."""

    kind = Kind.CONFLICT
    code = "nothing-to-apply"


class NoAgentsEnrolled(YingdaError):
    """There is no agent who takes calls: nothing to simulate."""

    kind = Kind.CONFLICT
    code = "no-agents-enrolled"


class NoCallsThatDay(YingdaError):
    kind = Kind.NOT_FOUND
    code = "no-calls-that-day"


_SENTENCES: Final = (DemandRefused, Infeasible, RunCancelled, CentreFlooded)


def told(error: YingdaError) -> dict[str, Any]:
    """Return a refusal as it goes between processes and to the desk."""
    return {"code": error.code, "kind": error.kind.value, "details": dict(error.details)}


def retold(body: Mapping[str, Any]) -> YingdaError:
    """Return the refusal that another process told; one we do not know is an outage of its."""
    for refusal in _SENTENCES:
        if refusal.code == body["code"]:
            return refusal(str(body["details"]["sentence"]))
    if body["code"] == ScenarioRefused.code:
        return ScenarioRefused(**body["details"])
    if body["code"] == HistoryTooShort.code:
        return HistoryTooShort(**body["details"])
    return PlannerAway()
