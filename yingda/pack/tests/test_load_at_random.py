"""Whatever somebody writes into a pack's file: it is read or refused, never a surprise."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yingda.kit.yamlfile import Mistake
from yingda.pack import Pack, PackRefused, load_pack

HOTEL = Path(__file__).parents[3] / "packs" / "hotel"
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(HOTEL.glob("*.yaml"))}
JUNK = ["", "null", "[]", "{}", "-1", "1e999", ".nan", "'{'", "[1, 2]", "{a: b}", "\0", "&a [*a]"]


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, str]:
    """Return a file with one line replaced, dropped, or written twice."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    lines = TEXTS[name].split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    match draw(st.integers(0, 2)):
        case 0:
            lines[at] = lines[at].rpartition(":")[0] + ": " + draw(st.sampled_from(JUNK))
        case 1:
            del lines[at]
        case _:
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
    return name, "\n".join(lines)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt())
def test_a_spoilt_line_is_read_or_refused_with_places(change: tuple[str, str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, text in (TEXTS | dict([change])).items():
            (folder / name).write_text(text, "utf-8")
        assert all(one.line > 0 and one.message for one in mistakes(folder))


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    try:
        assert isinstance(load_pack(folder), Pack)
    except PackRefused as refused:
        return refused.mistakes
    return ()
