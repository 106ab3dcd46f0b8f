"""Planning 排班规划: Erlang, the twin and staffing. Uses routing's core, never its live state.

    evaluate, staff           the closed forms (`Model`, `Demand`)
    load_scenario             a scenario file, or every mistake with its line
    run_scenario              what a scenario's callers and agents get, with intervals
    staff_scenario            the smallest staff mix that keeps every class
    load_day, Replay          a recorded day under another policy, table or roster

The last three may take seconds: run them in a worker process. They report progress and can be
cancelled. Nothing here keeps state.
"""

from yingda.planning.erlang import Demand, Measures, Model, evaluate, staff
from yingda.planning.errors import CentreFlooded, DemandRefused, Infeasible, RunCancelled
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
    "evaluate",
    "judge",
    "load_day",
    "load_scenario",
    "run_scenario",
    "staff",
    "staff_scenario",
]
