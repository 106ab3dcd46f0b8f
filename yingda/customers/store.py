"""All SQL of customers, their identities and products."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from yingda.customers.model import (
    Customer,
    CustomerFile,
    CustomerId,
    Identity,
    IdentityKind,
    Product,
)
from yingda.customers.specs import PreferencesSpec
from yingda.kit.db import Row, Tx


class CustomerStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def by_identity(self, kind: IdentityKind, value: str) -> Customer | None:
        """Return who is known by this normal form: one look into the primary key."""
        row = await self._tx.fetch_one(
            """
            SELECT c.* FROM identities i JOIN customers c ON c.id = i.customer_id
            WHERE i.kind = %s AND i.value = %s
            """,
            (kind, value),
        )
        return _customer(row) if row else None

    async def lock(self, customer: CustomerId) -> Customer | None:
        row = await self._tx.fetch_one(
            "SELECT * FROM customers WHERE id = %s FOR UPDATE", (customer,)
        )
        return _customer(row) if row else None

    async def files(self, customers: Sequence[CustomerId]) -> list[CustomerFile]:
        """Return the files in the order asked for, leaving out who is not there."""
        wanted = list(customers)
        rows = await self._tx.fetch_all("SELECT * FROM customers WHERE id = ANY (%s)", (wanted,))
        identities = await self._tx.fetch_all(
            "SELECT * FROM identities WHERE customer_id = ANY (%s) ORDER BY kind DESC, value",
            (wanted,),
        )
        products = await self._tx.fetch_all(
            "SELECT * FROM products WHERE customer_id = ANY (%s) ORDER BY since, code, id",
            (wanted,),
        )
        return _filed(wanted, rows, identities, products)

    async def add(self, customers: Sequence[Customer]) -> None:
        await self._tx.execute_many(
            """
            INSERT INTO customers (id, name, name_pinyin, kind, company, region, language,
                birth_year, since, preferences, note, is_demo, version, created_at)
            VALUES (%(id)s, %(name)s, %(name_pinyin)s, %(kind)s, %(company)s, %(region)s,
                %(language)s, %(birth_year)s, %(since)s, %(preferences)s, %(note)s, %(is_demo)s,
                %(version)s, %(created_at)s)
            """,
            [_columns(customer) for customer in customers],
        )

    async def save(self, customer: Customer) -> None:
        await self._tx.execute(
            """
            UPDATE customers SET name = %(name)s, name_pinyin = %(name_pinyin)s,
                company = %(company)s, region = %(region)s, language = %(language)s,
                birth_year = %(birth_year)s, preferences = %(preferences)s, note = %(note)s,
                version = %(version)s
            WHERE id = %(id)s
            """,
            _columns(customer),
        )

    async def add_identities(self, found: Sequence[tuple[CustomerId, Identity]]) -> int:
        """Add what nobody has yet and return how many those were."""
        return await self._tx.execute(
            """
            INSERT INTO identities (customer_id, kind, value, label, confirmed_at)
            SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
            ON CONFLICT (kind, value) DO NOTHING
            """,
            (
                [customer for customer, _ in found],
                [one.kind.value for _, one in found],
                [one.value for _, one in found],
                [one.label for _, one in found],
                [one.confirmed_at for _, one in found],
            ),
        )

    async def remove_identity(self, identity: Identity) -> None:
        await self._tx.execute(
            "DELETE FROM identities WHERE kind = %s AND value = %s",
            (identity.kind, identity.value),
        )

    async def add_products(self, held: Sequence[tuple[CustomerId, Product]]) -> None:
        await self._tx.execute_many(
            """
            INSERT INTO products (id, customer_id, code, name, status, since, detail)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            """,
            [
                (one.id, customer, one.code, one.name, one.status, one.since, Jsonb(one.detail))
                for customer, one in held
            ],
        )

    async def known(self, customers: Sequence[CustomerId]) -> set[CustomerId]:
        rows = await self._tx.fetch_all(
            "SELECT id FROM customers WHERE id = ANY (%s)", (list(customers),)
        )
        return {CustomerId(row["id"]) for row in rows}

    async def by_start(self, text: str, limit: int) -> list[CustomerId]:
        """Return whose name, initials, sounds or company begin with `text`."""
        rows = await self._tx.fetch_all(
            """
            SELECT id FROM customers
            WHERE name LIKE %(start)s OR name_pinyin LIKE %(sound)s
                OR split_part(name_pinyin, ' ', 2) LIKE %(sound)s OR company LIKE %(start)s
            ORDER BY name, id LIMIT %(limit)s
            """,
            {"start": f"{_literal(text)}%", "sound": f"{_literal(text.lower())}%", "limit": limit},
        )
        return _ids(rows)

    async def by_part(self, text: str, limit: int) -> list[CustomerId]:
        """Return in whose name `text` stands anywhere; reads the whole table."""
        rows = await self._tx.fetch_all(
            "SELECT id FROM customers WHERE name LIKE %s ORDER BY name, id LIMIT %s",
            (f"%{_literal(text)}%", limit),
        )
        return _ids(rows)

    async def by_tail(self, digits: str, limit: int) -> list[CustomerId]:
        """Return who has a number that ends in `digits`."""
        rows = await self._tx.fetch_all(
            """
            WITH hit AS MATERIALIZED ( -- or the planner reads the whole table to have it in order
                SELECT customer_id FROM identities
                WHERE kind = 'phone' AND reverse(value) LIKE %s
            )
            SELECT DISTINCT customer_id AS id FROM hit LIMIT %s
            """,
            (f"{digits[::-1]}%", limit),
        )
        return _ids(rows)

    async def by_value(self, values: Sequence[str], limit: int) -> list[CustomerId]:
        """Return who is known by one of these normal forms, of whatever kind."""
        rows = await self._tx.fetch_all(
            """
            SELECT DISTINCT customer_id AS id FROM identities
            WHERE kind = ANY (%s) AND value = ANY (%s) LIMIT %s
            """,
            ([kind.value for kind in IdentityKind], list(values), limit),
        )
        return _ids(rows)

    async def newest(self, limit: int) -> list[CustomerId]:
        rows = await self._tx.fetch_all(
            "SELECT id FROM customers ORDER BY id DESC LIMIT %s", (limit,)
        )
        return _ids(rows)


def _filed(
    wanted: Sequence[CustomerId],
    rows: Sequence[Row],
    identities: Sequence[Row],
    products: Sequence[Row],
) -> list[CustomerFile]:
    found = {row["id"]: _customer(row) for row in rows}
    by_customer: dict[UUID, tuple[list[Identity], list[Product]]] = {
        customer: ([], []) for customer in found
    }
    for row in identities:
        by_customer[row["customer_id"]][0].append(_identity(row))
    for row in products:
        by_customer[row["customer_id"]][1].append(_product(row))
    return [
        CustomerFile(found[one], tuple(by_customer[one][0]), tuple(by_customer[one][1]))
        for one in wanted
        if one in found
    ]


def _customer(row: Row) -> Customer:
    values = {field.name: row[field.name] for field in fields(Customer)}
    return Customer(**values | {"preferences": PreferencesSpec.model_validate(row["preferences"])})


def _columns(customer: Customer) -> dict[str, Any]:
    values = {field.name: getattr(customer, field.name) for field in fields(Customer)}
    return values | {"preferences": Jsonb(customer.preferences.model_dump())}


def _identity(row: Row) -> Identity:
    return Identity(IdentityKind(row["kind"]), row["value"], row["label"], row["confirmed_at"])


def _product(row: Row) -> Product:
    return Product(**{field.name: row[field.name] for field in fields(Product)})


def _ids(rows: Sequence[Row]) -> list[CustomerId]:
    return [CustomerId(row["id"]) for row in rows]


def _literal(text: str) -> str:
    """Return `text` as LIKE reads it literally."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
