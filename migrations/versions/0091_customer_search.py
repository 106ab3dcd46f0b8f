"""Find customers by the beginning of a name, by initials, and by the tail of a number."""

from alembic import op

revision = "0091"
down_revision = "0090"


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX customers_name_start ON customers (name text_pattern_ops);
        CREATE INDEX customers_company_start ON customers (company text_pattern_ops);
        CREATE INDEX customers_initials ON customers (name_pinyin text_pattern_ops);
        CREATE INDEX customers_sounds
            ON customers (split_part(name_pinyin, ' ', 2) text_pattern_ops);
        CREATE INDEX identities_tail
            ON identities (reverse(value) text_pattern_ops) WHERE kind = 'phone';
        DROP INDEX customers_name;
        """
    )
