"""Refusals of routing."""

from yingda.kit.errors import Kind, YingdaError


class ClassUnknown(YingdaError):
    """The plan in force has no class for such a request, however general."""

    kind = Kind.INVALID
    code = "routing-class-unknown"


class RequestUnknown(YingdaError):
    kind = Kind.NOT_FOUND
    code = "routing-request-unknown"


class RouterStandsBy(YingdaError):
    """Another router holds the lease."""

    kind = Kind.UNAVAILABLE
    code = "router-stands-by"


class PlanUnusable(YingdaError):
    kind = Kind.INVALID
    code = "routing-plan-unusable"


class RouterStumbled(YingdaError):
    """Something unforeseen happened; the router is rebuilding itself from its journal."""

    kind = Kind.UNAVAILABLE
    code = "router-stumbled"
