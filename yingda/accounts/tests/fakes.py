"""Users to sign on as, and a clock that tests turn."""

from datetime import UTC, datetime, timedelta

from yingda.accounts import Role, UserSpec

DEMO = [
    UserSpec(login="li.na", name="李娜", password="demo-8001", roles=(Role.AGENT,)),
    UserSpec(login="zhao.lei", name="赵磊", password="demo-9001", roles=(Role.SUPERVISOR,)),
    UserSpec(login="admin", name="管理员", password="demo-admin", roles=(Role.ADMINISTRATOR,)),
]


class TurnedClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)
