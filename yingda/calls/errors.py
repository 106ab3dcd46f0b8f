"""What call control refuses."""

from yingda.kit.errors import Kind, YingdaError


class CallNotFound(YingdaError):
    """No such call is live."""

    kind = Kind.NOT_FOUND
    code = "call-not-found"


class NotYourCall(YingdaError):
    """Another agent has this call."""

    kind = Kind.DENIED
    code = "not-your-call"


class NotInThisStage(YingdaError):
    """The act does not fit where the call is."""

    kind = Kind.CONFLICT
    code = "not-in-this-stage"


class DispositionRequired(YingdaError):
    """After-call work ends with a disposition."""

    kind = Kind.INVALID
    code = "disposition-required"


class AgentNotReady(YingdaError):
    """The agent a call should go to cannot take it now."""

    kind = Kind.CONFLICT
    code = "agent-not-ready"


class UnknownServiceKind(YingdaError):
    """The pack has no such service kind."""

    kind = Kind.INVALID
    code = "unknown-service-kind"


class OwnCall(YingdaError):
    """The supervisor has this call already."""

    kind = Kind.CONFLICT
    code = "own-call"


class SupervisedAlready(YingdaError):
    """Another supervisor is at this call."""

    kind = Kind.CONFLICT
    code = "supervised-already"


class NotSupervising(YingdaError):
    """The supervisor is not at this call."""

    kind = Kind.CONFLICT
    code = "not-supervising"


class SupervisingAnother(YingdaError):
    """The supervisor's one phone is at another call."""

    kind = Kind.CONFLICT
    code = "supervising-another"


class SupervisorWithoutPhone(YingdaError):
    """The supervisor is not signed on with a phone."""

    kind = Kind.CONFLICT
    code = "supervisor-without-phone"


class SupervisorNotFree(YingdaError):
    """The supervisor has a contact, or would be given one any moment."""

    kind = Kind.CONFLICT
    code = "supervisor-not-free"


class EngineAway(YingdaError):
    """The voice engine did not carry out a request."""

    kind = Kind.UNAVAILABLE
    code = "engine-away"


class WebPhoneClosed(YingdaError):
    """Calls from the browser are not offered here."""

    kind = Kind.DENIED
    code = "web-phone-closed"


class WebPhonesBusy(YingdaError):
    """The web phones of this span of time are given out; `until` the next one is to be had."""

    kind = Kind.LIMITED
    code = "web-phones-busy"


class WebPhonesFull(YingdaError):
    """As many web phones are open as the centre allows."""

    kind = Kind.LIMITED
    code = "web-phones-full"


class NoSuchCaller(YingdaError):
    """Only customers of the demo may be called as."""

    kind = Kind.NOT_FOUND
    code = "no-such-caller"
