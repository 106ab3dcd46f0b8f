"""Parts killed as a crash would, and launchers killed: what is back, and what never left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from yingda.launcher import LauncherError, Parts, running_parts
from yingda.launcher.engine import check_ari
from yingda.launcher.errors import NotReady
from yingda.launcher.nats import check_jetstream
from yingda.launcher.ports import LOOPBACK, free_port
from yingda.launcher.postgres import check_database
from yingda.launcher.process import Child, started_at

LAUNCHER = """
import sys, time
from pathlib import Path
from yingda.launcher import running_parts
with running_parts(Path(sys.argv[1]), set(sys.argv[3:]), sip=sys.argv[2]):
    print("serving", flush=True)
    time.sleep(600)
"""


def until(holds: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < limit, what
        time.sleep(0.05)


def serves(check: Callable[[str], None], url: str) -> bool:
    try:
        check(url)
    except NotReady:
        return False
    return True


@pytest.fixture
def folder(parts_folder: Path) -> Path:
    path = parts_folder / f"crash-{time.monotonic_ns()}"
    path.mkdir(mode=0o711)
    return path


@pytest.fixture(scope="module")
def parts(parts_folder: Path) -> Iterator[Parts]:
    with running_parts(parts_folder / "killed") as running:
        yield running


@pytest.mark.engine
@pytest.mark.parametrize("name", ["postgres", "nats", "engine"])
def test_a_killed_part_is_back_at_the_same_address(parts: Parts, name: str) -> None:
    first = parts.pid(name)
    checks = {
        "postgres": lambda: serves(check_database, parts.database_url),
        "nats": lambda: serves(check_jetstream, parts.nats_url),
        "engine": lambda: serves(check_ari, parts.ari_url),
    }

    parts.kill(name)

    until(lambda: parts.pid(name) != first and checks[name](), f"{name} is not back")


def test_what_was_committed_survives_a_killed_database(parts: Parts) -> None:
    with psycopg.connect(parts.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")

    parts.kill("postgres")

    until(lambda: serves(check_database, parts.database_url), "the database is not back")
    with psycopg.connect(parts.database_url) as connection:
        assert connection.execute("SELECT seven FROM kept").fetchone() == (7,)


@pytest.mark.engine
def test_parts_outlive_a_killed_launcher_and_are_taken_over(folder: Path) -> None:
    names = ("postgres", "nats", "engine")
    with running_parts(folder, set()) as parts:
        sip = str(parts.sip)
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(folder), sip, *names], stdout=subprocess.PIPE
    ) as launcher:
        assert launcher.stdout is not None
        assert launcher.stdout.readline() == b"serving\n"
        left = {name: Child.adopt(folder / "run" / f"{name}.json") for name in names}
        launcher.kill()

    with running_parts(folder, set(names), sip=sip) as parts:
        again = {name: parts.pid(name) for name in names}

    assert again == {name: child.trace.pid for name, child in left.items() if child}
    assert [started_at(pid) for pid in again.values()] == [None, None, None]


@pytest.mark.engine
def test_an_engine_left_over_with_other_settings_is_replaced(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(folder), f"{LOOPBACK}:{free_port()}", "engine"],
        stdout=subprocess.PIPE,
    ) as launcher:
        assert launcher.stdout is not None
        assert launcher.stdout.readline() == b"serving\n"
        left = Child.adopt(folder / "run" / "engine.json")
        launcher.kill()

    with running_parts(folder, {"engine"}) as parts:
        assert left is not None
        assert not left.is_alive
        check_ari(parts.ari_url)


def test_a_second_launcher_of_one_folder_is_refused(folder: Path) -> None:
    with (
        running_parts(folder, {"nats"}),
        pytest.raises(LauncherError, match=f"pid {os.getpid()}"),
        running_parts(folder, {"nats"}),
    ):
        pytest.fail("two launchers serve one folder")


@pytest.mark.engine
def test_two_centres_run_at_once(folder: Path) -> None:
    with running_parts(folder / "a") as one, running_parts(folder / "b") as other:
        for parts in (one, other):
            check_database(parts.database_url)
            check_jetstream(parts.nats_url)
            check_ari(parts.ari_url)
        assert one.database_url != other.database_url


def test_a_hung_part_that_ignores_the_request_is_killed(folder: Path) -> None:
    with running_parts(folder, {"nats"}) as parts:
        pid = parts.pid("nats")
        os.kill(pid, signal.SIGSTOP)

    assert started_at(pid) is None
