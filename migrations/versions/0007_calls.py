"""The live side of a voice contact, and what was recorded of it."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE calls (
            contact_id uuid PRIMARY KEY REFERENCES contacts ON DELETE CASCADE,
            node text NOT NULL,
            channel text NOT NULL,
            agent_channel text,
            state jsonb NOT NULL,
            is_live boolean NOT NULL,
            updated_at timestamptz NOT NULL,
            UNIQUE (node, channel)
        );
        CREATE INDEX calls_live ON calls (node) WHERE is_live;
        CREATE TABLE recordings (
            contact_id uuid PRIMARY KEY REFERENCES contacts ON DELETE CASCADE,
            path text NOT NULL,
            state text NOT NULL,
            started_at timestamptz NOT NULL,
            duration_ms bigint,
            size_bytes bigint,
            sha256 text,
            peaks jsonb
        );
        CREATE INDEX recordings_raw ON recordings (state) WHERE state <> 'ready';
        """
    )
