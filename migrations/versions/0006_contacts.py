"""One contact, whatever the channel: its raw times, its result, its recording."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE contacts (
            id uuid PRIMARY KEY,
            channel text NOT NULL,
            direction text NOT NULL,
            customer_id uuid REFERENCES customers,
            customer_name text NOT NULL DEFAULT '',
            remote text NOT NULL,
            access_number text NOT NULL DEFAULT '',
            tier text NOT NULL DEFAULT '',
            service_kind text NOT NULL DEFAULT '',
            stage text NOT NULL,
            outcome text NOT NULL DEFAULT '',
            agent_id uuid REFERENCES agents,
            menu_path jsonb NOT NULL DEFAULT '[]',
            target_ms bigint,
            held_since timestamptz,
            transfer_to text NOT NULL DEFAULT '',
            arrived_at timestamptz NOT NULL,
            queued_at timestamptz,
            offered_at timestamptz,
            answered_at timestamptz,
            ended_at timestamptz,
            wrapped_at timestamptz,
            wrap_due_at timestamptz,
            version bigint NOT NULL DEFAULT 1
        );
        CREATE INDEX contacts_customer ON contacts (customer_id, arrived_at DESC);
        CREATE INDEX contacts_arrived ON contacts (arrived_at);
        CREATE INDEX contacts_live ON contacts (stage) WHERE stage <> 'done';
        CREATE TABLE contact_events (
            contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
            seq integer NOT NULL,
            at timestamptz NOT NULL,
            kind text NOT NULL,
            agent_id uuid,
            detail jsonb NOT NULL DEFAULT '{}',
            PRIMARY KEY (contact_id, seq)
        );
        CREATE TABLE dispositions (
            contact_id uuid PRIMARY KEY REFERENCES contacts ON DELETE CASCADE,
            code text NOT NULL,
            is_solved boolean,
            caller_state text NOT NULL DEFAULT '',
            note text NOT NULL DEFAULT '',
            agent_id uuid NOT NULL,
            at timestamptz NOT NULL
        );
        """
    )
