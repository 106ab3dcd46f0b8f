"""Every topic that the code announces stands in `docs/facts.md`, and none other does."""

import ast
import re
from pathlib import Path

import yingda
from yingda.calls.effects import News
from yingda.contacts.recordings import RecordingState

SOURCE = Path(yingda.__file__).parent
HANDBOOK = SOURCE.parent / "docs" / "facts.md"
TOPIC = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")


def constants(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def noted_kinds(tree: ast.AST) -> set[str]:
    """Return the kinds of events that rules of calls note: `turn.note("queued", …)`."""
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "note"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def announced() -> set[str]:
    topics = {f"recording.{state}" for state in RecordingState if state is not RecordingState.RAW}
    topics |= {f"contact.{news}" for news in (News.REJECTED, News.RING_TIMEOUT, News.UNREACHABLE)}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "tests" in path.parts or path.parent == SOURCE / "kit":
            continue
        if "Fact(" in text:
            topics |= {word for word in constants(ast.parse(text)) if TOPIC.fullmatch(word)}
        if path.parent == SOURCE / "calls":
            topics |= {f"contact.{kind}" for kind in noted_kinds(ast.parse(text))}
    return topics


def documented() -> set[str]:
    table = HANDBOOK.read_text(encoding="utf-8").partition("## Topics")[2].partition("## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {topic for cell in first_cells for topic in re.findall(r"`([^`]+)`", cell)}


def test_every_topic_is_documented() -> None:
    assert sorted(announced() - documented()) == []


def test_no_other_topic_is_documented() -> None:
    assert sorted(documented() - announced()) == []
