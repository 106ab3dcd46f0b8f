"""A recorded day: who called when, how long it took, and who hung up. JSON or CSV; seconds."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yingda.kit import yamlfile, yamlmarks, yamlwords
from yingda.kit.yamlfile import FileRefused, Mistake

Seconds = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]

MAX_CALLS: Final = 5_000_000


class RecordedCall(BaseModel):
    """One call. `arrived` counts from the beginning of the day.

    `waited`: until the answer, or until the caller hung up (`abandoned`). `service` and `acw` are
    known of answered calls; `patience` is how long the caller would have waited, if that is known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    klass: Annotated[str, Field(alias="class", min_length=1)]
    arrived: Seconds
    waited: Seconds | None = None
    abandoned: bool = False
    service: Seconds | None = None
    acw: Seconds = 0.0
    patience: Seconds | None = None


class _Day(BaseModel):
    model_config = ConfigDict(extra="forbid")

    calls: Annotated[list[RecordedCall], Field(min_length=1, max_length=MAX_CALLS)]


@dataclass(frozen=True)
class RecordedDay:
    """The calls in order of arrival."""

    calls: list[RecordedCall]


def load_day(path: Path) -> RecordedDay:
    """Return the day in a JSON file `{"calls": [{…}, …]}` or in a CSV file with a head line.

    Raises:
        FileRefused: with every mistake, its line and what was expected.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise FileRefused([Mistake(str(path), 0, "", why)]) from error
    calls = _from_csv(content, path) if path.suffix.lower() == ".csv" else _from_json(content, path)
    if not calls:
        raise FileRefused([Mistake(str(path), 1, "", "expected at least one call")])
    unclear = [call for call in calls if call.abandoned and call.waited is None]
    if unclear:
        said = f"{len(unclear)} abandoned calls without `waited`: expected the time they hung up"
        raise FileRefused([Mistake(str(path), 0, "waited", said)])
    return RecordedDay(sorted(calls, key=lambda call: call.arrived))


def _from_json(content: bytes, path: Path) -> list[RecordedCall]:
    """Read by the fast parser; a file with mistakes is read again, slowly, for its lines."""
    try:
        return _Day.model_validate(json.loads(content)).calls
    except (ValueError, ValidationError, RecursionError):
        return yamlfile.parse(content, _Day, file=str(path)).calls


def _from_csv(content: bytes, path: Path) -> list[RecordedCall]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused([Mistake(str(path), line, "", "not UTF-8 text")]) from error
    reader, calls = csv.DictReader(io.StringIO(text)), []
    mistakes: list[Mistake] = []
    try:
        for row in reader:
            try:
                calls.append(RecordedCall.model_validate(_filled(row)))
            except ValidationError as error:
                mistakes += _mistakes(error, path, reader.line_num)
    except csv.Error as error:
        mistakes.append(Mistake(str(path), reader.line_num, "", f"not CSV: {error}"))
    if mistakes:
        raise FileRefused(mistakes[:100])
    return calls


def _filled(row: Mapping[str | None, Any]) -> dict[str, Any]:
    """Return the cells that say something; cells beyond the head line become a key of their own."""
    return {
        ("beyond the head line" if k is None else k): v
        for k, v in row.items()
        if v not in ("", None)
    }


def _mistakes(error: ValidationError, path: Path, line: int) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False):
        place: yamlmarks.KeyPath = tuple(detail["loc"])
        said = yamlwords.sentence(detail, RecordedCall, place)
        yield Mistake(str(path), line, ".".join(map(str, place)), said)
