"""The relay looks by itself: waking it at every commit made each commit wait for a database lock."""

from alembic import op

revision = "0096"
down_revision = "0095"


def upgrade() -> None:
    op.execute("DROP TRIGGER outbox_wakes ON outbox; DROP FUNCTION outbox_wakes();")
