"""What the planner answers, in types; the desk's are made from these.

A scenario stays what its file format says: the service hands it on unread.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from yingda.planning.jobs import JobKind, JobState
from yingda.routing.core import Policy

Scenario = Mapping[str, object]
_and_figures = with_config(ConfigDict(extra="allow"))


class ErlangView(TypedDict):
    """The measures of a model with its formula in words; `load` in erlangs, `asa` in seconds."""

    model: Literal["b", "c", "a"]
    agents: int
    load: float
    p_wait: float
    p_abandon: float
    sl: float
    asa: float
    occupancy: float
    p_block: float
    formula: str


class ObservedView(TypedDict):
    """What a scenario was made from; `version` is that of the entitlement table."""

    since: datetime | None
    until: datetime
    contacts: int
    first_hour: int | None
    version: int


@_and_figures
class NoteView(TypedDict):
    """What to know of a scenario: a `code`, and its figures beside."""

    code: str


class TodayView(TypedDict):
    """The centre as it is."""

    scenario: Scenario
    observed: ObservedView
    notes: list[NoteView]


class EstimateView(TypedDict):
    """A mean over the replications, and half of its 95 % interval; null where nothing came."""

    mean: float | None
    half_width: float | None


Measures = dict[str, dict[str, EstimateView]]
"""By the name of a class or group, then by measure."""


class PeriodView(TypedDict):
    classes: Measures
    groups: Measures


class _Ran(TypedDict):
    name: str
    policy: Policy
    seed: int
    replications: int
    calls_per_second: float
    classes: Measures
    periods: NotRequired[list[PeriodView]]


class RunView(_Ran):
    """What a scenario's callers and agents get."""

    groups: Measures


class StaffedView(_Ran):
    """The fewest agents of each group that keep every promise; a list has one number a period."""

    feasible: Literal[True]
    reason: str
    total: int | list[int]
    groups: dict[str, int | list[int]]
    occupancy: Measures


@_and_figures
class WhyView(TypedDict):
    """Why a class cannot be served as promised: a `cause`, and its figures beside."""

    cause: str
    klass: str


class UnstaffedView(TypedDict):
    """Why no number of agents is enough, in a sentence and in parts."""

    feasible: Literal[False]
    reason: str
    why: WhyView


class RefusalView(TypedDict):
    code: str
    kind: str
    details: Mapping[str, object]


class JobView(TypedDict):
    """A job; `progress` is a share, null as long as nobody knows; `phase` says what is done."""

    job: str
    kind: JobKind
    state: JobState
    progress: float | None
    phase: str | None
    agents: int | None
    result: StaffedView | UnstaffedView | RunView | None
    error: RefusalView | None


class AppliedView(TypedDict):
    """The number of the entitlement table that was saved."""

    version: int
