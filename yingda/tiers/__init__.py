"""The value tier of each customer, why, and what it entitles to.

`TierService(tx, clock, book)` computes, overrides and tells tiers; `TierTables` keeps the versions
of weights and entitlements. Every consumer asks one function what a class is promised:
`EntitlementTable.entitlement(tier, service_kind, channel)`. `TierJobs` does the nightly work.
"""

from yingda.tiers.entitlements import EntitlementTable, entitlement_mistakes
from yingda.tiers.jobs import TierJobs
from yingda.tiers.model import (
    Cause,
    ComplaintClocks,
    CustomerTier,
    Entitlement,
    Override,
    Standing,
    Step,
    TierBook,
)
from yingda.tiers.scoring import weight_mistakes
from yingda.tiers.service import TierService, TierViews
from yingda.tiers.specs import (
    EntitlementRow,
    EntitlementSpec,
    FigureSpec,
    InputSpec,
    StepSpec,
    TierSpec,
    WeightsSpec,
)
from yingda.tiers.tables import TierTables

__all__ = [
    "Cause",
    "ComplaintClocks",
    "CustomerTier",
    "Entitlement",
    "EntitlementRow",
    "EntitlementSpec",
    "EntitlementTable",
    "FigureSpec",
    "InputSpec",
    "Override",
    "Standing",
    "Step",
    "StepSpec",
    "TierBook",
    "TierJobs",
    "TierService",
    "TierSpec",
    "TierTables",
    "TierViews",
    "WeightsSpec",
    "entitlement_mistakes",
    "weight_mistakes",
]
