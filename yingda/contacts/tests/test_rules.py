from datetime import datetime, timedelta
from typing import Any

import pytest

from yingda.contacts import Endings, Outcome, Stage
from yingda.contacts.tests.examples import NINE, a_contact, after


@pytest.mark.parametrize(
    ("given", "ended_at", "outcome"),
    [
        ({"stage": Stage.ARRIVED}, after(seconds=1), Outcome.ABANDONED_GREETING),
        ({"stage": Stage.MENU}, after(minutes=9), Outcome.ABANDONED_MENU),
        ({"stage": Stage.QUEUED, "queued_at": NINE}, after(seconds=4), Outcome.SHORT_ABANDON),
        ({"stage": Stage.QUEUED, "queued_at": NINE}, after(seconds=5), Outcome.SHORT_ABANDON),
        (
            {"stage": Stage.QUEUED, "queued_at": NINE},
            after(seconds=5, milliseconds=1),
            Outcome.ABANDONED_QUEUE,
        ),
        ({"stage": Stage.OFFERED, "queued_at": NINE}, after(seconds=5), Outcome.SHORT_ABANDON),
        ({"stage": Stage.OFFERED, "queued_at": NINE}, after(seconds=6), Outcome.ABANDONED_RING),
        (
            {"stage": Stage.HELD, "queued_at": NINE, "answered_at": NINE},
            after(seconds=1),
            Outcome.ANSWERED,
        ),
        ({"outcome": Outcome.CLOSED_HOURS}, after(seconds=1), Outcome.CLOSED_HOURS),
    ],
)
def test_how_a_contact_ended(given: dict[str, Any], ended_at: datetime, outcome: Outcome) -> None:
    assert Endings().outcome(a_contact(**given), ended_at) is outcome


def test_the_threshold_of_short_abandons_is_the_centres() -> None:
    waiting = a_contact(stage=Stage.QUEUED, queued_at=NINE)

    never = Endings(short_abandon=timedelta(0))

    assert never.outcome(waiting, after(milliseconds=1)) is Outcome.ABANDONED_QUEUE
