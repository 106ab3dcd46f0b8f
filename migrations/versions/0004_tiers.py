"""The tier of each customer, with the figures it came from and the history of every change."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE value_figures (
            customer_id uuid PRIMARY KEY REFERENCES customers ON DELETE CASCADE,
            figures jsonb NOT NULL,
            updated_at timestamptz NOT NULL
        );
        CREATE TABLE customer_tiers (
            customer_id uuid PRIMARY KEY REFERENCES customers ON DELETE CASCADE,
            tier text NOT NULL,
            score numeric(6, 2) NOT NULL,
            reason jsonb NOT NULL,
            since timestamptz NOT NULL,
            override_tier text,
            override_reason text,
            override_by uuid,
            override_until timestamptz,
            version bigint NOT NULL DEFAULT 1
        );
        CREATE TABLE tier_changes (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
            at timestamptz NOT NULL,
            from_tier text,
            to_tier text NOT NULL,
            score numeric(6, 2) NOT NULL,
            reason jsonb NOT NULL,
            cause text NOT NULL,
            actor_id uuid
        );
        CREATE INDEX tier_changes_customer ON tier_changes (customer_id, at);
        CREATE TABLE entitlement_versions (
            version integer PRIMARY KEY,
            at timestamptz NOT NULL,
            actor_login text NOT NULL,
            note text NOT NULL DEFAULT '',
            body jsonb NOT NULL
        );
        CREATE TABLE weight_versions (
            version integer PRIMARY KEY,
            at timestamptz NOT NULL,
            actor_login text NOT NULL,
            note text NOT NULL DEFAULT '',
            body jsonb NOT NULL
        );
        """
    )
