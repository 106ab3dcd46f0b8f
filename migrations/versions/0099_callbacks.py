"""When a caller asked to be called back, by when that is due, and how often it was tried."""

from alembic import op

revision = "0099"
down_revision = "0098"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE contacts
            ADD callback_asked_at timestamptz,
            ADD callback_due_at timestamptz,
            ADD callback_attempts integer NOT NULL DEFAULT 0;
        """
    )
