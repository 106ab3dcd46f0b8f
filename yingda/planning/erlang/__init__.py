"""Erlang B, C and A: load, agents or target → the others.

`evaluate(Model.A, agents, Demand(...))` and `staff(Model.A, Demand(...), target)`.
"""

from yingda.planning.erlang.formulas import Measures
from yingda.planning.erlang.model import DEFAULT_WITHIN, Demand, Model, evaluate, staff

__all__ = ["DEFAULT_WITHIN", "Demand", "Measures", "Model", "evaluate", "staff"]
