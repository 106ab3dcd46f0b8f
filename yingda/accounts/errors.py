"""Why somebody may not come in, or not do that."""

from yingda.kit.errors import Kind, YingdaError


class NotSignedIn(YingdaError):
    """There is no session, or it has ended."""

    kind = Kind.DENIED
    code = "not-signed-in"


class NotPermitted(YingdaError):
    kind = Kind.DENIED
    code = "not-permitted"


class WrongLogin(YingdaError):
    """The one answer to a wrong login, a wrong password and a disabled user."""

    kind = Kind.DENIED
    code = "wrong-login"


class LoginLocked(YingdaError):
    kind = Kind.LIMITED
    code = "login-locked"


class SignOnBusy(YingdaError):
    """More people sign on at this moment than passwords can be checked."""

    kind = Kind.UNAVAILABLE
    code = "sign-on-busy"


class UserNotFound(YingdaError):
    kind = Kind.NOT_FOUND
    code = "user-not-found"


class LoginTaken(YingdaError):
    kind = Kind.CONFLICT
    code = "login-taken"


class UserChanged(YingdaError):
    """Somebody else saved this user since it was read."""

    kind = Kind.CONFLICT
    code = "user-changed"


class LastAdministrator(YingdaError):
    kind = Kind.CONFLICT
    code = "last-administrator"


class PasswordWeak(YingdaError):
    kind = Kind.INVALID
    code = "password-weak"
