"""The real parts every test may ask for. Each test process has its own, on free ports."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from yingda.launcher import Parts, running_parts
from yingda.launcher.migrations import migrate


@pytest.fixture(scope="session")
def parts_folder() -> Iterator[Path]:
    """A folder the database's account can reach even when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="yingda-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(parts_folder: Path) -> Iterator[Parts]:
    """A running PostgreSQL with an empty database of the centre."""
    with running_parts(parts_folder / "postgres", {"postgres"}) as parts:
        yield parts


@pytest.fixture(scope="session")
def database_url(postgres: Parts) -> str:
    """A database brought to the newest schema, shared by the run: roll back, or use own ids."""
    migrate(postgres.database_url)
    return postgres.database_url


@pytest.fixture
def own_database_url(postgres: Parts, database_url: str) -> Iterator[str]:
    """A database of this test alone, with the newest schema and no rows."""
    name = f"t{uuid.uuid4().hex}"
    base = database_url.rpartition("/")[0]
    with psycopg.connect(postgres.admin_url or "", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER yingda").format(sql.Identifier(name)))
        migrate(f"{base}/{name}")
        yield f"{base}/{name}"
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def nats_url(parts_folder: Path) -> Iterator[str]:
    """A running NATS with JetStream."""
    with running_parts(parts_folder / "nats", {"nats"}) as parts:
        yield parts.nats_url


@pytest.fixture(scope="session")
def engine(parts_folder: Path) -> Iterator[Parts]:
    """A running voice engine, its music on hold a 350 Hz tone: `ari_url`, `phone_url`, `sip`."""
    with running_parts(parts_folder / "engine", {"engine"}, moh_tone=350) as parts:
        yield parts
