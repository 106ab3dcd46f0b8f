"""YAML and JSON files written by people: a model, or every mistake with its file and line.

`load(path, Model)` is the way in. A file is refused as a whole: the writer sees all mistakes at
once, each with the line it stands on, the key and what was expected there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from yingda.kit import yamlmarks, yamlwords
from yingda.kit.errors import Kind, YingdaError
from yingda.kit.yamlmarks import KeyPath, Marked, Unreadable

Model = TypeVar("Model", bound=BaseModel)

MAX_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True)
class Mistake:
    """One thing wrong; `line` counts from 1, and is 0 when the file itself is the trouble."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class FileRefused(YingdaError):
    """The file does not say what it must; `mistakes` are in the order of their lines."""

    kind = Kind.INVALID
    code = "file-refused"

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        super().__init__(mistakes=str(self))

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes)


class Wrong(ValueError):
    """Raised by a model's validator that knows better places than the model's own line.

    Each place is (keys from the model down, what was expected there).
    """

    def __init__(self, *places: tuple[KeyPath, str]) -> None:
        self.places = places
        super().__init__("; ".join(message for _, message in places))


def load(path: Path, model: type[Model]) -> Model:
    """Return the model that the file describes.

    Raises:
        FileRefused: unreadable, or not what `model` asks for.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise FileRefused([Mistake(str(path), 0, "", why)]) from error
    return parse(content, model, file=str(path))


def parse(content: bytes | str, model: type[Model], *, file: str) -> Model:
    """Return the model that `content` describes; `file` is the name used in mistakes.

    Raises:
        FileRefused: unreadable, or not what `model` asks for.
    """
    try:
        if len(content) > MAX_BYTES:
            raise Unreadable(0, f"larger than {MAX_BYTES // 1024 // 1024} MiB")
        marked = yamlmarks.read(content)
    except Unreadable as error:
        raise FileRefused([Mistake(file, error.line, "", error.message)]) from error
    mistakes = [Mistake(file, line, "", message) for line, message in marked.twice]
    try:
        value = model.model_validate(marked.value)
    except ValidationError as error:
        raise FileRefused([*mistakes, *_mistakes(error, model, marked, file)]) from error
    if mistakes:
        raise FileRefused(mistakes)
    return value


def _mistakes(
    error: ValidationError, model: type[BaseModel], marked: Marked, file: str
) -> Sequence[Mistake]:
    found = []
    for detail in error.errors(include_url=False):
        path = marked.known_part(detail["loc"])
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Wrong):
            places: Sequence[tuple[KeyPath, str]] = [(path + at, text) for at, text in cause.places]
        else:
            places = [(path, yamlwords.sentence(detail, model, path))]
        found += [Mistake(file, marked.line(at), _dotted(at), text) for at, text in places]
    return list(dict.fromkeys(found))


def _dotted(path: KeyPath) -> str:
    """Return `groups[1].skills.vip` for a path of keys and places in lists."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")
