"""Who may come in, what they may do, and who did what."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE users (
            id uuid PRIMARY KEY,
            login text NOT NULL UNIQUE CHECK (login = lower(login)),
            name text NOT NULL,
            password_hash text NOT NULL,
            roles text[] NOT NULL,
            is_enabled boolean NOT NULL DEFAULT true,
            is_demo boolean NOT NULL DEFAULT false,
            failed_count integer NOT NULL DEFAULT 0,
            locked_until timestamptz,
            version bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL
        );
        CREATE TABLE sessions (
            token_hash bytea PRIMARY KEY,
            user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
            created_at timestamptz NOT NULL,
            seen_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            address text NOT NULL
        );
        CREATE INDEX sessions_user ON sessions (user_id);
        CREATE TABLE audit (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at timestamptz NOT NULL,
            actor_id uuid,
            actor_login text NOT NULL,
            action text NOT NULL,
            target text NOT NULL,
            detail jsonb NOT NULL DEFAULT '{}',
            address text NOT NULL DEFAULT ''
        );
        CREATE INDEX audit_at ON audit (at);
        """
    )
