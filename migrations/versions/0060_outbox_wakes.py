"""Wake the relay when something is written into the outbox; heard at commit, once a transaction."""

from alembic import op

revision = "0060"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION outbox_wakes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('outbox', '');
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER outbox_wakes AFTER INSERT ON outbox
            FOR EACH STATEMENT EXECUTE FUNCTION outbox_wakes();
        """
    )
