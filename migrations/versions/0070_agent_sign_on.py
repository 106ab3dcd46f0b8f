"""Since when an agent is signed on, and idle: an offer that fails keeps the idle place."""

from alembic import op

revision = "0070"
down_revision = "0060"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE agent_states
            ADD COLUMN signed_on_at timestamptz,
            ADD COLUMN idle_since timestamptz;
        ALTER TABLE agent_state_log ADD COLUMN from_reason text NOT NULL DEFAULT '';
        CREATE INDEX agent_states_lost ON agent_states (lost_at) WHERE lost_at IS NOT NULL;
        CREATE INDEX agent_states_missed ON agent_states (since) WHERE state = 'missed';
        """
    )
