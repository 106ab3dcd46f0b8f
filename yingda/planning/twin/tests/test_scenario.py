"""Scenario files: what is accepted, and where each mistake is said to stand."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.kit.yamlfile import FileRefused, parse
from yingda.planning.twin.scenario import Scenario, load_scenario
from yingda.planning.twin.tests.scenes import scene
from yingda.routing.core import Policy

FILE = """\
name: two tiers, two groups
classes:
  - name: vip
    arrivals: 60
    service: {dist: exp, mean: 180}
    patience: none
    target: {share: 0.90, within: 10}
    abandon_cap: 0.03
    priority: 1
  - {name: mass, arrivals: [360, 90], service: {dist: lognormal, mean: 180, scv: 1.2},
     patience: {dist: exp, mean: 120}, target: {share: 0.70, within: 30}, abandon_cap: 0.08}
groups:
  - name: senior
    agents: [10, 8]
    speed: 1.1
    skills: {vip: {rank: 1}, mass: {rank: 2, after: 20}}
  - name: junior
    agents: 12
    skills: {mass: {rank: 1}}
periods: {count: 2, length: 3600}
policy: fifo
run: {replications: 3, seed: 7}
"""


def mistakes(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FileRefused) as error:
        parse(text, Scenario, file="s.yaml")
    return [(each.line, each.path, each.message) for each in error.value.mistakes]


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    yaml, js = tmp_path / "s.yaml", tmp_path / "s.json"
    yaml.write_text(FILE, "utf-8")
    from_yaml = load_scenario(yaml)
    js.write_text(json.dumps(from_yaml.model_dump(mode="json")), "utf-8")

    assert load_scenario(js) == from_yaml
    assert from_yaml.policy is Policy.FIFO
    assert from_yaml.classes[0].patience is None
    assert from_yaml.classes[0].acw.mean == 0
    assert from_yaml.groups[0].agents == (10, 8)


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "words"),
    [
        ("priority: 1", "prioritty: 1", 9, "classes[0].prioritty", "did you mean 'priority'?"),
        ("    arrivals: 60\n", "", 3, "classes[0].arrivals", "missing; expected here"),
        ("arrivals: 60", "arrivals: -1", 4, "classes[0].arrivals", "expected 0 or more"),
        ("arrivals: 60", "arrivals: many", 4, "classes[0].arrivals", "expected a number"),
        ("share: 0.90", "share: 1.2", 7, "classes[0].target.share", "expected 1"),
        ("within: 10", "within: -10", 7, "classes[0].target.within", "expected 0"),
        ("dist: exp, mean: 180}", "dist: gamma, mean: 180}", 5, "classes[0].service", "'exp'"),
        ("mean: 180}", "mean: 0}", 5, "classes[0].service.mean", "expected more than 0"),
        ("vip: {rank: 1}", "gold: {rank: 1}", 16, "groups[0].skills.gold", "vip, mass"),
        ("name: junior", "name: senior", 17, "groups[1].name", "'senior' is taken"),
        ("agents: 12", "agents: -1", 18, "groups[1].agents", "expected 0"),
        ("agents: 12", "agents: 1.5", 18, "groups[1].agents", "expected a whole number"),
        (
            "agents: 12",
            "agents: [1, 2, 3]",
            18,
            "groups[1].agents",
            "expected one value a period, 2",
        ),
        ("agents: [10, 8]", "agents: 0", 14, "groups[0].agents", "at least 1 agent"),
        ("speed: 1.1", "speed: 0", 15, "groups[0].speed", "expected more than 0"),
        ("policy: fifo", "policy: lifo", 21, "policy", "'sld'"),
        ("replications: 3", "replications: 0", 22, "run.replications", "expected 1"),
        ("seed: 7", "seed: -7", 22, "run.seed", "expected 0"),
        ("periods: {count: 2, length: 3600}\n", "", 10, "classes[1].arrivals", "no periods"),
        ("seed: 7", "warmup: 7200", 22, "run.warmup", "less than the day"),
        ("vip: {rank: 1}, ", "", 3, "classes[0].name", "nobody could answer it"),
        ("abandon_cap: 0.03", "abandon_cap: .nan", 8, "classes[0].abandon_cap", "expected"),
    ],
)
def test_a_mistake_is_named_with_line_key_and_what_was_expected(  # noqa: PLR0917 -- a table's row
    old: str, new: str, line: int, path: str, words: str
) -> None:
    assert old in FILE
    found = mistakes(FILE.replace(old, new, 1))

    assert (line, path) in [(each[0], each[1]) for each in found]
    assert any(words in each[2] for each in found)


def test_overload_without_abandonment_is_refused() -> None:
    text = FILE.replace("run: {", "run: {window: 3600, ").replace("arrivals: 60", "arrivals: 900")

    assert mistakes(text)[0][:2] == (4, "classes[0].arrivals")
    assert "vip never hang up" in mistakes(text)[0][2]


def test_overload_counts_only_agents_with_the_skill_and_shares_them_best() -> None:
    for klass, agents in (("a", 21), ("b", 21)):
        data = crossed(agents)
        assert Scenario.model_validate(data).groups[0].agents == (agents,), klass
    with pytest.raises(ValueError, match="never hang up"):
        Scenario.model_validate(crossed(19))


def crossed(agents: int) -> dict[str, Any]:
    """Return two classes of 20 erlangs each; one group serves both, one only the second."""
    classes = [
        {"name": name, "arrivals": 400, "service": {"dist": "exp", "mean": 180},
         "target": {"share": 0.8, "within": 20}} for name in "ab"
    ]  # fmt: skip
    return scene(
        classes=classes,
        groups=[
            {"name": "both", "agents": agents, "skills": {"a": {}, "b": {}}},
            {"name": "b", "agents": agents, "skills": {"b": {}}},
        ],
    )


def test_a_day_that_ends_may_be_overloaded() -> None:
    data = scene(periods={"count": 1, "length": 3600}, run={})
    data["classes"][0] |= {"arrivals": 900, "patience": None}

    assert Scenario.model_validate(data).run.window is None


def test_neither_window_nor_periods_is_refused() -> None:
    with pytest.raises(ValueError, match="or periods for a day that ends"):
        Scenario.model_validate(scene(run={"seed": 1}))


@given(st.integers(0, len(FILE)), st.integers(0, len(FILE)), st.text(max_size=8))
def test_any_damage_is_read_or_refused(start: int, end: int, put: str) -> None:
    with contextlib.suppress(FileRefused):
        parse(FILE[:start] + put + FILE[end:], Scenario, file="fuzz")
