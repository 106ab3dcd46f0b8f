"""Every key that a pack may use is explained in docs/packs.md."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from yingda.pack.load import FILES, OPTIONAL

DOCS = (Path(__file__).parents[3] / "docs" / "packs.md").read_text("utf-8")


def models_in(kind: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from models_in(part)


def keys_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, str]]:
    """Yield (model, key) for the model and everything below it."""
    if model in seen:
        return
    seen.add(model)
    for key, field in model.model_fields.items():
        yield model.__name__, key
        for inner in models_in(field.annotation):
            yield from keys_of(inner, seen)


def test_every_key_is_explained() -> None:
    seen: set[type[BaseModel]] = set()
    keys = [pair for model in FILES.values() for pair in keys_of(model, seen)]

    assert len(keys) > 120
    assert [
        pair for pair in keys if f"`{pair[1]}`" not in DOCS and pair[1] not in {"zh", "en"}
    ] == []


def test_every_file_is_named_and_so_is_what_may_be_left_out() -> None:
    for file in FILES:
        line = next(line for line in DOCS.splitlines() if line.startswith(f"| `{file}`"))
        assert ("may be left out" in line) == (file in OPTIONAL)
