"""How a tier and the tables look from outside."""

from collections.abc import Sequence
from datetime import datetime

from typing_extensions import TypedDict

from yingda.customers.ports import OverrideView, ReasonView, TierView
from yingda.kit.clock import iso
from yingda.kit.words import Words
from yingda.tiers.model import Cause, CustomerTier, Reason, TierBook, TierChange, Version
from yingda.tiers.specs import EntitlementRow, WeightsSpec

TierChangeView = TypedDict(
    "TierChangeView",
    {
        "at": str,
        "from": str | None,
        "to": str,
        "name": Words,
        "score": float,
        "reason": list[ReasonView],
        "cause": Cause,
        "by": str,
    },
)
"""A line of a tier's history."""


class VersionView(TypedDict):
    """Who saved a table, when and why."""

    version: int
    at: str
    by: str
    note: str


class WeightsView(VersionView):
    weights: WeightsSpec


class EntitlementsView(VersionView):
    """The entitlement table; a row says only what differs from wider rows."""

    rows: Sequence[EntitlementRow]


def view(tier: CustomerTier, overridden_by: str, book: TierBook, now: datetime) -> TierView:
    """Return the tier with its why; `overridden_by` is the name of who gave it by hand."""
    code = tier.tier(now)
    return {
        "tier": code,
        "name": book.find(code).name,
        "score": tier.score.value,
        "reason": [_reason(part) for part in tier.score.reason],
        "computed": tier.computed,
        "since": iso(tier.since),
        "override": _override(tier, overridden_by, now),
        "version": tier.version,
    }


def change_view(change: TierChange, actor: str, book: TierBook) -> TierChangeView:
    return {
        "at": iso(change.at),
        "from": change.from_tier,
        "to": change.to_tier,
        "name": book.find(change.to_tier).name,
        "score": change.score,
        "reason": [_reason(part) for part in change.reason],
        "cause": change.cause,
        "by": actor,
    }


def version_view(version: Version) -> VersionView:
    return {
        "version": version.number,
        "at": iso(version.at),
        "by": version.by,
        "note": version.note,
    }


def _reason(part: Reason) -> ReasonView:
    return {
        "input": part.input,
        "figure": part.figure,
        "name": Words(**part.name),
        "value": part.value,
        "points": part.points,
        "weight": part.weight,
    }


def _override(tier: CustomerTier, by: str, now: datetime) -> OverrideView | None:
    given = tier.override
    if given is None or not given.holds(now):
        return None
    until = iso(given.until) if given.until else None
    return {"tier": given.tier, "reason": given.reason, "by": by, "until": until}
