from datetime import timedelta
from typing import Any

import pytest

from yingda.contacts import Outcome
from yingda.insight import FIGURES, Definition, End, Tally, figure_views, sample_of, tally_of
from yingda.insight.rules import sum_of
from yingda.insight.tests.examples import a_view

ABANDONED = Outcome.ABANDONED_QUEUE


@pytest.mark.parametrize(
    ("view", "end", "wait_ms", "is_within"),
    [
        (a_view(answered=19_999), End.ANSWERED, 19_999, True),
        (a_view(answered=20_000), End.ANSWERED, 20_000, True),
        (a_view(answered=20_001), End.ANSWERED, 20_001, False),
        (a_view(queued=5_000, answered=25_000), End.ANSWERED, 20_000, True),
        (a_view(answered=1, ended=90_000, outcome=Outcome.ANSWERED), End.ANSWERED, 1, True),
        (a_view(ended=20_000, outcome=ABANDONED), End.ABANDONED, 20_000, True),
        (a_view(ended=20_001, outcome=Outcome.ABANDONED_RING), End.ABANDONED, 20_001, False),
        (a_view(ended=5_000, outcome=ABANDONED), End.SHORT, 5_000, True),
        (a_view(ended=5_001, outcome=ABANDONED), End.ABANDONED, 5_001, True),
        (a_view(ended=5_000, outcome=Outcome.ABANDONED_RING), End.SHORT, 5_000, True),
        (a_view(queued=7_000, ended=12_000, outcome=ABANDONED), End.SHORT, 5_000, True),
        (a_view(ended=4_000, outcome=Outcome.LOST), End.LOST, 4_000, True),
        (a_view(ended=90_000, outcome=Outcome.CALLBACK_FAILED), End.LOST, 90_000, False),
        (a_view(answered=900_000, target_ms=900_000), End.ANSWERED, 900_000, True),
        (a_view(answered=20_000, target_ms=None), End.ANSWERED, 20_000, True),
        (a_view(answered=20_001, target_ms=None), End.ANSWERED, 20_001, False),
    ],
)
def test_raw_times_make_a_sample(
    view: dict[str, Any], end: End, *, wait_ms: int, is_within: bool
) -> None:
    sample = sample_of(view)

    assert sample is not None
    assert (sample.end, sample.wait_ms, sample.is_within) == (end, wait_ms, is_within)


@pytest.mark.parametrize(
    "view",
    [
        a_view(),
        a_view(ended=4_000, outcome=Outcome.CALLED_AGAIN),
        a_view(queued=None, ended=4_000, outcome=Outcome.SELF_SERVED),
        a_view(queued=None, ended=4_000, outcome=Outcome.ABANDONED_MENU),
        a_view(queued=None, ended=4_000, outcome=Outcome.ABANDONED_GREETING),
    ],
)
def test_who_still_waits_or_never_did_is_not_counted(view: dict[str, Any]) -> None:
    assert sample_of(view) is None


@pytest.mark.parametrize(
    ("seconds", "rate", "words"),
    [(0, (3, 3), "0 s"), (5, (2, 2), "5 s"), (5.001, (1, 1), "5.001 s")],
)
def test_another_threshold_counts_the_same_raw_times_anew(
    seconds: float, rate: tuple[int, int], words: str
) -> None:
    definition = Definition(short_abandon=timedelta(seconds=seconds))
    ends = (5_000, 5_001, 5_002)
    samples = [sample_of(a_view(ended=ms, outcome=ABANDONED), definition) for ms in ends]
    tally = sum_of(tally_of(sample) for sample in samples if sample)

    views = figure_views(tally, definition=definition)
    told = next(one for one in views if one["code"] == "abandonment")

    assert (told["numerator"], told["denominator"]) == rate
    assert told["formula"].en.endswith(words)
    assert tally.abandoned == len(ends)


def test_every_figure_by_hand() -> None:
    views = [
        a_view(answered=10_000),
        a_view(answered=20_000),
        a_view(answered=30_000),
        a_view(ended=3_000, outcome=ABANDONED),
        a_view(ended=15_000, outcome=ABANDONED),
        a_view(ended=60_000, outcome=ABANDONED),
        a_view(ended=1_000, outcome=Outcome.LOST),
    ]
    samples = [sample_of(view) for view in views]
    tally = sum_of(tally_of(sample) for sample in samples if sample)

    told = {one["code"]: (one["numerator"], one["denominator"]) for one in figure_views(tally)}

    assert told == {
        "sl-net": (2, 7 - 2),
        "sl-off": (2, 7),
        "sl-opt": (2 + 2, 7),
        "sl-srv": (2, 3),
        "answer-rate": (3, 7),
        "abandonment": (3 - 1, 7 - 1),
        "asa": (60_000, 3),
        "abandon-time": (78_000, 3),
    }


def test_nothing_counted_gives_no_value() -> None:
    assert [one["value"] for one in figure_views(Tally())] == [None] * len(FIGURES)


def test_each_figure_says_its_formula_in_both_languages() -> None:
    for figure in FIGURES:
        assert all(figure.name)
        assert all("÷" in words for words in figure.formula)
