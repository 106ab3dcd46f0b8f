"""Why something about a customer is refused."""

from yingda.kit.errors import Kind, YingdaError


class CustomerNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "customer-not-found"


class CustomerChanged(YingdaError):
    """Somebody else saved this customer since it was read."""

    kind = Kind.CONFLICT
    code = "customer-changed"


class IdentityInvalid(YingdaError):
    """Not a number, address or account that can be kept."""

    kind = Kind.INVALID
    code = "identity-invalid"


class IdentityTaken(YingdaError):
    """The number belongs to another customer."""

    kind = Kind.CONFLICT
    code = "identity-taken"


class IdentityNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "identity-not-found"
