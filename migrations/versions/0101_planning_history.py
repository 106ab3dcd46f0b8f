"""Calls of days before the centre ran here, brought as a file; local days of the centre."""

from alembic import op

revision = "0101"
down_revision = "0100"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE planning_history (
            day date PRIMARY KEY,
            calls float8[] NOT NULL CHECK (cardinality(calls) = 48)
        );
        """
    )
