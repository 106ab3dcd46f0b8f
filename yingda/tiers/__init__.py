"""The value tier of each customer, why, and what it entitles to."""

from yingda.tiers.specs import (
    EntitlementRow,
    EntitlementSpec,
    FigureSpec,
    InputSpec,
    StepSpec,
    TierSpec,
    WeightsSpec,
)

__all__ = [
    "EntitlementRow",
    "EntitlementSpec",
    "FigureSpec",
    "InputSpec",
    "StepSpec",
    "TierSpec",
    "WeightsSpec",
]
