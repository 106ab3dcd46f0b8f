"""Facts about users."""

from datetime import datetime
from typing import Any

from yingda.accounts.model import User
from yingda.kit.outbox import Fact


def user_view(user: User) -> dict[str, Any]:
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


def user_changed(user: User, at: datetime) -> Fact:
    return Fact("user.changed", "user", str(user.id), user.version, user_view(user), at)
