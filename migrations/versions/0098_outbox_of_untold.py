"""The outbox holds only what is not told yet: a told fact is removed, not marked."""

from alembic import op

revision = "0098"
down_revision = "0097"


def upgrade() -> None:
    op.execute(
        """
        DELETE FROM outbox WHERE told_at IS NOT NULL;
        DROP INDEX outbox_untold;
        DROP INDEX outbox_entity;
        ALTER TABLE outbox DROP COLUMN told_at;
        """
    )
