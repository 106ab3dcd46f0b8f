"""How a tier and the tables look from outside."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from yingda.tiers.model import CustomerTier, TierBook, TierChange, Version

View = dict[str, Any]


def view(tier: CustomerTier, overridden_by: str, book: TierBook, now: datetime) -> View:
    """Return the tier with its why; `overridden_by` is the name of who gave it by hand."""
    code = tier.tier(now)
    return {
        "tier": code,
        "name": book.find(code).name.model_dump(),
        "score": tier.score.value,
        "reason": [asdict(part) for part in tier.score.reason],
        "computed": tier.computed,
        "since": iso(tier.since),
        "override": _override(tier, overridden_by, now),
        "version": tier.version,
    }


def change_view(change: TierChange, actor: str, book: TierBook) -> View:
    return {
        "at": iso(change.at),
        "from": change.from_tier,
        "to": change.to_tier,
        "name": book.find(change.to_tier).name.model_dump(),
        "score": change.score,
        "reason": [asdict(part) for part in change.reason],
        "cause": change.cause,
        "by": actor,
    }


def version_view(version: Version) -> View:
    return {
        "version": version.number,
        "at": iso(version.at),
        "by": version.by,
        "note": version.note,
    }


def iso(moment: datetime | None) -> str | None:
    """Return the moment as ISO-8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _override(tier: CustomerTier, by: str, now: datetime) -> View | None:
    given = tier.override
    if given is None or not given.holds(now):
        return None
    return {"tier": given.tier, "reason": given.reason, "by": by, "until": iso(given.until)}
