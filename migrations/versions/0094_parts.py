"""Each agent of a contact notes their own part; what the contact came to is the last agent's."""

from alembic import op

revision = "0094"
down_revision = "0093"


def upgrade() -> None:
    op.execute(
        """
        UPDATE dispositions d SET agent_id = c.agent_id FROM contacts c
        WHERE c.id = d.contact_id AND c.agent_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM contact_events e
            WHERE e.contact_id = d.contact_id AND e.agent_id = d.agent_id AND e.kind = 'answered'
        );
        ALTER TABLE dispositions DROP CONSTRAINT dispositions_pkey;
        ALTER TABLE dispositions ADD PRIMARY KEY (contact_id, agent_id);
        """
    )
