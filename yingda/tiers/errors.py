"""Why something about tiers is refused."""

from yingda.kit.errors import Kind, YingdaError


class TierUnknown(YingdaError):
    kind = Kind.INVALID
    code = "tier-unknown"


class TierNotFound(YingdaError):
    """No such customer, or one whose value nobody has computed yet."""

    kind = Kind.NOT_FOUND
    code = "tier-not-found"


class OverrideOver(YingdaError):
    """The end of the override lies in the past."""

    kind = Kind.INVALID
    code = "override-over"


class NoTables(YingdaError):
    """Weights or entitlements were never saved: no pack has been loaded."""

    kind = Kind.UNAVAILABLE
    code = "no-tier-tables"


class WeightsRefused(YingdaError):
    kind = Kind.INVALID
    code = "weights-refused"


class EntitlementsRefused(YingdaError):
    kind = Kind.INVALID
    code = "entitlements-refused"


class WeightsChanged(YingdaError):
    """Somebody else saved weights since these were read."""

    kind = Kind.CONFLICT
    code = "weights-changed"


class EntitlementsChanged(YingdaError):
    """Somebody else saved the table since it was read."""

    kind = Kind.CONFLICT
    code = "entitlements-changed"


class VersionNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "version-not-found"
