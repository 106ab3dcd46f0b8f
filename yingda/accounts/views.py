"""How users, sessions and the audit look from outside. The desk's types are made from these."""

from typing_extensions import TypedDict

from yingda.accounts.model import SYSTEM, AuditLine, Caller, User


class SessionUser(TypedDict):
    id: str
    login: str
    name: str
    roles: list[str]
    permissions: list[str]


class SessionView(TypedDict):
    """Who is signed on at a desk."""

    user: SessionUser


class DemoLoginView(TypedDict):
    """A user of the demo, with the password that everybody may know."""

    login: str
    password: str
    name: str
    role: str


class UserView(TypedDict):
    """What others may know of a user."""

    id: str
    login: str
    name: str
    roles: list[str]
    is_enabled: bool
    is_demo: bool
    created_at: str
    version: int


class AuditView(TypedDict):
    """Who did what; `actor_login` is empty for what the centre did by itself."""

    id: int
    at: str
    actor_id: str | None
    actor_login: str
    action: str
    target: str
    detail: dict[str, object]
    address: str


def session_view(caller: Caller) -> SessionView:
    """Return what the desk knows of who is signed on."""
    return {
        "user": {
            "id": str(caller.id),
            "login": caller.login,
            "name": caller.name,
            "roles": sorted(caller.roles),
            "permissions": sorted(caller.permissions),
        }
    }


def user_view(user: User) -> UserView:
    """Return what others may know of a user."""
    return {
        "id": str(user.id),
        "login": user.login,
        "name": user.name,
        "roles": sorted(user.roles),
        "is_enabled": user.is_enabled,
        "is_demo": user.is_demo,
        "created_at": user.created_at.isoformat(),
        "version": user.version,
    }


def audit_view(line: AuditLine) -> AuditView:
    """Return a line of the audit."""
    return {
        "id": line.id,
        "at": line.at.isoformat(),
        "actor_id": str(line.actor_id) if line.actor_id else None,
        "actor_login": "" if _is_system(line) else line.actor_login,
        "action": line.action,
        "target": line.target,
        "detail": line.detail,
        "address": line.address,
    }


def _is_system(line: AuditLine) -> bool:
    return line.actor_id is None and line.actor_login == SYSTEM.login
