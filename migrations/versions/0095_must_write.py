"""Let one statement that writes several tables fail as a whole when a row was not as expected."""

from alembic import op

revision = "0095"
down_revision = "0094"


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION must_write(written bigint, given bigint) RETURNS boolean
            LANGUAGE plpgsql AS $$
        BEGIN
            IF written <> given THEN
                RAISE EXCEPTION '% of % rows written', written, given
                    USING ERRCODE = 'serialization_failure';
            END IF;
            RETURN true;
        END
        $$;
        """
    )
