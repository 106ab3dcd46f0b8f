"""Who chose an agent's state, when it was not the agent."""

from alembic import op

revision = "0097"
down_revision = "0096"


def upgrade() -> None:
    op.execute("ALTER TABLE agent_states ADD set_by uuid")
