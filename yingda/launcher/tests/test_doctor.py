"""What the doctor says, and what keeps `yingda up` from starting."""

import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from yingda.launcher import LauncherError, Parts, checks, migrate
from yingda.launcher.doctor import bus, database, doctor, examine, left
from yingda.launcher.ports import LOOPBACK, free_port, owner_of
from yingda.launcher.process import Child, Command
from yingda.settings import Address, Settings, load_settings


@pytest.fixture
def taken() -> Iterator[Address]:
    """An address that another program, this test, listens on."""
    with socket.create_server((LOOPBACK, free_port())) as server:
        yield Address(*server.getsockname())


def settings(folder: Path, **given: object) -> Settings:
    free = {name: Address(LOOPBACK, free_port()) for name in ("sip", "http")}
    return load_settings(**{**free, "data": folder, **given})


def launch(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher with these settings until it gives up."""
    free = {name: f"{LOOPBACK}:{free_port()}" for name in ("SIP", "HTTP")}
    chosen = {f"YINGDA_{name}": text for name, text in {**free, **given}.items()}
    return subprocess.run(
        [sys.executable, "-m", "yingda.launcher"],
        env={**os.environ, **chosen, "YINGDA_DATA": str(folder)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_port_in_use_is_told_with_its_owner(tmp_path: Path, taken: Address) -> None:
    for finding in (
        checks.sip_port(settings(tmp_path, sip=taken)),
        checks.http_port(settings(tmp_path, http=taken)),
    ):
        assert f"is taken by {owner_of(taken.port)}" in finding.seen
        assert f"pid {os.getpid()}" in finding.seen
        assert not finding.is_well


@pytest.mark.parametrize("name", ["SIP", "HTTP"])
def test_a_port_in_use_stops_the_start(tmp_path: Path, taken: Address, name: str) -> None:
    ended = launch(tmp_path, **{name: str(taken)})

    assert ended.returncode == 1
    assert f"set YINGDA_{name} to another address" in ended.stdout
    assert not list((tmp_path / "run").glob("*.json"))


def test_a_wrong_database_address_stops_the_start(tmp_path: Path) -> None:
    url = f"postgresql://me:hidden@{LOOPBACK}:{free_port()}/none"

    ended = launch(tmp_path, DATABASE_URL=url)

    assert ended.returncode == 1
    assert "YINGDA_DATABASE_URL is set, but the database does not answer" in ended.stdout
    assert "Connection refused. Correct YINGDA_DATABASE_URL" in ended.stdout
    assert "hidden" not in ended.stdout + ended.stderr


def test_a_schema_newer_than_the_code_is_refused(own_database_url: str, tmp_path: Path) -> None:
    with psycopg.connect(own_database_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(LauncherError, match="newer than this program"):
        migrate(own_database_url)
    finding = database(settings(tmp_path, database_url=own_database_url))
    assert "newer" in finding.seen
    assert "Use the release that made it" in finding.mend


def test_an_old_schema_is_told_and_brought_forward(postgres: Parts, tmp_path: Path) -> None:
    url = (postgres.admin_url or "").rpartition("/")[0] + "/old"
    with psycopg.connect(postgres.admin_url or "", autocommit=True) as admin:
        admin.execute("CREATE DATABASE old")

    before = database(settings(tmp_path, database_url=url))
    migrate(url)

    assert before.mend == "Run: yingda migrate."
    assert database(settings(tmp_path, database_url=url)).is_well


def test_a_nats_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "unset it" in bus(settings(tmp_path, nats_url=f"nats://{LOOPBACK}:{free_port()}")).mend


def test_open_secrets_are_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert checks.folder(settings(tmp_path)).is_well
    (tmp_path / "secrets").mkdir(mode=0o755)
    assert "chmod 700" in checks.folder(settings(tmp_path)).mend


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LEAST_DISK_MB", 10**9)

    assert "Make room" in checks.disk(settings(tmp_path / "not" / "there")).mend


def test_parts_without_a_launcher_are_told(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    child = Child.start(
        Command(["sleep", "600"]), log=tmp_path / "log", trace_file=tmp_path / "run" / "nats.json"
    )
    try:
        assert "nats run though no launcher watches" in left(settings(tmp_path)).seen
    finally:
        child.end(signal.SIGTERM, grace_s=5)


def test_every_finding_is_a_sentence_with_its_mend(tmp_path: Path, taken: Address) -> None:
    console = Console(record=True, width=200, file=io.StringIO())
    found = examine(settings(tmp_path, http=taken))

    code = doctor(settings(tmp_path, http=taken), console)

    assert code == 1
    assert {f.subject for f in found} >= {"Python", "disk", "voice engine", "database", "NATS"}
    assert "set YINGDA_HTTP to another address" in console.export_text()


@pytest.mark.parametrize("name", ["SIP", "HTTP"])
def test_an_address_of_another_machine_stops_the_start(tmp_path: Path, name: str) -> None:
    ended = launch(tmp_path, **{name: "203.0.113.7:5999"})

    assert ended.returncode == 1
    assert "203.0.113.7 is no address of this machine" in ended.stdout
    assert f"Set YINGDA_{name} to an address of this machine" in ended.stdout
