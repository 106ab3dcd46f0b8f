"""Refusals of this room."""

from yingda.kit.errors import Kind, YingdaError


class ContactNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "contact-not-found"


class ContactWithoutEvent(YingdaError):
    """A change of a contact must say what happened."""

    kind = Kind.INVALID
    code = "contact-without-event"


class NoteTooLong(YingdaError):
    kind = Kind.INVALID
    code = "note-too-long"


class UnknownDisposition(YingdaError):
    """The pack has no such leaf."""

    kind = Kind.INVALID
    code = "unknown-disposition"


class UnknownCallerState(YingdaError):
    kind = Kind.INVALID
    code = "unknown-caller-state"


class NotYourContact(YingdaError):
    kind = Kind.DENIED
    code = "not-your-contact"


class RecordingNotReady(YingdaError):
    """The call still runs, or its sound is being put together."""

    kind = Kind.CONFLICT
    code = "recording-not-ready"


class RecordingMissing(YingdaError):
    """Nothing was recorded, or the file is gone."""

    kind = Kind.NOT_FOUND
    code = "recording-missing"
