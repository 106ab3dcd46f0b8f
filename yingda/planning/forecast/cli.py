"""`yingda forecast FILE`: the next days from a file of past calls, on the command line."""

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from yingda.kit.errors import YingdaError
from yingda.planning.forecast.ahead import WHOLE, forecast, score
from yingda.planning.forecast.errors import HistoryRefused
from yingda.planning.forecast.model import LONGEST_AHEAD, SLOTS, History, Window, history_of
from yingda.planning.forecast.show import (
    forecast_json,
    forecast_table,
    score_json,
    score_table,
)
from yingda.planning.forecast.table import read_days

_HOURS = re.compile(r"(\d{1,2})(?::(00|30))?-(\d{1,2})(?::(00|30))?", re.ASCII)


def forecast_command(
    file: Annotated[Path, typer.Argument(help="CSV file begin,calls (docs/forecast.md).")],
    *,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_AHEAD, help="How many days.")] = 1,
    backtest: Annotated[
        int | None,
        typer.Option(min=1, max=366, help="Score the file's last days instead, a day ahead each."),
    ] = None,
    hours: Annotated[str, typer.Option(help="Hours that are scored, as 07-24 or 8:30-18.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Forecast the calls of the days after the file, by half-hour, with 80 % intervals."""
    window = _window(hours)
    try:
        history = history_of(read_days(_content(file), file=str(file)))
        told = _forecast(history, days) if backtest is None else _score(history, backtest, window)
    except YingdaError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    as_told, table = told
    if as_json:
        print(json.dumps(as_told))
    else:
        Console().print(table)


def _forecast(history: History, days: int) -> tuple[dict[str, Any], Any]:
    found = forecast(history, days)
    table = forecast_table(found.days)
    if found.unusual:
        left_out = ", ".join(f"{each.day} (× {each.by:.2f})" for each in found.unusual)
        table.caption = f"{table.caption or ''}\nunusual days of late, left out: {left_out}"
    return forecast_json(found), table


def _score(history: History, days: int, window: Window) -> tuple[dict[str, Any], Any]:
    found = score(history, days, window)
    if found is None:
        return {}, "no calls in these days and hours that could be scored"
    return score_json(found, window), score_table(found, window)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise HistoryRefused(mistakes=f"{file}: {why}", count=1) from error


def _window(told: str) -> Window:
    if not told:
        return WHOLE
    if found := _HOURS.fullmatch(told):
        begin, end = (
            int(found[at]) * 2 + (found[at + 1] == "30") for at in (1, 3)
        )  # half-hours from midnight
        if begin < end <= SLOTS:
            return Window(begin, end)
    raise typer.BadParameter(f"expected hours like 07-24, found {told!r}", param_hint="--hours")
