"""What was expected, as a sentence, for each kind of validation mistake."""

import difflib
import types
from collections.abc import Iterator
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from yingda.kit.yamlmarks import KeyPath

_SENTENCES: Final = {
    "missing": "missing; expected here",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a finite number",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "string_type": "expected text",
    "string_too_short": "expected text of at least {min_length} characters",
    "string_too_long": "expected text of at most {max_length} characters",
    "string_pattern_mismatch": "expected text that matches {pattern}",
    "list_type": "expected a list",
    "tuple_type": "expected a list",
    "dict_type": "expected keys with values",
    "model_type": "expected keys with values",
    "model_attributes_type": "expected keys with values",
    "too_short": "expected at least {min_length} entries",
    "too_long": "expected at most {max_length} entries",
    "greater_than": "expected more than {gt}",
    "greater_than_equal": "expected {ge} or more",
    "less_than": "expected less than {lt}",
    "less_than_equal": "expected {le} or less",
    "enum": "expected {expected}",
    "literal_error": "expected {expected}",
    "union_tag_not_found": "missing; expected key {discriminator}",
    "union_tag_invalid": "expected {expected_tags}",
}


def sentence(detail: ErrorDetails, model: type[BaseModel], path: KeyPath) -> str:
    """Return what was expected at `path` of a file that should be a `model`."""
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), sorted(_keys_at(model, path[:-1])))
    if kind not in _SENTENCES:
        return detail["msg"].removeprefix("Value error, ")
    limits = detail.get("ctx", {}).items()
    shown = {name: f"{each:g}" if isinstance(each, float) else each for name, each in limits}
    said = _SENTENCES[kind].format(**shown)
    return said if kind == "missing" else f"{said}, found {_shown(detail['input'])}"


def _unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    guess = f" (did you mean {near[0]!r}?)" if near else ""
    return f"unknown key {key!r}{guess}; expected one of {', '.join(known)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _keys_at(annotation: Any, path: KeyPath) -> set[str]:
    """Return the keys that the models standing at `path` below `annotation` accept."""
    found: set[str] = set()
    for kind in _branches(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names = {field.alias or name: field for name, field in kind.model_fields.items()}
            if not path:
                found |= set(names)
            elif path[0] in names:
                found |= _keys_at(names[str(path[0])].annotation, path[1:])
        elif path and get_origin(kind) in {list, tuple, dict}:
            found |= _keys_at(get_args(kind)[-1 if get_origin(kind) is dict else 0], path[1:])
    return found


def _branches(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        for branch in get_args(annotation):
            yield from _branches(branch)
    elif hasattr(annotation, "__metadata__"):  # Annotated[...]
        yield from _branches(annotation.__origin__)
    else:
        yield annotation
