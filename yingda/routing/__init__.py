"""Routing 路由: who takes what next, in whose order, and why.

`LiveRouter` is the one writer of a centre. It takes facts (a request waits, is answered, refused,
withdrawn; an agent is ready or not), decides with the compiled core, journals every decision, and
only then hands the offers out. `plan_from` makes its plan of the entitlement table and the agents'
skills. The core (`yingda.routing.core`) is shared with the twin.
"""

from yingda.routing.core import Policy
from yingda.routing.errors import (
    ClassUnknown,
    PlanUnusable,
    RequestUnknown,
    RouterStandsBy,
    RouterStumbled,
)
from yingda.routing.lease import Terms
from yingda.routing.model import (
    ANY,
    AgentSkills,
    ClassKey,
    ClassOverview,
    Decision,
    Entitlement,
    Explanation,
    NewRequest,
    Offer,
    Overview,
    Patience,
    Position,
    ProfileOverview,
    Reason,
    Refusal,
    Request,
    RequestId,
    RequestState,
    RoutingPlan,
    Step,
    Withdrawal,
)
from yingda.routing.plans import plan_from
from yingda.routing.service import LiveRouter, RouterSettings

__all__ = [
    "ANY",
    "AgentSkills",
    "ClassKey",
    "ClassOverview",
    "ClassUnknown",
    "Decision",
    "Entitlement",
    "Explanation",
    "LiveRouter",
    "NewRequest",
    "Offer",
    "Overview",
    "Patience",
    "PlanUnusable",
    "Policy",
    "Position",
    "ProfileOverview",
    "Reason",
    "Refusal",
    "Request",
    "RequestId",
    "RequestState",
    "RequestUnknown",
    "RouterSettings",
    "RouterStandsBy",
    "RouterStumbled",
    "RoutingPlan",
    "Step",
    "Terms",
    "Withdrawal",
    "plan_from",
]
