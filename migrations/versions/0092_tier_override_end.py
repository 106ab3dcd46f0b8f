"""Find overrides that end without reading every customer."""

from alembic import op

revision = "0092"
down_revision = "0091"


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX customer_tiers_override_end
            ON customer_tiers (override_until) WHERE override_until IS NOT NULL;
        """
    )
