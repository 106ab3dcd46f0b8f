"""Facts about users."""

from datetime import datetime

from yingda.accounts.model import User
from yingda.accounts.views import user_view
from yingda.kit.outbox import Fact


def user_changed(user: User, at: datetime) -> Fact:
    return Fact("user.changed", "user", str(user.id), user.version, user_view(user), at)
