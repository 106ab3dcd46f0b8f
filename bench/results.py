"""A bench's outcome: a table for the eye, JSON for comparing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import machine

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Report:
    """One bench: what it says in a table, under which words, and everything it measured."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    data: Mapping[str, object] = field(default_factory=dict)


def show(report: Report, console: Console) -> None:
    """Print the report."""
    table = Table(title=report.title, title_justify="left")
    for number, column in enumerate(report.columns):
        table.add_column(column, justify="right" if number else "left")
    for row in report.rows:
        table.add_row(*row)
    console.print(table)
    for note in report.notes:
        console.print(f"  {note}", style="dim")


def keep(reports: Sequence[Report], facts: Mapping[str, object], folder: Path = RESULTS) -> Path:
    """Write the reports as one JSON file named by day and machine; return it.

    Benches run alone on the same day join the file instead of replacing the others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y-%m-%d}-{machine.short_name()}.json"
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    told = earlier.get("benches", {})
    told |= {report.name: {"machine": facts, **report.data} for report in reports}
    text = json.dumps({"benches": told}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
