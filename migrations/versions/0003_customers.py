"""Customers, the many identities of each, what they hold, and their tier."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE customers (
            id uuid PRIMARY KEY,
            name text NOT NULL,
            name_pinyin text NOT NULL DEFAULT '',
            kind text NOT NULL DEFAULT 'person',
            company text NOT NULL DEFAULT '',
            region text NOT NULL DEFAULT '',
            language text NOT NULL DEFAULT 'zh-CN',
            birth_year integer,
            since date,
            preferences jsonb NOT NULL DEFAULT '{}',
            note text NOT NULL DEFAULT '',
            is_demo boolean NOT NULL DEFAULT false,
            version bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL
        );
        CREATE INDEX customers_name ON customers (name);
        CREATE TABLE identities (
            kind text NOT NULL,
            value text NOT NULL,
            customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
            label text NOT NULL DEFAULT '',
            confirmed_at timestamptz,
            PRIMARY KEY (kind, value)
        );
        CREATE INDEX identities_customer ON identities (customer_id);
        CREATE TABLE products (
            id uuid PRIMARY KEY,
            customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
            code text NOT NULL,
            name text NOT NULL,
            status text NOT NULL,
            since date,
            detail jsonb NOT NULL DEFAULT '{}'
        );
        CREATE INDEX products_customer ON products (customer_id);
        """
    )
