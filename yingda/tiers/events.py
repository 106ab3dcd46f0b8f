"""Facts about tiers and what they entitle to."""

from datetime import datetime

from yingda.kit.clock import iso
from yingda.kit.outbox import Fact
from yingda.tiers.model import CustomerTier, EntitlementVersion, TierChange, Version
from yingda.tiers.views import version_view


def tier_changed(tier: CustomerTier, change: TierChange) -> Fact:
    """Return the fact of another tier, or of another override.

    The score is not in it: it moves with every figure, and is asked for when somebody looks.
    """
    override = tier.override
    until = iso(override.until) if override and override.until else None
    body = {
        "customer_id": str(tier.customer),
        "tier": tier.told,
        "since": iso(tier.since),
        "override": {"tier": override.tier, "until": until} if override else None,
        "cause": change.cause,
        "version": tier.version,
    }
    topic, entity = "tier.changed", "customer-tier"
    return Fact(topic, entity, str(tier.customer), tier.version, body, change.at)


def weights_changed(version: Version, at: datetime) -> Fact:
    body = version_view(version)
    return Fact("weights.changed", "weights", "current", version.number, body, at)


def entitlements_changed(saved: EntitlementVersion, at: datetime) -> Fact:
    rows = saved.spec.model_dump(exclude_none=True)["rows"]
    body = {**version_view(saved.version), "rows": rows}
    number = saved.version.number
    return Fact("entitlements.changed", "entitlements", "current", number, body, at)
