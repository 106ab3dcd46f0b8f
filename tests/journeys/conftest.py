"""A running centre: one for the quiet journeys, one for those that break things."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.floor import Floor
from tests.journeys.pack import write_pack
from tests.lab import MUSIC_HZ
from yingda.launcher import Parts, running_parts
from yingda.launcher.stack import ALL_PARTS


@contextmanager
def running_centre(folder: Path) -> Iterator[Parts]:
    """Run a whole centre of its own in a new folder."""
    pack = write_pack(folder.with_name(f"{folder.name}-pack"))
    given = {"moh_tone": MUSIC_HZ, "pack": str(pack), "demo": True}
    with running_parts(folder, ALL_PARTS, trunk=f"127.0.0.1:{a_free_port()}", **given) as parts:
        yield parts


def a_free_port() -> int:
    """Return a UDP port for the carrier to whom call-backs go out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def centre(parts_folder: Path) -> Iterator[Parts]:
    """The centre of every journey that leaves it whole; its service must log no failure."""
    with running_centre(parts_folder / "centre") as parts:
        yield parts
        log = (parts.places.log / "service.log").read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in log, log[log.index("Traceback") - 500 :][:4000]


@pytest.fixture(scope="session")
def fragile(parts_folder: Path) -> Iterator[Parts]:
    """The centre whose parts are killed."""
    with running_centre(parts_folder / "fragile") as parts:
        yield parts


@pytest.fixture
async def floor(centre: Parts) -> AsyncIterator[Floor]:
    async with Floor(centre) as floor:
        yield floor


@pytest.fixture
async def shaky(fragile: Parts) -> AsyncIterator[Floor]:
    async with Floor(fragile) as floor:
        yield floor
