"""Recorded days: read or refused by line, and replayed as they were or otherwise."""

import json
from pathlib import Path

import pytest

from yingda.kit.yamlfile import FileRefused
from yingda.planning.twin.recorded import load_day
from yingda.planning.twin.replay import Replay
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.tests.scenes import scene
from yingda.routing.core import Policy

CSV = """\
class,arrived,waited,abandoned,service,acw,patience
vip,10,0,false,120,5,
mass,11.5,3,false,200,,300
mass,5,40,true,,,
"""


def day_file(tmp_path: Path, text: str, name: str = "day.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_csv_and_json_say_the_same_in_order_of_arrival(tmp_path: Path) -> None:
    from_csv = load_day(day_file(tmp_path, CSV))
    calls = [call.model_dump(by_alias=True) for call in from_csv.calls]
    from_json = load_day(day_file(tmp_path, json.dumps({"calls": calls}), "day.json"))

    assert from_json == from_csv
    assert [call.arrived for call in from_csv.calls] == [5, 10, 11.5]
    assert from_csv.calls[0].abandoned


@pytest.mark.parametrize(
    ("text", "name", "line", "words"),
    [
        (CSV.replace("200,,300", "-200,,300"), "d.csv", 3, "service: expected 0 or more"),
        (CSV.replace("vip,10", ",10"), "d.csv", 2, "class: missing"),
        (CSV.replace("vip,10", "vip,soon"), "d.csv", 2, "arrived: expected a number"),
        (CSV.replace("acw", "after"), "d.csv", 2, "unknown key 'after'"),
        (CSV.replace("120,5,", "120,5,,9"), "d.csv", 2, "beyond the head line"),
        (CSV.replace("5,40,true", "5,,true"), "d.csv", 0, "without `waited`"),
        ("class,arrived\n", "d.csv", 1, "at least one call"),
        ("\udcff", "d.csv", 1, "not UTF-8"),
        ('{"calls": [\n{"class": "vip"}]}', "d.json", 2, "calls[0].arrived: missing"),
        ('{"calls": []}', "d.json", 1, "at least 1 entries"),
        ("{", "d.json", 2, "not YAML"),
    ],
)
def test_a_day_with_mistakes_is_refused_by_line(  # noqa: PLR0917 -- a table's row and a folder
    tmp_path: Path, text: str, name: str, line: int, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(FileRefused) as error:
        load_day(path)

    assert error.value.mistakes[0].line in {line, line - 1 if name == "d.json" else line}
    assert words in str(error.value)


def test_a_missing_day_and_strangers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no such file"):
        load_day(tmp_path / "none.csv")
    day = load_day(day_file(tmp_path, CSV.replace("vip", "gold")))
    with pytest.raises(FileRefused, match="unknown class 'gold'; expected one of vip, mass"):
        Replay(day, Scenario.model_validate(scene()), file="day.csv")
    late = load_day(day_file(tmp_path, CSV.replace("vip,10", "vip,99999")))
    short = scene(periods={"count": 1, "length": 3600})
    with pytest.raises(FileRefused, match="before the periods end at 3600 s"):
        Replay(late, Scenario.model_validate(short), file="day.csv")


def busy_day(tmp_path: Path) -> Replay:
    """Return an hour of one call each 10 s, told completely, and its 22 agents."""
    lines = ["class,arrived,waited,abandoned,service,acw,patience"]
    lines += [
        f"{'vip' if i % 6 == 0 else 'mass'},{10 * i},{i % 4},false,{150 + i % 90},0,{30 + i % 200}"
        for i in range(360)
    ]
    day = load_day(day_file(tmp_path, "\n".join(lines)))
    data = scene(run={"replications": 3})
    data["periods"] = {"count": 1, "length": 3600}
    for group, agents in zip(data["groups"], (6, 10), strict=True):
        group["agents"] = agents
    return Replay(day, Scenario.model_validate(data), file="day.csv")


def test_a_completely_told_day_leaves_nothing_to_chance(tmp_path: Path) -> None:
    replay = busy_day(tmp_path)
    result = replay.run()

    assert result.total.classes["vip"]["offered"].mean == 60
    assert result.total.classes["mass"]["offered"].mean == 300
    for measures in result.total.classes.values():
        assert measures["sl_off"].half_width == 0
    assert replay.recorded()["vip"]["wait"].mean == pytest.approx(1.0)


def test_another_policy_serves_the_same_callers_differently(tmp_path: Path) -> None:
    replay = busy_day(tmp_path)
    by = {}
    for policy in (Policy.FIFO, Policy.PRIORITY):
        replay.scenario = replay.scenario.with_run(policy=policy)
        by[policy] = replay.run().total.classes

    assert by[Policy.PRIORITY]["vip"]["wait"].mean < by[Policy.FIFO]["vip"]["wait"].mean
    assert by[Policy.PRIORITY]["vip"]["offered"] == by[Policy.FIFO]["vip"]["offered"]


def test_what_the_day_does_not_tell_is_drawn_alike_each_time(tmp_path: Path) -> None:
    lines = ["class,arrived,waited,abandoned,service"]
    lines += [f"mass,{5 * i},{i % 60},{'true,' if i % 7 == 0 else 'false,180'}" for i in range(300)]
    data = scene()
    data["groups"] = [{"name": "all", "agents": 25, "skills": {"vip": {}, "mass": {}}}]
    day = load_day(day_file(tmp_path, "\n".join(lines)))
    replay = Replay(day, Scenario.model_validate(data), file="day.csv")
    first, again = replay.run(workers=1), replay.run(workers=2)

    assert first.total.as_json() == again.total.as_json()
    assert first.total.classes["mass"]["p_abandon"].mean > 0.05
    assert replay.recorded()["mass"]["abandoned"].mean == 43
