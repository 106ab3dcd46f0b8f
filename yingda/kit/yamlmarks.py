"""Plain values of a YAML 1.2 or JSON text, with the line of every key.

Only what JSON can say is accepted: mappings with text keys, lists, text, numbers, true, false,
null.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Value = dict[str, "Value"] | list["Value"] | str | int | float | bool | None
KeyPath = tuple[str | int, ...]

MAX_VALUES: Final = 1_000_000
MAX_DEPTH: Final = 50
_TAG: Final = "tag:yaml.org,2002:"


class Unreadable(Exception):
    """The text is not YAML that we read."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


@dataclass
class Marked:
    """A value, the line of each of its parts, and keys that were written twice (line, message)."""

    value: Value = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    twice: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        """Return the line of `path`, or of the nearest part above it that stands in the text."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def known_part(self, loc: Sequence[str | int]) -> KeyPath:
        """Return `loc` without the steps that the text does not have, but with its last key.

        Validators add names of union branches to their locations; a missing key is its last step.
        """
        path: KeyPath = ()
        for place, step in enumerate(loc):
            if (*path, step) in self.lines or (place == len(loc) - 1 and self._takes(path, step)):
                path = (*path, step)
        return path

    def _takes(self, path: KeyPath, step: str | int) -> bool:
        value: Value = self.value
        for key in path:
            value = value[key]  # type: ignore[index] # paths come from `lines`
        return isinstance(value, dict) and isinstance(step, str)


def read(content: bytes | str) -> Marked:
    """Return the value of the one document in `content`.

    Raises:
        Unreadable: not UTF-8, not YAML, more than one document, or beyond what JSON can say.
    """
    text = _decoded(content)
    reader = YAML(typ="safe", pure=True)
    reader.allow_duplicate_keys = True  # reported by us, all at once
    try:
        node = reader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 1, _why(error)) from error
    except (YAMLError, ValueError) as error:
        raise Unreadable(1, f"not YAML: {error}".splitlines()[0]) from error
    except RecursionError as error:
        raise Unreadable(1, f"nested deeper than {MAX_DEPTH} levels") from error
    marked = Marked()
    if node is None:
        raise Unreadable(1, "the file is empty")
    marked.value = _value(node, (), marked)
    return marked


def _decoded(content: bytes | str) -> str:
    if isinstance(content, str):
        text = content
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise Unreadable(line, "not UTF-8 text") from error
    if text.lstrip().startswith(("{", "[")):
        return text.replace("\t", " ")  # JSON may be indented by tabs; its strings hold none
    return text


def _why(error: MarkedYAMLError) -> str:
    said = ", ".join(part for part in (error.context, error.problem) if part)
    return f"not YAML: {said}"


def _value(node: Node, path: KeyPath, marked: Marked) -> Value:
    marked.lines.setdefault(path, node.start_mark.line + 1)
    if len(marked.lines) > MAX_VALUES:
        raise Unreadable(node.start_mark.line + 1, f"more than {MAX_VALUES} values")
    if len(path) > MAX_DEPTH:
        raise Unreadable(node.start_mark.line + 1, f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, MappingNode) and node.tag == f"{_TAG}map":
        return _mapping(node, path, marked)
    if isinstance(node, SequenceNode) and node.tag == f"{_TAG}seq":
        return [_value(item, (*path, place), marked) for place, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: MappingNode, path: KeyPath, marked: Marked) -> Value:
    values: dict[str, Value] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            raise Unreadable(line, "a key must be a word")
        key = _repaired(str(key_node.value), line)
        if key in values:
            first = marked.lines[*path, key]
            marked.twice.append((line, f"key {key!r} is written twice (first on line {first})"))
            continue
        marked.lines[*path, key] = line
        values[key] = _value(value_node, (*path, key), marked)
    return values


def _scalar(node: Node) -> Value:
    kind, line = str(node.tag).removeprefix(_TAG), node.start_mark.line + 1
    text = node.value if isinstance(node.value, str) else ""
    if kind in {"str", "timestamp"}:
        return _repaired(text, line)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind in {"int", "float"}:
        return _number(kind, text.replace("_", ""), line)
    raise Unreadable(line, f"the tag {node.tag} is not used here")


def _number(kind: str, text: str, line: int) -> int | float:
    try:
        if kind == "int":
            return int(text, 0) if text.lstrip("+-")[:2].lower() in {"0x", "0o"} else int(text)
        special = text.lower().lstrip("+-")
        if special in {".inf", ".nan"}:
            size = math.inf if special == ".inf" else math.nan
            return -size if text.startswith("-") else size
        return float(text)
    except ValueError as error:
        raise Unreadable(line, f"{text[:40]!r} is not a number that can be read") from error


def _repaired(text: str, line: int) -> str:
    r"""Return `text` with the two halves of JSON's \ud83d\ude00 joined to one character."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise Unreadable(line, "half a character (a lone surrogate)") from error
