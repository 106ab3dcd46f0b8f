"""Where the database's schema stands, and how it is brought to where the code wants it."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.errors import UndefinedTable

from yingda.launcher.errors import LauncherError

MIGRATIONS = "yingda.launcher.migrations"
SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True)
class SchemaState:
    """`current` is where the database stands (nothing: empty), `head` where the code wants it."""

    current: str | None
    head: str | None
    is_known: bool

    @property
    def is_current(self) -> bool:
        return self.current == self.head


def schema_state(url: str) -> SchemaState:
    """Return where the schema of the database stands.

    Raises:
        LauncherError: the database does not answer.
    """
    steps = known_steps()
    heads = set(steps) - set(steps.values())
    current = current_step(url)
    is_known = current is None or current in steps
    return SchemaState(current, next(iter(heads), None), is_known)


def migrate(url: str) -> SchemaState:
    """Migrate the database when its schema is older than this code; return where it stood.

    The migrations run in a program of their own: what they need is large and seldom needed.

    Raises:
        LauncherError: the schema is newer, or a step failed and was rolled back.
    """
    before = schema_state(url)
    refuse_newer(before)
    if before.is_current:
        return before
    ended = subprocess.run(
        [sys.executable, "-m", MIGRATIONS],
        env={**os.environ, "YINGDA_DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ended.returncode:
        told = " ".join(ended.stderr.strip().splitlines()[-3:])
        raise LauncherError(f"The schema could not be brought forward: {told}")
    return before


def current_step(url: str) -> str | None:
    """Return the last step done to a database, nothing when it is empty.

    Raises:
        LauncherError: the database does not answer.
    """
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except UndefinedTable:
        return None
    except psycopg.Error as refused:
        raise database_away(refused) from refused
    return str(row[0]) if row else None


def known_steps() -> dict[str, str | None]:
    """Return each step of the code and the step before it."""
    pattern = re.compile(r'^(revision|down_revision) = (?:"([^"]+)"|None)$', re.MULTILINE)
    steps: dict[str, str | None] = {}
    for path in (SCRIPTS / "versions").glob("*.py"):
        found = dict(pattern.findall(path.read_text(encoding="utf-8")))
        steps[found["revision"]] = found["down_revision"] or None
    return steps


def refuse_newer(state: SchemaState) -> None:
    """Do nothing when this code knows the schema.

    Raises:
        LauncherError: it was made by a later release.
    """
    if not state.is_known:
        raise LauncherError(
            f"The database's schema ({state.current}) is newer than this program ({state.head}).",
            "Use the release that made it, or another database.",
        )


def database_away(refused: Exception) -> LauncherError:
    """Return the sentence for a database that refuses or does not answer."""
    told = " ".join(str(refused).split())
    return LauncherError(
        f"The database cannot be used: {told}", "Check YINGDA_DATABASE_URL and that it runs."
    )
