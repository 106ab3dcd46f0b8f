"""The telecom pack keeps what it promises: tiers, entitlements, flows, people."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from yingda.calls.flow import Menu, Queue, Say
from yingda.pack import Pack, load_pack, view
from yingda.pack.tests.reckoning import tier_of
from yingda.standards import is_open

FOLDER = Path(__file__).parents[3] / "packs" / "telecom"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


def test_three_hundred_customers_fall_into_tenths_of_one_three_and_six(pack: Pack) -> None:
    counted = Counter(tier_of(pack, customer) for customer in pack.demo.customers)

    assert len(pack.demo.customers) == 300
    assert 27 <= counted["gold"] <= 33
    assert 85 <= counted["silver"] <= 95
    assert 175 <= counted["mass"] <= 185


def test_the_same_seed_gives_the_same_people(pack: Pack) -> None:
    assert load_pack(FOLDER).demo == pack.demo


def test_nobody_shares_a_name_or_a_number(pack: Pack) -> None:
    customers = pack.demo.customers

    assert len({customer.name for customer in customers}) == 300
    phones = [phone for customer in customers for phone in customer.phones]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith(("1380000", "0108888")) for phone in phones)


def test_every_product_that_somebody_holds_has_a_name_in_english(pack: Pack) -> None:
    english = {product.name.zh: product.name.en for product in pack.centre.products}
    held = {(one.code, one.name) for who in pack.demo.customers for one in who.products}

    assert held <= {(product.code, product.name.zh) for product in pack.centre.products}
    assert all(name.isascii() for name in english.values())


def test_elderly_customers_are_flagged_and_old(pack: Pack) -> None:
    elderly = [who for who in pack.demo.customers if who.preferences.is_elderly]

    assert len(elderly) > 15
    assert all(who.birth_year is not None and who.birth_year <= 1961 for who in elderly)


def test_five_agents_of_four_grades_in_three_groups(pack: Pack) -> None:
    agents = [agent for agent in pack.demo.agents if any(agent.capacity.values())]

    assert [agent.staff_no for agent in agents] == ["8001", "8002", "8003", "8004", "8005"]
    assert {agent.grade for agent in agents} == {5, 4, 3, 2}
    assert {agent.group for agent in agents} == {"senior", "middle", "junior"}
    (supervisor,) = [agent for agent in pack.demo.agents if agent not in agents]
    assert (supervisor.login, supervisor.group) == ("supervisor", "supervisors")
    assert {role for user in pack.demo.users for role in user.roles} == {
        "agent",
        "supervisor",
        "quality",
        "planner",
        "administrator",
    }


def test_any_agent_group_may_serve_every_tier_in_the_end(pack: Pack) -> None:
    whole = {
        row.tier: row
        for row in pack.entitlements.rows
        if (row.service_kind, row.channel) == ("*", "*")
    }

    for row in whole.values():
        assert {step.group for step in row.steps or ()} == {"senior", "middle", "junior"}
    shares = [whole[tier].target_share or 0 for tier in ("gold", "silver", "mass")]
    assert shares == sorted(shares, reverse=True)


def test_the_silver_target_is_the_national_norm(pack: Pack) -> None:
    norm = {policy.code: policy.value for policy in pack.policies}
    silver = next(row for row in pack.entitlements.rows if row.tier == "silver")

    assert silver.target_share == norm["manual-answer-share"]
    assert silver.within_ms == norm["manual-answer-wait"] * 1000


def test_each_tier_has_its_own_flow_and_greeting(pack: Pack) -> None:
    flows = {tier: pack.book.flow_for("10000", tier) for tier in ("gold", "silver", "mass")}
    greetings = {pack.book.words("greeting", tier, "zh-CN") for tier in flows}

    assert len({found[0] for found in flows.values() if found}) == 3
    assert len(greetings) == 3


def test_a_person_is_one_key_away_in_every_menu_of_the_working_day(pack: Pack) -> None:
    for flow in pack.book.flows.values():
        menus = {name: step for name, step in flow.steps.items() if isinstance(step, Menu)}
        for name, menu in menus.items():
            if name == "closed":
                continue
            assert "0" in menu.keys


def test_faults_are_taken_at_night_and_other_matters_are_not(pack: Pack) -> None:
    night = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    noon = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)  # 12:30, at lunch

    assert not is_open(pack.calendars["staffed"], night)
    assert is_open(pack.calendars["staffed"], noon)
    mass = pack.book.flows["mass"].steps["menu"]
    assert isinstance(mass, Menu)
    assert isinstance(pack.book.flows["mass"].steps[mass.keys["4"].next], Queue)


def test_every_kind_can_be_asked_for(pack: Pack) -> None:
    asked = {
        step.service_kind
        for flow in pack.book.flows.values()
        for step in flow.steps.values()
        if isinstance(step, Queue)
    }

    assert asked == {kind.code for kind in pack.centre.service_kinds}


def test_figures_that_are_spoken_are_known_of_every_customer(pack: Pack) -> None:
    spoken = {
        gap
        for prompt in pack.book.prompts.values()
        for _, gap, _, _ in Formatter().parse(prompt.zh + prompt.en)
        if gap
    } - {"name", "position", "number"}

    assert spoken == {"bill", "points", "orders_open"}
    assert all(spoken <= set(customer.figures) for customer in pack.demo.customers)


def test_chinese_and_english_say_the_same_figures(pack: Pack) -> None:
    for prompt in pack.book.prompts.values():
        for words in (prompt, *prompt.by_tier.values()):
            zh, en = (
                {g for _, g, _, _ in Formatter().parse(text)} for text in (words.zh, words.en)
            )
            assert zh == en


def test_self_service_says_something_before_it_ends(pack: Pack) -> None:
    steps = pack.book.flows["self-service"].steps

    assert isinstance(steps["goodbye"], Say)


def test_the_desk_sees_nothing_of_the_demo(pack: Pack) -> None:
    shown = view(pack)

    assert shown.keys() == {
        "code",
        "name",
        "about",
        "tiers",
        "service_kinds",
        "groups",
        "skills",
        "dispositions",
        "not_ready_reasons",
        "access_numbers",
        "caller_states",
        "products",
        "wrap_up_ms",
        "policies",
    }
    assert "yingda-8001" not in str(shown)
    assert [tier.code for tier in shown["tiers"]] == ["gold", "silver", "mass"]
    assert pack.wrap_up_by_tier == {"gold": 45_000}


def test_only_the_leaves_of_the_dispositions_can_be_chosen(pack: Pack) -> None:
    assert "solved-bill" in pack.disposition_codes
    assert "solved-suggestion" in pack.disposition_codes
    assert "solved" not in pack.disposition_codes
