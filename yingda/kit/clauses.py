"""Statements that can be written alone or together: many tables in one round trip and commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import LiteralString, Protocol

from psycopg import errors
from pydantic_core import to_json

from yingda.kit.errors import Kind, YingdaError
from yingda.kit.outbox import Fact


class ChangedMeanwhile(YingdaError):
    """A row is no longer as it was read, or is gone: nothing was written."""

    kind = Kind.CONFLICT
    code = "changed-meanwhile"


class DatabaseAway(YingdaError):
    """It cannot be reached, or went away meanwhile."""

    kind = Kind.UNAVAILABLE
    code = "database-away"


class DatabaseFull(DatabaseAway):
    """It answers, but its disk is full: nothing can be written until somebody makes room."""

    code = "database-full"


def away(gone: Exception) -> DatabaseAway:
    """Return what an operational error of the database means to others."""
    return DatabaseFull() if isinstance(gone, errors.DiskFull) else DatabaseAway()


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement that writes one table; `$1` is a JSON array of its rows, in their order.

    It can stand in a WITH beside others, so it must not read what they write. If `is_strict` it
    ends in RETURNING, and must write every row it is given.
    """

    name: LiteralString
    sql: LiteralString
    is_strict: bool = False


class Pen(Protocol):
    """What a store may write to: an open transaction, or a page of the ledger."""

    async def put(self, clause: Clause, rows: Sequence[object]) -> None:
        """Write rows with a clause.

        Raises:
            ChangedMeanwhile: a strict clause did not write them all (a page says so when posted).
        """
        ...

    async def announce(self, *facts: Fact) -> None:
        """Write the facts in their order; they are told once what is written with them is kept."""
        ...


# jsonb_to_recordset keeps the order of the array, so ids follow the order of the facts.
TELL = Clause(
    "told",
    """
    INSERT INTO outbox (topic, entity, entity_id, version, body, at)
    SELECT topic, entity, id, version, coalesce(body, 'null'), at
    FROM jsonb_to_recordset($1::jsonb) AS fact (
        topic text, entity text, id text, version bigint, body jsonb, at timestamptz
    )
    """,
)


def as_json(given: object) -> str:
    """Return a row, or an array of them, as a clause takes it."""
    return to_json(given).decode()


@cache
def together(clauses: tuple[Clause, ...]) -> bytes:
    """Return one statement of all clauses, the rows of the n-th in `$n`; all is written or nothing.

    It fails with `serialization_failure` when a strict clause does not write all its rows.
    """
    parts = [
        f"{each.name} AS ({each.sql.replace('$1', f'${n}')})"
        for n, each in enumerate(clauses, start=1)
    ]
    checks = [  # names of clauses are literals of ours
        f"must_write((SELECT count(*) FROM {each.name}), jsonb_array_length(${n}::jsonb))"  # noqa: S608
        for n, each in enumerate(clauses, start=1)
        if each.is_strict
    ]
    return f"WITH {', '.join(parts)} SELECT {', '.join(checks) or '1'}".encode()
