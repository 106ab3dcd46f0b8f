"""Refusals of this room."""

from yingda.kit.errors import Kind, YingdaError


class ContactNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "contact-not-found"


class ContactChanged(YingdaError):
    """Somebody else changed the contact since it was read."""

    kind = Kind.CONFLICT
    code = "contact-changed"


class ContactWithoutEvent(YingdaError):
    """A change of a contact must say what happened."""

    kind = Kind.INVALID
    code = "contact-without-event"
