"""Insight 洞察: figures made of facts, each with its formula, all of them recomputable.

`Insight` keeps today's counters by the facts of contacts; `api.router(InsightEdge(...))` serves the
wallboard. Raw times make a `Sample`, samples a `Tally`, tallies add up; figures divide at the end.
"""

from yingda.insight.board import Board
from yingda.insight.figures import FIGURES, Figure, figure_views
from yingda.insight.model import ClassKey, Definition, End, Sample, Tally
from yingda.insight.rules import sample_of, tally_of
from yingda.insight.service import Insight
from yingda.insight.views import Target

__all__ = [
    "FIGURES",
    "Board",
    "ClassKey",
    "Definition",
    "End",
    "Figure",
    "Insight",
    "Sample",
    "Tally",
    "Target",
    "figure_views",
    "sample_of",
    "tally_of",
]
