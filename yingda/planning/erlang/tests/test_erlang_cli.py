import json

import pytest
from typer.testing import CliRunner

from yingda.planning.erlang.cli import erlang_app


def run(line: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(erlang_app, line.split())
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("model", ["b", "c", "a"])
def test_json_has_the_fixed_keys(model: str) -> None:
    code, out, _ = run(f"{model} --agents 12 --rate 200 --aht 180 --patience 60 --within 20 --json")

    assert code == 0
    keys = ["p_wait", "p_abandon", "sl", "asa", "occupancy"]
    assert list(json.loads(out)) == ([*keys, "p_block"] if model == "b" else keys)


def test_the_table_names_measures_and_formula() -> None:
    code, out, _ = run("a --agents 12 --rate 200 --aht 180 --patience 60")

    assert code == 0
    assert "hangs up waiting" in out
    assert "M/M/n+M" in out


def test_staff_says_how_many_and_what_they_do() -> None:
    code, out, _ = run("staff --rate 10000 --aht 180 --target 0.8 --within 20 --json")

    assert code == 0
    assert json.loads(out)["agents"] == 510
    assert json.loads(out)["sl"] >= 0.8


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("c --agents 10 --rate 200 --aht 180", "more than 10 agents"),
        ("a --agents 10 --rate 200 --aht 180", "patience: expected"),
        ("staff --rate 200 --aht 180 --target 1.2", "target: expected"),
        ("c --agents ten --rate 200 --aht 180", "integer"),
        ("c --rate 200 --aht 180", "Missing option"),
    ],
)
def test_bad_input_gets_a_sentence(line: str, words: str) -> None:
    code, out, err = run(line)

    assert code == 2
    assert out == ""
    assert words in err
