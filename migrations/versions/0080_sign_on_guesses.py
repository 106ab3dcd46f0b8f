"""Failed tries by login and by address, whether or not such a user exists."""

from alembic import op

revision = "0080"
down_revision = "0070"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE sign_on_guesses (
            scope text NOT NULL CHECK (scope IN ('login', 'address')),
            subject text NOT NULL,
            failed_count integer NOT NULL DEFAULT 0,
            failed_at timestamptz,
            locked_until timestamptz,
            PRIMARY KEY (scope, subject)
        );
        CREATE INDEX sign_on_guesses_age ON sign_on_guesses (failed_at);
        CREATE INDEX sessions_expiry ON sessions (expires_at);
        ALTER TABLE users DROP COLUMN failed_count, DROP COLUMN locked_until;
        """
    )
