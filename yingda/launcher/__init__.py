"""Starts and watches the real parts of a centre: PostgreSQL, NATS, the voice engine, the service.

`running_parts(folder, {"postgres", "nats", "engine"})` runs some of them for a test or a bench.
"""

from yingda.launcher.doctor import doctor as diagnose
from yingda.launcher.doctor import own_database
from yingda.launcher.engine_store import build_engine
from yingda.launcher.errors import LauncherError
from yingda.launcher.schema import SchemaState, migrate, schema_state
from yingda.launcher.stack import Parts, running_parts

__all__ = [
    "LauncherError",
    "Parts",
    "SchemaState",
    "build_engine",
    "diagnose",
    "migrate",
    "own_database",
    "running_parts",
    "schema_state",
]
