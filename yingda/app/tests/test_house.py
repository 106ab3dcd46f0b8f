"""The pack's part in calls and routing, from the telecom pack."""

from uuid import UUID

from yingda.agents import AgentId, Profile
from yingda.app.house import house_of, plan_of
from yingda.app.serving import PACKS
from yingda.pack import load_pack
from yingda.routing import ClassKey
from yingda.tiers import EntitlementTable

PACK = load_pack(PACKS / "telecom")
TABLE = EntitlementTable(1, PACK.entitlements, PACK.tier_book)
LI = Profile(AgentId(UUID(int=1)), "8002", "李伟", 3, "senior", {"order": 5}, {"voice": 1})


def test_targets_and_after_call_work_follow_the_table() -> None:
    house = house_of(PACK, TABLE)

    assert house.within_ms["gold", "consult"] == 10_000
    assert house.familiar_ms["gold", "consult"] == 8_000
    assert [house.seeks_familiar(tier) for tier in ("gold", "mass")] == [True, False]
    assert house.callback_ms["gold", "consult"] == 900_000
    assert house.patience.wrap_for("gold") == 45_000
    assert house.patience.wrap_for("mass") == 30_000


def test_every_class_is_planned_with_its_groups_in_order() -> None:
    plan = plan_of(PACK, TABLE, [LI])
    classes = {each.key: each for each in plan.classes}

    gold = classes[ClassKey("gold", "consult", "voice")]
    assert [(step.group, step.after_ms) for step in gold.steps] == [
        ("senior", 0),
        ("middle", 3_000),
        ("junior", 15_000),
    ]
    assert gold.priority < classes[ClassKey("mass", "consult", "voice")].priority
    assert classes[ClassKey("mass", "order", "voice")].skill == "order"
    assert plan.agents[0].skills == {"order": 5}
