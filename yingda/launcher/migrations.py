"""The program that brings a schema forward: `python -m yingda.launcher.migrations`."""

import os
import sys

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from yingda.launcher.errors import LauncherError
from yingda.launcher.schema import SCRIPTS, SchemaState, database_away, refuse_newer, schema_state

LOCK = 0x59494E47  # any fixed number: one migrates, the others wait and then find nothing to do


def migrate(url: str) -> SchemaState:
    """Bring the schema forward to what the code wants, and return where it stood before.

    Raises:
        LauncherError: the database does not answer, or its schema is newer than this code.
    """
    try:
        with _engine_of(url).connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.execute(text("SET lock_timeout = '5s'"))
            connection.commit()
            before = schema_state(url)
            refuse_newer(before)
            if not before.is_current:
                config = Config()
                config.set_main_option("script_location", str(SCRIPTS))
                config.set_main_option("path_separator", "os")
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            return before
    except SQLAlchemyError as refused:
        raise database_away(refused) from refused


def _engine_of(url: str) -> Engine:
    bare = url.partition("://")[2]
    return create_engine(
        f"postgresql+psycopg://{bare}", poolclass=NullPool, connect_args={"connect_timeout": 5}
    )


if __name__ == "__main__":
    try:
        migrate(os.environ["YINGDA_DATABASE_URL"])
    except LauncherError as refusal:
        sys.exit(str(refusal))
