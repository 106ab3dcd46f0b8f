"""Sound of earlier legs of the same contact: the customer was called back."""

from alembic import op

revision = "0100"
down_revision = "0099"


def upgrade() -> None:
    op.execute("ALTER TABLE recordings ADD earlier jsonb NOT NULL DEFAULT '[]'")
