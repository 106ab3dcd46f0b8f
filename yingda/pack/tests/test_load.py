"""A pack is read as a whole or refused with every mistake on its line."""

import shutil
from pathlib import Path

import pytest

from yingda.kit.yamlfile import Mistake
from yingda.pack import PackRefused, load_pack
from yingda.pack.load import FILES, OPTIONAL

TELECOM = Path(__file__).parents[3] / "packs" / "telecom"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TELECOM, tmp_path / "pack"))


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` and return the line that it began on."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(PackRefused) as refused:
        load_pack(folder)
    return refused.value.mistakes


REFERENCES = [
    ("pack.yaml", "strangers: mass", "strangers: lead", "there is no tier 'lead'"),
    ("pack.yaml", "skill: fault", "skill: magic", "there is no skill 'magic'"),
    ("pack.yaml", "{code: order,", "{code: query,", "service kind 'query' is written twice"),
    ("pack.yaml", "{code: demanding,", "{code: calm,", "caller state 'calm' is written twice"),
    ("pack.yaml", "{code: iptv,", "{code: mobile,", "product 'mobile' is written twice"),
    ("tiers.yaml", "{gold: 75, ", "{iron: 75, ", "there is no tier 'iron'"),
    (
        "tiers.yaml",
        "{gold: 75, silver: 50",
        "{gold: 40, silver: 50",
        "a higher band for a higher rank",
    ),
    ("tiers.yaml", "rank: 2", "rank: 1", "rank '1' is written twice"),
    ("entitlements.yaml", "group: senior", "group: seniors", "there is no group 'seniors'"),
    ("entitlements.yaml", "channel: email", "channel: mail", "there is no channel 'mail'"),
    ("entitlements.yaml", "kind: complaint", "kind: moan", "there is no service kind 'moan'"),
    ("entitlements.yaml", "greeting: greeting", "greeting: hi", "there is no prompt 'hi'"),
    ("entitlements.yaml", "menu: gold", "menu: short", "there is no flow 'short'"),
    ("agents.yaml", "reason: break", "reason: nap", "there is no reason 'nap'"),
    ("agents.yaml", "{code: middle,", "{code: senior,", "group 'senior' is written twice"),
    ("calls.yaml", "flow: mass", "flow: all", "there is no flow 'all'"),
    ("calls.yaml", "{gold: gold,", "{lead: gold,", "there is no tier 'lead'"),
    ("calls.yaml", "prompt: gold-menu", "prompt: menu", "there is no prompt 'menu'"),
    ("calls.yaml", "wrong: wrong-key", "wrong: oops", "there is no prompt 'oops'"),
    ("calls.yaml", "waiting: waiting", "waiting: wait", "there is no prompt 'wait'"),
    ("calls.yaml", "service_kind: order", "service_kind: buy", "there is no service kind 'buy'"),
    ("calls.yaml", "calendar: staffed", "calendar: day", "there is no calendar 'day'"),
    ("calls.yaml", "always: [gold]", "always: [vip]", "there is no tier 'vip'"),
    ("calls.yaml", "{bill}元", "{bil}元", "there is no word to fill in 'bil'"),
    ("calls.yaml", "{bill}元", "{bill元", "expected '}'"),
    ("calls.yaml", "{bill}元", "{}元", "there is no word to fill in ''"),
    ("dispositions.yaml", "code: solved-points", "code: solved-bill", "is written twice"),
    ("policies.yaml", "code: manual-answer-share", "code: manual-answer-wait", "written twice"),
    ("demo.yaml", 'login: "8002", name', 'login: "8001", name', "login '8001' is written twice"),
    (
        "demo.yaml",
        'login: "8001"\n',
        'login: "9001"\n',
        "role agent or supervisor '9001'",
    ),
    ("demo.yaml", "group: middle", "group: mid", "there is no group 'mid'"),
    ("demo.yaml", "{order: 4,", "{golf: 4,", "there is no skill 'golf'"),
    ("demo.yaml", 'staff_no: "8002"', 'staff_no: "8001"', "number '8001' is written twice"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), REFERENCES)
def test_a_reference_that_leads_nowhere_is_named_with_its_line(
    folder: Path, *, file: str, old: str, new: str, message: str
) -> None:
    line = edit(folder, file, old, new)

    found = [one for one in mistakes(folder) if message in one.message]
    assert [(one.file, one.line) for one in found[:1]] == [(str(folder / file), line)]


def test_what_is_expected_is_listed(folder: Path) -> None:
    edit(folder, "pack.yaml", "strangers: mass", "strangers: lead")

    assert str(mistakes(folder)[0]).endswith("expected one of: gold, mass, silver")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("pack.yaml", "ring_ms: 20000", "ring_ms: soon", "expected a whole number"),
        ("pack.yaml", "patience:", "patients:", "unknown key 'patients'"),
        ("tiers.yaml", "[200, 70]", "[90, 70]", "larger value than the one before"),
        ("entitlements.yaml", "target_share: 0.95", "target_share: 1.5", "expected"),
        ("calendars.yaml", '"08:00-22:00"', '"08:00-25:00"', "expected hours"),
        ("calls.yaml", "next: closed-end}", "next: nowhere}", "no step named 'nowhere'"),
        ("calls.yaml", '"0": {label', '"00": {label', "expected"),
        ("agents.yaml", "is_productive: false", "is_productive: perhaps", "expected"),
        ("demo.yaml", "roles: [agent]", "roles: [king]", "expected"),
    ],
)
def test_what_a_section_does_not_allow_is_refused(
    folder: Path, *, file: str, old: str, new: str, message: str
) -> None:
    edit(folder, file, old, new)

    found = mistakes(folder)
    assert {one.file for one in found} == {str(folder / file)}
    assert any(message in one.message for one in found)
    assert all(one.line > 0 for one in found)


def test_mistakes_of_all_files_are_reported_at_once(folder: Path) -> None:
    edit(folder, "pack.yaml", "ring_ms: 20000", "ring_ms: -1")
    edit(folder, "tiers.yaml", "margin: 3", "margin: 300")
    (folder / "calendars.yaml").unlink()

    assert {Path(one.file).name for one in mistakes(folder)} == {
        "pack.yaml",
        "tiers.yaml",
        "calendars.yaml",
    }


def test_references_of_all_files_are_reported_in_their_order(folder: Path) -> None:
    edit(folder, "calls.yaml", "flow: mass", "flow: all")
    edit(folder, "pack.yaml", "strangers: mass", "strangers: lead")

    files = [Path(one.file).name for one in mistakes(folder)]
    assert files == ["pack.yaml", "calls.yaml", "calls.yaml"]


@pytest.mark.parametrize("file", sorted(set(FILES) - OPTIONAL))
def test_a_file_that_must_be_there_is_missed(folder: Path, file: str) -> None:
    (folder / file).unlink()

    found = mistakes(folder)
    assert [(one.file, one.line) for one in found] == [(str(folder / file), 0)]


def test_a_pack_needs_no_demo(folder: Path) -> None:
    for file in OPTIONAL:
        (folder / file).unlink()
    edit(folder, "calls.yaml", "{bill}元", "一百元")
    text = (folder / "calls.yaml").read_text("utf-8")
    for figure in ("bill", "points", "orders_open"):
        text = text.replace(f"{{{figure}}}", "1").replace(f"has: {figure},", "has: years,")
    (folder / "calls.yaml").write_text(text, "utf-8")

    assert load_pack(folder).demo.customers == ()


def test_a_misspelt_file_is_not_overlooked(folder: Path) -> None:
    (folder / "tier.yaml").write_text("a: 1")

    assert mistakes(folder)[0].message.startswith("not a file of a pack; expected one of: pack")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "none")[0].message == "expected a folder with a pack"


def test_a_flow_without_a_way_to_a_person_is_refused(folder: Path) -> None:
    text = (folder / "calls.yaml").read_text("utf-8")
    text = text.replace("open: query, closed: closed, always", "open: done, closed: closed, always")
    (folder / "calls.yaml").write_text(text, "utf-8")

    messages = [one.message for one in mistakes(folder)]
    assert any("no way leads to a person" in one for one in messages)
    assert any("no way leads to this step" in one for one in messages)


def test_a_fourth_level_of_dispositions_is_refused(folder: Path) -> None:
    deeper = (
        "{code: solved-bill, name: {zh: 账, en: B}, children: [{code: x, name: {zh: x, en: x}}]}"
    )
    edit(folder, "dispositions.yaml", "{code: solved-bill, name: {zh: 话费账单, en: Bill}}", deeper)

    assert mistakes(folder)[0].message == "deeper than 3 levels"


def test_the_lowest_tier_must_have_a_longest_wait(folder: Path) -> None:
    edit(folder, "entitlements.yaml", "    max_wait_ms: 180000\n", "")

    assert "the lowest tier (mass) must keep a longest wait" in mistakes(folder)[0].message


def test_a_tier_without_a_row_of_its_own_is_refused(folder: Path) -> None:
    edit(
        folder,
        "entitlements.yaml",
        "- tier: mass\n    target_share: 0.7",
        "- tier: mass\n    service_kind: query\n    target_share: 0.7",
    )

    assert any("expected a row of mass" in one.message for one in mistakes(folder))


def test_one_number_of_two_customers_is_refused(folder: Path) -> None:
    with (folder / "demo.yaml").open("a", encoding="utf-8") as demo:
        demo.write('customers:\n  - {key: a, name: 王五, phones: ["13800000007"]}\n')

    assert "phone '13800000007' belongs to two customers" in str(mistakes(folder)[0])
