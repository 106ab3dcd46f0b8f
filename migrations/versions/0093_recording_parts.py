"""What the engine records in two files, before they become one."""

from alembic import op

revision = "0093"
down_revision = "0092"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE recordings
            ADD raw_in text NOT NULL DEFAULT '',
            ADD raw_out text NOT NULL DEFAULT '',
            ADD version bigint NOT NULL DEFAULT 1;
        CREATE INDEX contact_events_agent ON contact_events (agent_id, contact_id)
            WHERE agent_id IS NOT NULL;
        CREATE INDEX contacts_agent ON contacts (agent_id, arrived_at DESC);
        """
    )
