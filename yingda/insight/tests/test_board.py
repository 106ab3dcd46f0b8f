from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yingda.contacts import Outcome
from yingda.insight import Board, Definition, Tally, sample_of, tally_of
from yingda.insight.rules import sum_of
from yingda.insight.tests.examples import NINE, a_view, at
from yingda.insight.views import wallboard
from yingda.kit.words import Words

MS = st.integers(0, 90_000)
VIEWS = st.builds(
    a_view,
    queued=st.one_of(st.none(), st.just(0)),
    answered=st.one_of(st.none(), MS),
    ended=st.one_of(st.none(), MS),
    outcome=st.sampled_from(list(Outcome)),
    tier=st.sampled_from(["vip", "mass"]),
    target_ms=st.sampled_from([None, 10_000, 20_000]),
    arrived_at=st.integers(0, 3 * 3_600_000).map(at),
    id=st.sampled_from("abcde"),
    version=st.integers(1, 6),
)


@given(views=st.lists(VIEWS, max_size=40))
def test_counters_are_what_the_raw_times_make(views: list[dict[str, Any]]) -> None:
    """Whatever the order and however often facts come, the newest of each contact counts once."""
    board = Board()
    newest: dict[str, dict[str, Any]] = {}
    for view in views:
        board.take(view)
        board.take(view)
        if view["version"] > newest.get(view["id"], {"version": 0})["version"]:
            newest[view["id"]] = view

    samples = [sample for view in newest.values() if (sample := sample_of(view))]
    by_class = Counter(sample.key for sample in samples)
    assert sum_of(board.today(NINE).values()) == sum_of(map(tally_of, samples))
    assert {key: one.offered for key, one in board.today(NINE).items()} == by_class
    assert sum_of(board.by_half_hour(NINE).values()) == sum_of(map(tally_of, samples))


def test_calls_belong_to_the_half_hour_of_their_arrival() -> None:
    board = Board()
    board.take(a_view(id="a", arrived_at=at(1_799_999), queued=1_799_999, answered=1_805_000))
    board.take(a_view(id="b", arrived_at=at(1_800_000), queued=1_800_000, answered=1_805_000))

    assert {begin: one.offered for begin, one in board.by_half_hour(NINE).items()} == {
        NINE: 1,
        NINE + timedelta(minutes=30): 1,
    }


def test_the_last_half_hour_is_thirty_minutes_with_the_running_one() -> None:
    board = Board()
    board.take(a_view(answered=1_000))

    assert sum_of(board.lately(NINE + timedelta(minutes=29, seconds=59)).values()).offered == 1
    assert board.lately(NINE + timedelta(minutes=30)) == {}


def test_another_day_is_forgotten() -> None:
    board = Board()
    board.take(a_view(answered=1_000))
    board.forget_before(NINE + timedelta(minutes=30))

    assert board.today(NINE) == {}


def test_a_contact_counted_again_in_another_class_leaves_the_first() -> None:
    board = Board()
    board.take(a_view(answered=1_000))
    board.take(a_view(answered=1_000, version=2, service_kind="complaint"))

    assert [key.service_kind for key in board.today(NINE)] == ["complaint"]


def test_short_abandons_are_those_of_the_centre() -> None:
    board = Board(Definition(short_abandon=timedelta(seconds=2)))
    for name, ms in (("a", 2_000), ("b", 2_001)):
        board.take(a_view(id=name, ended=ms, outcome=Outcome.ABANDONED_QUEUE))

    told = wallboard(board, midnight=NINE, now=NINE, tiers=[], target=lambda _: None)

    [rate] = [one for one in told["figures"] if one["code"] == "abandonment"]
    assert (rate["numerator"], rate["denominator"]) == (1, 1)
    assert "2 s" in rate["formula"].en


def test_the_wallboard_shows_tiers_apart_with_their_targets() -> None:
    board = Board()
    board.take(a_view(id="a", answered=1_000))
    board.take(a_view(id="b", answered=30_000, tier="mass"))

    told = wallboard(
        board,
        midnight=NINE,
        now=NINE,
        tiers=[(code, Words(zh=code, en=code)) for code in ("vip", "mass", "mid")],
        target=lambda key: 0.9 if key.tier == "vip" else None,
    )

    vip, mass, mid = told["tiers"]
    assert told["figures"][0]["value"] == 0.5
    assert (vip["figures"][0]["value"], vip["figures"][0]["target"]) == (1.0, 0.9)
    assert (mass["figures"][0]["value"], mass["figures"][0]["target"]) == (0.0, None)
    assert (mid["figures"][0]["value"], mid["classes"]) == (None, [])
    assert [one["class"] for one in vip["classes"]] == ["vip.consult.voice"]
    assert told["half_hours"][0]["offered"] == 2
    assert sum_of(board.today(NINE).values()) != Tally()
