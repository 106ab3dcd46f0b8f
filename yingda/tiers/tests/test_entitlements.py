from typing import Any

import pytest
from pydantic import ValidationError

from yingda.tiers import EntitlementSpec, EntitlementTable, entitlement_mistakes
from yingda.tiers.model import Step
from yingda.tiers.tests.fakes import BOOK, entitlements, rows

TABLE = EntitlementTable(1, entitlements(), BOOK)


def test_a_narrower_row_changes_only_what_it_says() -> None:
    default = TABLE.entitlement("gold", "query", "voice")
    assert (default.target_share, default.within_ms, default.abandon_cap) == (0.95, 20000, 0.05)
    assert (default.priority, default.greeting, default.wrap_up_ms) == (1, "gold", 45000)
    assert default.steps == (Step("senior", 1, 0), Step("junior", 2, 3000))
    complaint = TABLE.entitlement("gold", "complaint", "voice")
    assert (complaint.target_share, complaint.within_ms) == (0.97, 20000)
    chat = TABLE.entitlement("gold", "query", "chat")
    assert (chat.target_share, chat.within_ms) == (0.9, 60000)


def test_the_kind_goes_before_the_channel_and_both_together_before_either() -> None:
    both = TABLE.entitlement("gold", "complaint", "chat")
    assert (both.target_share, both.within_ms, both.abandon_cap) == (0.97, 60000, 0.01)


def test_a_tier_that_is_gone_is_served_as_the_lowest() -> None:
    assert TABLE.entitlement("platinum", "query", "voice").tier == "mass"


def test_the_table_answers_for_every_class() -> None:
    assert len({(one.tier, one.service_kind, one.channel) for one in TABLE.all()}) == 12


def mistakes(change: Any) -> str:
    table = rows()
    change(table)
    return str(entitlement_mistakes(EntitlementSpec.model_validate({"rows": table}), BOOK))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda t: t[0].update(tier="platinum"), "no tier named 'platinum'"),
        (lambda t: t[1].update(service_kind="sales"), "no service kind named 'sales'"),
        (lambda t: t[2].update(channel="pigeon"), "no channel named 'pigeon'"),
        (lambda t: t[0].update(steps=[{"group": "elders"}]), "no group named 'elders'"),
        (lambda t: t[4].pop("within_ms"), "silver needs within_ms"),
        (lambda t: t.pop(4), "expected a row of silver"),
        (lambda t: t[4].update(steps=[]), "expected at least one group"),
        (lambda t: t[5].update(steps=[]), "expected at least one group"),
        (lambda t: t[5].pop("max_wait_ms"), "must keep a longest wait"),
        (
            lambda t: t[5].update(steps=[{"group": "senior", "after_ms": 999999}]),
            "no group opens before its longest wait",
        ),
    ],
)
def test_a_table_that_would_break_a_promise_is_refused(change: Any, expected: str) -> None:
    assert expected in mistakes(change)


def test_a_sound_table_has_no_mistakes() -> None:
    assert entitlement_mistakes(entitlements(), BOOK) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.append(t[0]),
        lambda t: t[0].update(target_share=1.01),
        lambda t: t[0].update(target_share=0),
        lambda t: t[0].update(within_ms=-1),
        lambda t: t[0].update(abandon_cap=2),
        lambda t: t[0].update(reserve=-1),
        lambda t: t[0].update(colour="red"),
        lambda t: t[0].update(steps=[{"group": "senior"}, {"group": "senior"}]),
        lambda t: t.clear(),
    ],
)
def test_rows_that_make_no_sense_are_refused(change: Any) -> None:
    with pytest.raises(ValidationError):
        mistakes(change)


def test_one_group_may_be_asked_at_two_levels_of_skill() -> None:
    strict, relaxed = {"group": "senior", "min_level": 3}, {"group": "senior", "after_ms": 9}
    table = rows()
    table[0]["steps"] = [strict, relaxed]
    spec = EntitlementSpec.model_validate({"rows": table})
    assert entitlement_mistakes(spec, BOOK) == []
