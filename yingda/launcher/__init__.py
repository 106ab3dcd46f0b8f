"""Starts and watches the real parts of a centre: PostgreSQL, NATS, the voice engine, the service.

`running_parts(folder, {"postgres", "nats", "engine"})` runs some of them for a test or a bench.
"""

from yingda.launcher.errors import LauncherError
from yingda.launcher.parts import Parts
from yingda.launcher.schema import SchemaState, migrate, schema_state
from yingda.launcher.stack import running_parts

__all__ = ["LauncherError", "Parts", "SchemaState", "migrate", "running_parts", "schema_state"]
