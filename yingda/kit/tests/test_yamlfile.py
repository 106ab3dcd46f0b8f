import contextlib
import json
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, model_validator

from yingda.kit.yamlfile import FileRefused, Wrong, load, parse

TIER_KEYS = "name, rates, service, share, skills"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Exp(Strict):
    dist: Literal["exp"]
    mean: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Fixed(Strict):
    dist: Literal["fixed"]
    at: int


class Tier(Strict):
    name: Annotated[str, Field(min_length=1)]
    share: Annotated[float, Field(ge=0, le=1)] = 0.5
    service: Annotated[Exp | Fixed, Field(discriminator="dist")] | None = None
    skills: dict[str, Exp] = {}
    rates: float | list[float] = 0.0


class Pack(Strict):
    tiers: list[Tier]

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Pack":
        seen: set[str] = set()
        for place, tier in enumerate(self.tiers):
            if tier.name in seen:
                raise Wrong((("tiers", place, "name"), f"{tier.name!r} is named twice"))
            seen.add(tier.name)
        return self


def refused(text: str | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(FileRefused) as error:
        parse(text, Pack, file="pack.yaml")
    return [(each.line, each.path, each.message) for each in error.value.mistakes]


def test_a_good_file_becomes_its_model(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("tiers:\n- {name: 高端, share: 1, service: {dist: exp, mean: 3}}\n", "utf-8")

    assert load(path, Pack).tiers[0].service == Exp(dist="exp", mean=3)


def test_json_with_tabs_and_escaped_characters_is_read() -> None:
    text = json.dumps({"tiers": [{"name": "😀/高"}]}, indent="\t")

    assert parse(text, Pack, file="a.json").tiers[0].name == "😀/高"
    assert parse('{"tiers":[{"name":"\\/x"}]}', Pack, file="a.json").tiers[0].name == "/x"


def test_every_mistake_is_named_with_line_key_and_expectation() -> None:
    text = "\n".join(
        [
            "tiers:",
            "  - name: vip",
            "    share: 1.5",
            "    shares: 2",
            "  - share: 0.2",
            "    service:",
            "      dist: exp",
            "      mean: -3",
            "    skills: {vip: {dist: exp}}",
        ]
    )

    assert refused(text) == [
        (3, "tiers[0].share", "expected 1 or less, found 1.5"),
        (
            4,
            "tiers[0].shares",
            f"unknown key 'shares' (did you mean 'share'?); expected one of {TIER_KEYS}",
        ),
        (5, "tiers[1].name", "missing; expected here"),
        (8, "tiers[1].service.mean", "expected more than 0, found -3"),
        (9, "tiers[1].skills.vip.mean", "missing; expected here"),
    ]


def test_unknown_keys_deep_in_a_union_are_answered_with_the_known_ones() -> None:
    found = refused("tiers:\n- name: a\n  service:\n    dist: exp\n    mean: 1\n    men: 2\n")

    assert [(line, path) for line, path, _ in found] == [(6, "tiers[0].service.men")]
    assert "did you mean 'mean'?" in found[0][2]


def test_a_wrong_branch_names_the_branches() -> None:
    assert refused("tiers:\n- name: a\n  service: {dist: gamma}\n")[0][2].startswith(
        "expected 'exp', 'fixed'"
    )


def test_a_validator_can_point_at_the_place() -> None:
    assert refused("tiers:\n- name: a\n- name: a\n") == [(3, "tiers[1].name", "'a' is named twice")]


def test_a_key_written_twice_is_refused() -> None:
    assert refused("tiers:\n- name: a\n  name: b\n") == [
        (3, "", "key 'name' is written twice (first on line 2)")
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("tiers:\n  - name: [", 2, "not YAML"),
        ("tiers: \n\t- a", 2, "not YAML"),
        (b"tiers:\n- name: \xff", 2, "UTF-8"),
        ("a: 1\n---\nb: 2\n", 2, "single document"),
        ("tiers: !!python/object:os.system {}", 1, "tag"),
        ("[" * 5000, 1, "nested"),
        ("? [a, b]\n: 1", 1, "a key must be a word"),
        ('{"tiers": [{"name": "\\ud83d"}]}', 1, "half a character"),
        ("- 1", 1, "expected keys with values, found a list of 1"),
        ("tiers: 3", 1, "expected a list, found 3"),
        ("tiers: [{name: a, share: .nan}]", 1, "expected"),
        ("tiers: [{name: a, share: '0.5'}]", 1, "expected a number, found '0.5'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    text: str | bytes, line: int, words: str
) -> None:
    found = refused(text)

    assert found[0][0] == line
    assert words in found[0][2]


def test_expanding_aliases_do_not_fill_the_memory() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]

    assert "more than" in refused("\n".join(lines))[0][2]


def test_a_list_that_contains_itself_is_refused() -> None:
    assert "nested" in refused("&a [*a]")[0][2]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(FileRefused) as error:
            load(path, Pack)
        assert error.value.mistakes[0].file == str(path)
        assert error.value.mistakes[0].line == 0


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    with contextlib.suppress(FileRefused):
        parse(text, Pack, file="fuzz")
