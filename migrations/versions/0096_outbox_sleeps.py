"""The relay looks by itself: waking it made every commit wait for a lock of the database."""

from alembic import op

revision = "0096"
down_revision = "0095"


def upgrade() -> None:
    op.execute("DROP TRIGGER outbox_wakes ON outbox; DROP FUNCTION outbox_wakes();")
