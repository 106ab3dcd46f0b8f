"""Every pack that comes with the product loads, and its weights tell the best from the least."""

from pathlib import Path

import pytest

from yingda.customers import CustomerSpec
from yingda.pack import Pack, load_pack
from yingda.pack.tests.reckoning import tier_of
from yingda.tiers import EntitlementTable

FOLDERS = sorted((Path(__file__).parents[3] / "packs").iterdir())


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def pack(request: pytest.FixtureRequest) -> Pack:
    folder: Path = request.param
    loaded = load_pack(folder)
    assert loaded.centre.code == folder.name
    return loaded


def customer(pack: Pack, *, is_best: bool) -> CustomerSpec:
    """Return a customer whose every figure gives the most points, or the fewest."""
    figures = {
        name: (max if is_best else min)(figure.points, key=lambda point: point[1])[0]
        for part in pack.tiers.weights.inputs.values()
        for name, figure in part.figures.items()
    }
    return CustomerSpec(key="x", name="x", figures=figures)


def test_three_packs_come_with_the_product() -> None:
    assert [folder.name for folder in FOLDERS] == ["hotel", "securities", "telecom"]


def test_the_best_figures_lead_to_the_first_tier_and_the_least_to_the_last(pack: Pack) -> None:
    by_rank = pack.tier_book.by_rank

    assert tier_of(pack, customer(pack, is_best=True)) == by_rank[0].code
    assert tier_of(pack, customer(pack, is_best=False)) == by_rank[-1].code


def test_all_three_inputs_count(pack: Pack) -> None:
    inputs = pack.tiers.weights.inputs

    assert set(inputs) == {"contribution", "loyalty", "credit"}
    assert all(part.weight > 0 for part in inputs.values())


def test_a_higher_tier_is_promised_more_for_every_kind(pack: Pack) -> None:
    table = EntitlementTable(1, pack.entitlements, pack.tier_book)
    for kind in pack.tier_book.service_kinds:
        promised = [table.entitlement(t.code, kind, "voice") for t in pack.tier_book.by_rank]
        shares = [one.target_share for one in promised]
        waits = [one.within_ms for one in promised]
        assert shares == sorted(shares, reverse=True)
        assert waits == sorted(waits)


def test_a_greeting_names_nobody_who_is_unknown(pack: Pack) -> None:
    for prompt in pack.book.prompts:
        words = pack.book.words(prompt, pack.centre.strangers, "zh-CN")
        assert "{name}" not in words


def test_every_pack_offers_a_call_back_in_line_to_every_tier_for_something(pack: Pack) -> None:
    table = EntitlementTable(1, pack.entitlements, pack.tier_book)

    assert pack.book.callback is not None
    for tier in pack.tier_book.by_rank:
        kinds = pack.tier_book.service_kinds
        assert any(table.entitlement(tier.code, kind, "voice").callback_ms for kind in kinds)


def test_a_guest_who_reports_a_fault_or_complains_is_not_asked_to_hang_up() -> None:
    hotel = load_pack(next(folder for folder in FOLDERS if folder.name == "hotel"))
    table = EntitlementTable(1, hotel.entitlements, hotel.tier_book)

    offered = {
        (tier.code, kind)
        for tier in hotel.tier_book.by_rank
        for kind in hotel.tier_book.service_kinds
        if table.entitlement(tier.code, kind, "voice").callback_ms
    }
    assert {kind for _, kind in offered} == {"booking", "room", "concierge"}
