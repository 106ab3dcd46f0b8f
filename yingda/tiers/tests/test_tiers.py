from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from yingda.accounts import SYSTEM, Caller, Role, UserId, permissions_of
from yingda.customers import CustomerService, CustomerSpec, seeded_id
from yingda.kit.db import PgTx
from yingda.kit.ids import new_id
from yingda.tiers import Cause, EntitlementSpec, Override, TierJobs, TierService, TierTables
from yingda.tiers.errors import (
    EntitlementsChanged,
    EntitlementsRefused,
    OverrideOver,
    TierNotFound,
    TierUnknown,
    VersionNotFound,
    WeightsChanged,
    WeightsRefused,
)
from yingda.tiers.jobs import next_night
from yingda.tiers.tests.fakes import (
    BOOK,
    NOW,
    POOR,
    RICH,
    OneTransaction,
    TurnedClock,
    entitlements,
    rows,
    weights,
)

pytestmark = pytest.mark.anyio
RICH_ID, POOR_ID = seeded_id(RICH.key), seeded_id(POOR.key)
LOGIN = frozenset({Role.SUPERVISOR})
BOSS = Caller(UserId(new_id()), "boss", "Boss", LOGIN, permissions_of(LOGIN), "10.0.0.7")


async def facts(tx: PgTx, topic: str) -> list[dict[str, object]]:
    return await tx.fetch_all(
        "SELECT * FROM outbox WHERE topic = %s AND at >= %s ORDER BY id DESC", (topic, NOW)
    )


async def test_figures_give_a_tier_and_say_why(tiers: TierService) -> None:
    rich = await tiers.view(RICH_ID)
    assert (rich["tier"], rich["score"], rich["name"].zh) == ("gold", 100.0, "金卡")
    assert [(part["figure"], part["points"]) for part in rich["reason"]] == [
        ("spend", 100.0),
        ("years", 100.0),
        ("late", 100.0),
    ]
    assert (await tiers.view(POOR_ID))["tier"] == "mass"


async def test_a_call_asks_for_tier_and_figures_in_one_look(tiers: TierService) -> None:
    standing = await tiers.standing(RICH_ID)
    assert standing is not None
    assert (standing.tier, standing.figures["spend"]) == ("gold", 500)
    assert await tiers.standing(seeded_id("stranger")) is None


async def test_new_figures_move_the_customer_and_leave_the_others_alone(
    tiers: TierService, tx: PgTx, clock: TurnedClock
) -> None:
    clock.turn(hours=1)
    assert await tiers.set_figures({RICH_ID: {"spend": 0}}) == 1
    history = await tiers.history(RICH_ID)
    assert [(line["from"], line["to"], line["cause"]) for line in history] == [
        ("gold", "silver", "figures"),
        (None, "gold", "figures"),
    ]
    standing = await tiers.standing(RICH_ID)
    assert standing is not None
    assert standing.figures == {"spend": 0, "years": 10, "late": 0}
    fact = (await facts(tx, "tier.changed"))[0]
    assert (fact["entity_id"], fact["version"]) == (str(RICH_ID), 2)


async def test_a_score_that_moves_within_the_tier_is_stored_but_no_news(
    tiers: TierService, tx: PgTx
) -> None:
    before = await facts(tx, "tier.changed")
    assert await tiers.set_figures({RICH_ID: {"spend": 450}}) == 0
    rich = await tiers.view(RICH_ID)
    assert (rich["score"], rich["version"]) == (95.5, 1)
    assert await facts(tx, "tier.changed") == before


async def test_an_override_holds_until_its_end_whatever_the_score(
    tiers: TierService, tx: PgTx, clock: TurnedClock
) -> None:
    until = NOW + timedelta(days=7)
    await tiers.override(BOSS, POOR_ID, Override("gold", "媒体朋友", BOSS.id, until))
    view = await tiers.view(POOR_ID)
    assert (view["tier"], view["computed"]) == ("gold", "mass")
    assert view["override"]
    assert view["override"]["reason"] == "媒体朋友"
    await tiers.set_figures({POOR_ID: {"spend": 120}})
    assert (await tiers.view(POOR_ID))["tier"] == "gold"

    clock.turn(days=8)
    assert (await tiers.view(POOR_ID))["tier"] == "mass"
    standing = await tiers.standing(POOR_ID)
    assert standing is not None
    assert standing.tier == "mass"
    assert await tiers.end_overrides() == 1
    assert await tiers.end_overrides() == 0
    assert [(line["to"], line["cause"]) for line in await tiers.history(POOR_ID)][:2] == [
        ("mass", "override-ended"),
        ("gold", "override"),
    ]
    audit = await tx.fetch_one("SELECT * FROM audit WHERE action = 'tier.overridden'")
    assert audit is not None
    assert audit["detail"]["reason"] == "媒体朋友"


async def test_an_override_can_be_taken_back(tiers: TierService) -> None:
    await tiers.override(BOSS, POOR_ID, Override("gold", "错给", BOSS.id))
    await tiers.remove_override(BOSS, POOR_ID)
    view = await tiers.view(POOR_ID)
    assert (view["tier"], view["override"]) == ("mass", None)


async def test_an_override_that_makes_no_sense_is_refused(tiers: TierService) -> None:
    with pytest.raises(TierUnknown):
        await tiers.override(BOSS, POOR_ID, Override("platinum", "x", BOSS.id))
    with pytest.raises(OverrideOver):
        await tiers.override(BOSS, POOR_ID, Override("gold", "x", BOSS.id, NOW))
    with pytest.raises(TierNotFound):
        await tiers.override(BOSS, seeded_id("stranger"), Override("gold", "x", BOSS.id))


async def test_a_preview_says_who_would_move_and_moves_nobody(
    tables: TierTables, tiers: TierService
) -> None:
    strict = weights(bands={"gold": 101 - 1, "silver": 99, "mass": 0}, margin=0)
    told = await tables.preview(strict, 100_000)
    assert told["is_complete"]
    assert {"from": "gold", "to": "gold", "count": 1} in told["moves"]
    generous = weights(bands={"gold": 1, "silver": 0.5, "mass": 0})
    told = await tables.preview(generous, 100_000)
    assert {"from": "mass", "to": "gold", "count": 1} in told["moves"]
    assert (await tiers.view(POOR_ID))["tier"] == "mass"


async def test_new_weights_move_everybody_in_batches(
    tables: TierTables, tiers: TierService, tx: PgTx, clock: TurnedClock
) -> None:
    generous = weights(bands={"gold": 1, "silver": 0.5, "mass": 0})
    base = (await tables.weights()).version.number
    await tables.save_weights(BOSS, generous, base=base, note="大方")
    clock.turn(minutes=1)
    jobs = TierJobs(OneTransaction(tx), clock, BOOK)
    assert await jobs.recompute_all(Cause.WEIGHTS) == 1
    assert await jobs.recompute_all(Cause.NIGHTLY) == 0
    assert (await tiers.history(POOR_ID))[0]["cause"] == "weights"


async def test_many_customers_are_computed_in_many_batches(
    tiers: TierService, tx: PgTx, clock: TurnedClock
) -> None:
    specs = [CustomerSpec(key=f"test-{n}", name=f"客{n}") for n in range(1203)]
    ids = await CustomerService(tx, clock).seed(specs)
    await tx.execute(
        """
        INSERT INTO value_figures (customer_id, figures, updated_at)
        SELECT id, '{"spend": 500, "years": 10, "late": 0}', now() FROM unnest(%s::uuid[]) AS n (id)
        """,
        (list(ids.values()),),
    )
    jobs = TierJobs(OneTransaction(tx), clock, BOOK)
    assert await jobs.recompute_all(Cause.NIGHTLY) == 1203
    views = await tiers.views(list(ids.values()))
    assert {view["tier"] for view in views.values()} == {"gold"}


async def test_weights_are_saved_upon_the_newest_version_only(tables: TierTables) -> None:
    base = (await tables.weights()).version.number
    saved = await tables.save_weights(BOSS, weights(margin=1), base=base, note="")
    assert saved.version.number == base + 1
    assert (await tables.weights()).spec.margin == 1
    with pytest.raises(WeightsChanged):
        await tables.save_weights(BOSS, weights(), base=base, note="")
    with pytest.raises(WeightsRefused, match="expected a band for silver"):
        await tables.save_weights(BOSS, weights(bands={"gold": 9, "mass": 0}), base=base, note="")


async def test_entitlements_are_versioned_announced_and_audited(
    tables: TierTables, tx: PgTx
) -> None:
    base = (await tables.entitlements()).version.number
    changed = rows()
    changed[0]["target_share"] = 0.99
    spec = EntitlementSpec.model_validate({"rows": changed})
    await tables.save_entitlements(BOSS, spec, base=base, note="金卡更快")
    table = await tables.table()
    assert table.version == base + 1
    assert table.entitlement("gold", "query", "voice").target_share == 0.99
    assert (await tables.entitlements(base)).spec == entitlements()
    assert (newest := (await tables.entitlement_versions())[0]).number == base + 1
    assert newest.by == "boss"
    assert (await facts(tx, "entitlements.changed"))[0]["version"] == base + 1
    with pytest.raises(EntitlementsChanged):
        await tables.save_entitlements(BOSS, spec, base=base, note="")
    with pytest.raises(VersionNotFound):
        await tables.entitlements(9999)


async def test_a_table_without_the_equality_guard_cannot_be_saved(tables: TierTables) -> None:
    unfair = rows()
    del unfair[5]["max_wait_ms"]
    spec = EntitlementSpec.model_validate({"rows": unfair})
    with pytest.raises(EntitlementsRefused, match="must keep a longest wait"):
        await tables.save_entitlements(SYSTEM, spec, base=1, note="")


async def test_seeding_again_keeps_what_was_edited(tables: TierTables) -> None:
    base = (await tables.weights()).version.number
    await tables.save_weights(BOSS, weights(margin=1), base=base, note="")
    await tables.seed(weights(), entitlements())
    assert (await tables.weights()).spec.margin == 1


def test_the_night_is_three_o_clock_of_the_centre() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert next_night(NOW, zone) == datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    assert next_night(NOW.replace(hour=19), zone) == datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
