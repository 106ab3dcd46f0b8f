"""The database's schema: where it stands, and forward to where the code wants it."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from yingda.launcher.errors import LauncherError

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"
LOCK = 0x59494E47  # any fixed number: one migrates, the others wait and then find nothing to do


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
    try:
        with _engine_of(url).connect() as connection:
            return _state(connection)
    except SQLAlchemyError as refused:
        raise _away(refused) from refused


def migrate(url: str) -> SchemaState:
    """Bring the schema forward to what the code wants, and return where it stood before.

    Raises:
        LauncherError: the database does not answer, or its schema is newer than this code.
    """
    try:
        with _engine_of(url).connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
            before = _state(connection)
            refuse_newer(before)
            connection.execute(text("SET lock_timeout = '5s'"))
            connection.commit()
            if not before.is_current:
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            return before
    except SQLAlchemyError as refused:
        raise _away(refused) from refused


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


def _state(connection: Connection) -> SchemaState:
    scripts = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    known = {script.revision for script in scripts.walk_revisions()}
    return SchemaState(current, scripts.get_current_head(), current is None or current in known)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    return config


def _engine_of(url: str) -> Engine:
    bare = url.partition("://")[2]
    return create_engine(
        f"postgresql+psycopg://{bare}", poolclass=NullPool, connect_args={"connect_timeout": 5}
    )


def _away(refused: SQLAlchemyError) -> LauncherError:
    told = str(refused.__cause__ or refused).strip().splitlines()[0]
    return LauncherError(
        f"The database cannot be used: {told}.", "Check YINGDA_DATABASE_URL and that it runs."
    )
