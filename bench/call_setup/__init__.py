"""Call set-up: ours against the engine's own Queue(), on one engine, in one run, turn by turn.

Both sides answer, record in stereo and hand the caller to a free agent. The time runs by the
engine's clock, from the caller's channel (made by the INVITE) to both being in one bridge.
"""

from bench.call_setup.length import LENGTHS_S, PLANS, length_report
from bench.call_setup.report import report
from bench.call_setup.run import Plan, Stand, measure, prepare
from bench.call_setup.sides import Native, Ours, Side
from bench.call_setup.witness import Witness

__all__ = [
    "LENGTHS_S",
    "PLANS",
    "Native",
    "Ours",
    "Plan",
    "Side",
    "Stand",
    "Witness",
    "length_report",
    "measure",
    "prepare",
    "report",
]
