"""`yingda forecast` as it is typed."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from yingda.planning.cli import forecast_command
from yingda.planning.forecast.model import SLOTS
from yingda.planning.forecast.show import clock_of
from yingda.planning.forecast.tests.centres import swaying

APP = typer.Typer(pretty_exceptions_enable=False)
APP.command()(forecast_command)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    history = swaying(70, seed=1)
    rows = [
        f"{history.day(day)}T{clock_of(slot)},{history.calls[day, slot]:.0f}"
        for day in range(history.days)
        for slot in range(SLOTS)
    ]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(["begin,calls", *rows]))
    return path


def test_the_next_days_are_told_as_json_and_as_a_table(file: Path) -> None:
    told = CliRunner().invoke(APP, [str(file), "--days", "3", "--json"])
    days = json.loads(told.stdout)["days"]
    assert [each["day"] for each in days] == ["2026-05-11", "2026-05-12", "2026-05-13"]
    assert all(len(each["calls"]) == SLOTS for each in days)
    shown = CliRunner().invoke(APP, [str(file)])
    assert shown.exit_code == 0
    assert "08:00" in shown.stdout
    assert "07:30" not in shown.stdout


def test_a_back_test_tells_the_figures_with_their_formulas(file: Path) -> None:
    words = [str(file), "--backtest", "14", "--hours", "8-20:00"]
    told = json.loads(CliRunner().invoke(APP, [*words, "--json"]).stdout)
    assert (told["days"], told["from"], told["until"]) == (14, "08:00", "20:00")
    assert 0 < told["wape"] < told["naive"]
    shown = CliRunner().invoke(APP, words).stdout
    assert "÷ Σ came" in shown
    assert "four_weeks" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--hours", "9-8"], "hours like 07-24"),
        (["--hours", "noon"], "hours like 07-24"),
        (["--days", "15"], "--days"),
    ],
)
def test_options_that_mean_nothing_are_refused(file: Path, words: list[str], said: str) -> None:
    told = CliRunner().invoke(APP, [str(file), *words])
    assert told.exit_code == 2
    assert said in told.stderr


def test_mistakes_and_too_little_history_end_with_their_sentence(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    missing = CliRunner().invoke(APP, [str(path)])
    path.write_text("begin,calls\n2026-11-02T09:00,1\n")
    short = CliRunner().invoke(APP, [str(path)])
    path.write_text("begin,calls\n2026-11-02T09:10,1\n")
    crooked = CliRunner().invoke(APP, [str(path)])
    assert [each.exit_code for each in (missing, short, crooked)] == [2, 2, 2]
    assert "no such file" in missing.stderr
    assert "at least 21 days" in short.stderr
    assert "short.csv:2: begin" in crooked.stderr
