"""Contacts to test with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from yingda.contacts import (
    Channel,
    Contact,
    ContactEvent,
    ContactId,
    Direction,
    MenuStep,
    Stage,
)
from yingda.kit.ids import new_id

NINE = datetime(2026, 3, 2, 1, 0, 0, 250_000, tzinfo=UTC)


class StoppedClock:
    def __init__(self, moment: datetime = NINE) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def after(**since_nine: float) -> datetime:
    return NINE + timedelta(**since_nine)


def a_contact(**given: Any) -> Contact:
    usual: dict[str, Any] = {
        "id": ContactId(new_id()),
        "channel": Channel.VOICE,
        "direction": Direction.IN,
        "remote": "+8613800000001",
        "stage": Stage.ARRIVED,
        "arrived_at": NINE,
        "menu_path": (MenuStep("main", "1", {"zh": "查询", "en": "Enquiry"}, NINE),),
    }
    return Contact(**{**usual, **given})


def arrived() -> list[ContactEvent]:
    return [ContactEvent("arrived", NINE)]
