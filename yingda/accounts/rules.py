"""Who may do what, when a session ends, how long a guesser waits."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from yingda.accounts.errors import LastAdministrator, NotPermitted, PasswordWeak
from yingda.accounts.model import Caller, Guesses, LockRule, Permission, Role, User, UserId

_AGENT: Final = frozenset(
    {
        Permission.DESK_USE,
        Permission.PHONE_USE,
        Permission.CONTACTS_READ_OWN,
        Permission.CUSTOMERS_READ,
        Permission.CUSTOMERS_EDIT,
        Permission.NUMBERS_REVEAL,
        Permission.AGENTS_READ,
        Permission.QUEUES_READ,
    }
)

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _AGENT
    | {
        Permission.CONTACTS_READ_ALL,
        Permission.RECORDINGS_LISTEN,
        Permission.RECORDINGS_DOWNLOAD,
        Permission.NUMBERS_SEE,
        Permission.AGENTS_SET_STATE,
        Permission.SUPERVISE,
        Permission.TIERS_EDIT,
        Permission.ENTITLEMENTS_EDIT,
        Permission.PLANNING_USE,
    },
    Role.QUALITY: frozenset(
        {
            Permission.DESK_USE,
            Permission.CONTACTS_READ_ALL,
            Permission.RECORDINGS_LISTEN,
            Permission.CUSTOMERS_READ,
            Permission.AGENTS_READ,
            Permission.QUALITY_REVIEW,
        }
    ),
    Role.PLANNER: frozenset(
        {
            Permission.DESK_USE,
            Permission.AGENTS_READ,
            Permission.QUEUES_READ,
            Permission.PLANNING_USE,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Permission),
}

SESSION_IDLE: Final = timedelta(hours=12)
SESSION_LONGEST: Final = timedelta(hours=24)
SEEN_EVERY: Final = timedelta(minutes=1)
"""How stale the last sign of life of a session may be: one write a minute, not one a request."""

LOGIN_LOCK: Final = LockRule(5, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=24))
ADDRESS_LOCK: Final = LockRule(20, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=24))

PASSWORD_LENGTHS: Final = (10, 256)
LOGIN_MAX: Final = 64


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Return everything that the roles together may do."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))


def require(caller: Caller, permission: Permission) -> None:
    """Let the caller pass.

    Raises:
        NotPermitted: none of the caller's roles holds `permission`.
    """
    if permission not in caller.permissions:
        raise NotPermitted(permission=permission)


def session_end(created_at: datetime, seen_at: datetime) -> datetime:
    """Return when a session ends if nothing more is heard of it."""
    return min(created_at + SESSION_LONGEST, seen_at + SESSION_IDLE)


def charge(guesses: Guesses, rule: LockRule, now: datetime) -> Guesses:
    """Return the guesses with one more failure, locked if there were too many.

    A try is charged before its password is looked at, so that a thousand tries sent at once count
    as a thousand.
    """
    last = guesses.failed_at
    is_old = last is not None and now - last > rule.forget_after
    count = 1 if is_old else guesses.failed_count + 1
    beyond = count - rule.free
    if beyond < 0:
        return Guesses(failed_count=count, failed_at=now)
    pause = min(rule.longest, rule.first * 2 ** min(beyond, 20))
    return Guesses(failed_count=count, failed_at=now, locked_until=now + pause)


def forgive(guesses: Guesses) -> Guesses:
    """Return the guesses without the one that turned out to be right."""
    return replace(guesses, failed_count=max(0, guesses.failed_count - 1), locked_until=None)


def locked_until(guesses: Iterable[Guesses], now: datetime) -> datetime | None:
    """Return until when the strictest of the locks holds, or None when the way is free."""
    holding = [lock for one in guesses if (lock := one.locked_until) is not None and lock > now]
    return max(holding, default=None)


def check_password(password: str, login: str) -> None:
    """Accept a new password.

    Raises:
        PasswordWeak: too short, too long, or the login itself.
    """
    shortest, longest = PASSWORD_LENGTHS
    if not shortest <= len(password) <= longest or password.lower() == login.lower():
        raise PasswordWeak(shortest=shortest, longest=longest)


def may_enter(user: User, *, is_demo_allowed: bool) -> bool:
    """Return whether the right password lets this user in."""
    return user.is_enabled and (is_demo_allowed or not user.is_demo)


def ends_sessions(before: User, after: User) -> bool:
    """Return whether the user must sign on again after this change."""
    return not after.is_enabled or before.password_hash != after.password_hash


def check_administrators(enabled: Collection[UserId], after: User) -> None:
    """Let a change pass that leaves somebody who can edit users; `enabled` were before it.

    Raises:
        LastAdministrator: `after` was the only one and is none any more.
    """
    stays = after.is_enabled and Role.ADMINISTRATOR in after.roles
    if not stays and set(enabled) == {after.id}:
        raise LastAdministrator(login=after.login)
