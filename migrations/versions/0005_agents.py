"""Agents: who they are, what they can do, and the state each has been in since when."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE agent_groups (
            code text PRIMARY KEY,
            name jsonb NOT NULL
        );
        CREATE TABLE agents (
            id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
            staff_no text NOT NULL UNIQUE,
            grade smallint NOT NULL CHECK (grade BETWEEN 1 AND 5),
            group_code text NOT NULL REFERENCES agent_groups,
            capacity jsonb NOT NULL DEFAULT '{"voice": 1}',
            version bigint NOT NULL DEFAULT 1
        );
        CREATE TABLE agent_skills (
            agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
            skill text NOT NULL,
            level smallint NOT NULL,
            PRIMARY KEY (agent_id, skill)
        );
        CREATE TABLE agent_states (
            agent_id uuid PRIMARY KEY REFERENCES agents ON DELETE CASCADE,
            state text NOT NULL,
            reason text NOT NULL DEFAULT '',
            since timestamptz NOT NULL,
            next_state text,
            next_reason text NOT NULL DEFAULT '',
            contact_id uuid,
            seat text NOT NULL DEFAULT '',
            lost_at timestamptz,
            version bigint NOT NULL DEFAULT 1
        );
        CREATE TABLE agent_state_log (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
            at timestamptz NOT NULL,
            from_state text NOT NULL,
            state text NOT NULL,
            reason text NOT NULL DEFAULT '',
            lasted_ms bigint NOT NULL,
            cause text NOT NULL,
            contact_id uuid
        );
        CREATE INDEX agent_state_log_agent ON agent_state_log (agent_id, at);
        """
    )
