"""What happened, in order of commit, until told."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE outbox (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            topic text NOT NULL,
            entity text NOT NULL,
            entity_id text NOT NULL,
            version bigint NOT NULL,
            body jsonb NOT NULL,
            at timestamptz NOT NULL,
            told_at timestamptz
        );
        CREATE INDEX outbox_untold ON outbox (id) WHERE told_at IS NULL;
        CREATE INDEX outbox_entity ON outbox (entity, entity_id, id);
        """
    )
