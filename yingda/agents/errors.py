"""Why an agent's state does not change that way."""

from yingda.kit.errors import Kind, YingdaError


class AgentNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "agent-not-found"


class NotSignedOn(YingdaError):
    """The agent has not signed on, so there is no state to choose."""

    kind = Kind.CONFLICT
    code = "not-signed-on"


class SeatTaken(YingdaError):
    """The agent is signed on at another seat (browser tab), since `since`."""

    kind = Kind.CONFLICT
    code = "seat-taken"


class AgentNotReady(YingdaError):
    """Work was offered to an agent who is not ready for it."""

    kind = Kind.CONFLICT
    code = "agent-not-ready"


class AgentElsewhere(YingdaError):
    """The agent is not with that contact."""

    kind = Kind.CONFLICT
    code = "agent-elsewhere"


class ReasonUnknown(YingdaError):
    """Not ready needs one of the pack's reasons."""

    kind = Kind.INVALID
    code = "reason-unknown"


class GroupUnknown(YingdaError):
    kind = Kind.INVALID
    code = "group-unknown"


class SkillUnknown(YingdaError):
    kind = Kind.INVALID
    code = "skill-unknown"


class AgentChanged(YingdaError):
    """Somebody else saved this agent since it was read."""

    kind = Kind.CONFLICT
    code = "agent-changed"


class StaffNumberTaken(YingdaError):
    kind = Kind.CONFLICT
    code = "staff-number-taken"
