"""Planning 排班规划: Erlang, the twin and staffing. Uses routing's core, never its live state.

    evaluate, staff           the closed forms (`Model`, `Demand`)
    read_days, history_of     calls of past days by half-hour: `forecast`, `score`
    load_scenario             a scenario file, or every mistake with its line
    run_scenario              what a scenario's callers and agents get, with intervals
    staff_scenario            the smallest staff mix that keeps every class
    load_day, Replay          a recorded day under another policy, table or roster

What-ifs, searches and replays may take seconds: run them in a worker process. They report progress
and can be cancelled. Nothing here keeps state.

Compiler and solvers take seconds to load, so a name is loaded when it is first asked for: the
service has `planning.api` for itself and leaves the rest to a child.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from yingda.planning.erlang import Demand, Measures, Model, evaluate, staff
    from yingda.planning.errors import CentreFlooded, DemandRefused, Infeasible, RunCancelled
    from yingda.planning.forecast import Window, forecast, history_of, read_days, score
    from yingda.planning.twin.judge import Promise, Verdict, judge
    from yingda.planning.twin.recorded import RecordedCall, RecordedDay, load_day
    from yingda.planning.twin.replay import Replay
    from yingda.planning.twin.result import Estimate, Figures, Result
    from yingda.planning.twin.run import run_scenario
    from yingda.planning.twin.scenario import Scenario, load_scenario
    from yingda.planning.twin.staffing import Staffing
    from yingda.planning.twin.staffing_day import staff_scenario

__all__ = [
    "CentreFlooded",
    "Demand",
    "DemandRefused",
    "Estimate",
    "Figures",
    "Infeasible",
    "Measures",
    "Model",
    "Promise",
    "RecordedCall",
    "RecordedDay",
    "Replay",
    "Result",
    "RunCancelled",
    "Scenario",
    "Staffing",
    "Verdict",
    "Window",
    "evaluate",
    "forecast",
    "history_of",
    "judge",
    "load_day",
    "load_scenario",
    "read_days",
    "run_scenario",
    "score",
    "staff",
    "staff_scenario",
]

_PLACES: Final = {
    name: module
    for module, names in {
        "yingda.planning.erlang": "Demand Measures Model evaluate staff",
        "yingda.planning.errors": "CentreFlooded DemandRefused Infeasible RunCancelled",
        "yingda.planning.forecast": "Window forecast history_of read_days score",
        "yingda.planning.twin.judge": "Promise Verdict judge",
        "yingda.planning.twin.recorded": "RecordedCall RecordedDay load_day",
        "yingda.planning.twin.replay": "Replay",
        "yingda.planning.twin.result": "Estimate Figures Result",
        "yingda.planning.twin.run": "run_scenario",
        "yingda.planning.twin.scenario": "Scenario load_scenario",
        "yingda.planning.twin.staffing": "Staffing",
        "yingda.planning.twin.staffing_day": "staff_scenario",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> Any:
    """Return a name of the front door from the module where it stands."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
