import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from yingda.planning.cli import twin_app
from yingda.planning.twin.tests.scenes import scene


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scene.json"
    path.write_text(json.dumps(scene()), "utf-8")
    return path


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(twin_app, [str(each) for each in arguments])
    return result.exit_code, result.stdout, result.stderr


def shown(*arguments: str | Path) -> Any:
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_run_prints_one_json_object_that_workers_do_not_change(file: Path) -> None:
    one, two = (shown("run", file, "--workers", str(n)) for n in (1, 2))

    assert one.pop("calls_per_second") > 0
    two.pop("calls_per_second")
    assert one == two
    assert set(one) == {"name", "policy", "seed", "replications", "classes", "groups"}
    assert set(one["classes"]["vip"]["sl_off"]) == {"mean", "half_width"}


def test_options_go_before_the_file(file: Path) -> None:
    found = shown("run", file, "--policy", "fifo", "--replications", "3", "--seed", "9")

    assert (found["policy"], found["replications"], found["seed"]) == ("fifo", 3, 9)


def test_people_get_tables_with_promises_and_formulas(file: Path) -> None:
    code, out, _ = run("run", file)

    assert code == 0
    assert "90% in 10 s" in out
    assert "answered in time ÷ offered" in out
    assert "calls a second" in out


def test_staff_says_the_mix(file: Path) -> None:
    found = shown("staff", file)

    assert found["feasible"]
    assert found["total"] == sum(found["agents"].values())
    assert found["classes"]["vip"]["sl_off"]["mean"] >= 0.9


def test_replay_shows_the_day_as_it_was_and_otherwise(file: Path, tmp_path: Path) -> None:
    day = tmp_path / "day.csv"
    day.write_text("class,arrived,waited,service\nvip,1,30,60\nmass,2,0,90\n", "utf-8")
    found = shown("replay", day, "--scenario", file, "--policy", "priority")

    assert found["recorded"]["vip"]["sl_off"]["mean"] == 0
    assert found["classes"]["vip"]["sl_off"]["mean"] == 1
    assert run("replay", day, "--scenario", file)[0] == 0


def test_refusals_are_sentences_with_file_and_line(file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("classes:\n  - name: vip\n    colour: red\n", "utf-8")
    code, out, err = run("run", bad)

    assert (code, out) == (2, "")
    assert f"{bad}:3: classes[0].colour: unknown key 'colour'" in err
    assert "Traceback" not in err
    assert run("run", tmp_path / "none.yaml")[0] == 2
    assert run("run", file, "--policy", "lifo")[0] == 2
    assert run("run", file, "--workers", "0")[0] == 2


def test_infeasible_is_answered_with_the_class_and_its_need(tmp_path: Path) -> None:
    data = scene()
    data["groups"][0]["most"] = 2
    file = tmp_path / "scene.json"
    file.write_text(json.dumps(data), "utf-8")
    code, out, err = run("staff", file, "--json")

    assert code == 2
    assert "infeasible because class vip needs at least" in err
    assert json.loads(out)["feasible"] is False
    assert json.loads(out)["reason"] == err.strip()
