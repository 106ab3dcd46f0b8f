"""Who may come in, what they may do, and who did what.

A request is answered for a `Caller`. Rooms ask for one by the dependency that `app` passes to their
routers: `caller: Annotated[Caller, Depends(signed_on(Permission.CUSTOMERS_READ))]`, where
`signed_on` is a `SignedOn`; the web-socket asks `AccountService.caller(token, address)`. What was
changed is written down, in the transaction that changes it, by `AuditTrail(tx, clock).record`.
"""

from collections.abc import Awaitable, Callable

from yingda.accounts.errors import NotPermitted, NotSignedIn
from yingda.accounts.model import SYSTEM, Actor, Caller, Permission, Role, User, UserId
from yingda.accounts.passwords import Passwords
from yingda.accounts.rules import permissions_of, require
from yingda.accounts.service import AccountService
from yingda.accounts.specs import UserSpec
from yingda.accounts.store import AuditTrail
from yingda.accounts.users import NewUser, UserChange

SESSION_COOKIE = "yingda_session"

SignedOn = Callable[[Permission | None], Callable[..., Awaitable[Caller]]]
"""Gives, for a permission (None: any signed-on user), the dependency that yields the caller."""

__all__ = [
    "SESSION_COOKIE",
    "SYSTEM",
    "AccountService",
    "Actor",
    "AuditTrail",
    "Caller",
    "NewUser",
    "NotPermitted",
    "NotSignedIn",
    "Passwords",
    "Permission",
    "Role",
    "SignedOn",
    "User",
    "UserChange",
    "UserId",
    "UserSpec",
    "permissions_of",
    "require",
]
