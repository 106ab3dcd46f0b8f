"""A scenario's promises become rows of the table."""

from typing import Any

import pytest

from yingda.planning.jobs_errors import NothingToApply, TargetsRefused
from yingda.planning.whatif import applied
from yingda.tiers import EntitlementTable
from yingda.tiers.tests.fakes import BOOK, entitlements

TABLE = EntitlementTable(1, entitlements(), BOOK)


def a_scenario(name: str = "mass.query.voice", **changed: Any) -> dict[str, Any]:
    klass = {"name": name, "target": {"share": 0.7, "within": 20}, "abandon_cap": 0.05}
    return {"classes": [{**klass, **changed}]}


def test_a_changed_target_becomes_the_narrowest_row_and_leaves_the_others() -> None:
    wanted = a_scenario(target={"share": 0.8, "within": 12.5})
    table = EntitlementTable(2, applied(wanted, TABLE), BOOK)
    changed = table.entitlement("mass", "query", "voice")
    assert (changed.target_share, changed.within_ms, changed.abandon_cap) == (0.8, 12_500, 0.05)
    for each in TABLE.all():
        key = (each.tier, each.service_kind, each.channel)
        if key != ("mass", "query", "voice"):
            assert table.entitlement(*key) == each


def test_a_row_that_is_there_is_changed_in_its_place() -> None:
    first = applied(a_scenario(abandon_cap=0.2), TABLE)
    second = applied(a_scenario(abandon_cap=0.1), EntitlementTable(2, first, BOOK))
    assert len(second.rows) == len(first.rows) == len(TABLE.spec.rows) + 1
    assert second.rows[-1].abandon_cap == 0.1
    assert second.rows[-1].target_share is None


def test_a_cap_that_is_not_written_stays() -> None:
    wanted = {"classes": [{"name": "mass.query.voice", "target": {"share": 0.9, "within": 20}}]}
    table = EntitlementTable(2, applied(wanted, TABLE), BOOK)
    assert table.entitlement("mass", "query", "voice").abandon_cap == 0.05


def test_the_same_promises_change_nothing() -> None:
    with pytest.raises(NothingToApply):
        applied(a_scenario(), TABLE)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (a_scenario("vip"), "classes[0].name: no class of the table is called 'vip'"),
        (a_scenario(target={"share": 0, "within": 20}), "classes[0].target.share"),
        (a_scenario(target={"share": 0.5, "within": 0}), "classes[0].target.within"),
        (a_scenario(target={"share": 0.5, "within": 1e6}), "classes[0].target.within"),
    ],
)
def test_what_no_table_holds_is_refused_by_its_path(wanted: dict[str, Any], said: str) -> None:
    with pytest.raises(TargetsRefused) as refused:
        applied(wanted, TABLE)
    assert said in str(refused.value.details["mistakes"])
