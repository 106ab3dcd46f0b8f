"""All SQL of customers' tiers, their history, and the versions of weights and entitlements."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from yingda.accounts import UserId
from yingda.customers import CustomerId
from yingda.kit.db import Row, Tx
from yingda.tiers.model import (
    Cause,
    CustomerTier,
    EntitlementVersion,
    Figures,
    Override,
    Reason,
    Score,
    TierChange,
    Version,
    WeightsVersion,
)
from yingda.tiers.specs import EntitlementSpec, WeightsSpec


class TierStore:
    """Many rows travel as one JSON document: arrays of JSON texts are escaped twice, and slowly."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def lock(self, customers: Sequence[CustomerId]) -> dict[CustomerId, CustomerTier]:
        """Return the tiers that exist, locked in one order so that two batches cannot deadlock."""
        rows = await self._tx.fetch_all(
            """
            SELECT * FROM customer_tiers WHERE customer_id = ANY (%s)
            ORDER BY customer_id FOR UPDATE
            """,
            (list(customers),),
        )
        return {CustomerId(row["customer_id"]): _tier(row) for row in rows}

    async def get(self, customers: Sequence[CustomerId]) -> list[tuple[CustomerTier, str]]:
        """Return the tiers that exist, each with the name of who overrode it, or empty."""
        rows = await self._tx.fetch_all(
            """
            SELECT t.*, coalesce(u.name, '') AS override_name FROM customer_tiers t
            LEFT JOIN users u ON u.id = t.override_by WHERE t.customer_id = ANY (%s)
            """,
            (list(customers),),
        )
        return [(_tier(row), row["override_name"]) for row in rows]

    async def standing(self, customer: CustomerId) -> tuple[CustomerTier, Figures] | None:
        """Return tier and figures of one customer, in one look."""
        row = await self._tx.fetch_one(
            """
            SELECT t.*, f.figures FROM customer_tiers t
            LEFT JOIN value_figures f ON f.customer_id = t.customer_id
            WHERE t.customer_id = %s
            """,
            (customer,),
        )
        return (_tier(row), row["figures"] or {}) if row else None

    async def save(self, tiers: Sequence[CustomerTier]) -> None:
        await self._tx.execute(
            """
            INSERT INTO customer_tiers AS t (customer_id, tier, score, reason, since, version,
                override_tier, override_reason, override_by, override_until)
            SELECT * FROM jsonb_to_recordset(%s) AS n (customer_id uuid, tier text, score numeric,
                reason jsonb, since timestamptz, version bigint, override_tier text,
                override_reason text, override_by uuid, override_until timestamptz)
            ON CONFLICT (customer_id) DO UPDATE SET
                tier = excluded.tier, score = excluded.score, reason = excluded.reason,
                since = excluded.since, version = excluded.version,
                override_tier = excluded.override_tier,
                override_reason = excluded.override_reason,
                override_by = excluded.override_by, override_until = excluded.override_until
            WHERE t.version <= excluded.version
            """,
            (Jsonb([_tier_columns(one) for one in tiers]),),
        )

    async def add_changes(self, changes: Sequence[tuple[CustomerId, TierChange]]) -> None:
        await self._tx.execute(
            """
            INSERT INTO tier_changes (customer_id, at, from_tier, to_tier, score, reason, cause,
                actor_id)
            SELECT * FROM jsonb_to_recordset(%s) AS n (customer_id uuid, at timestamptz,
                from_tier text, to_tier text, score numeric, reason jsonb, cause text, actor uuid)
            """,
            (Jsonb([_change_columns(customer, change) for customer, change in changes]),),
        )

    async def history(self, customer: CustomerId, limit: int) -> list[tuple[TierChange, str]]:
        """Return the changes, newest first, each with the name of who made it, or empty."""
        rows = await self._tx.fetch_all(
            """
            SELECT c.*, coalesce(u.name, '') AS actor_name FROM tier_changes c
            LEFT JOIN users u ON u.id = c.actor_id
            WHERE c.customer_id = %s ORDER BY c.at DESC, c.id DESC LIMIT %s
            """,
            (customer, limit),
        )
        return [(_change(row), row["actor_name"]) for row in rows]

    async def set_figures(self, figures: Mapping[CustomerId, Figures], at: datetime) -> None:
        """Write figures over those of the same name; others stay."""
        await self._tx.execute(
            """
            INSERT INTO value_figures AS f (customer_id, figures, updated_at)
            SELECT n.customer, n.figures, %s
            FROM unnest(%s::uuid[], %s::jsonb[]) AS n (customer, figures)
            ON CONFLICT (customer_id) DO UPDATE
            SET figures = f.figures || excluded.figures, updated_at = excluded.updated_at
            """,
            (at, list(figures), [Jsonb(dict(one)) for one in figures.values()]),
        )

    async def figures(self, customers: Sequence[CustomerId]) -> dict[CustomerId, Figures]:
        rows = await self._tx.fetch_all(
            "SELECT customer_id, figures FROM value_figures WHERE customer_id = ANY (%s)",
            (list(customers),),
        )
        return {CustomerId(row["customer_id"]): row["figures"] for row in rows}

    async def next_figures(
        self, after: CustomerId | None, limit: int
    ) -> list[tuple[CustomerId, Figures]]:
        """Return the next customers in the order of their ids."""
        rows = await self._tx.fetch_all(
            """
            SELECT customer_id, figures FROM value_figures
            WHERE customer_id > %s ORDER BY customer_id LIMIT %s
            """,
            (after or UUID(int=0), limit),
        )
        return [(CustomerId(row["customer_id"]), row["figures"]) for row in rows]

    async def next_placed(
        self, after: CustomerId | None, limit: int
    ) -> list[tuple[CustomerId, Figures, str | None]]:
        """Return the next customers with the tier computed last."""
        rows = await self._tx.fetch_all(
            """
            SELECT f.customer_id, f.figures, t.tier FROM value_figures f
            LEFT JOIN customer_tiers t ON t.customer_id = f.customer_id
            WHERE f.customer_id > %s ORDER BY f.customer_id LIMIT %s
            """,
            (after or UUID(int=0), limit),
        )
        return [(CustomerId(row["customer_id"]), row["figures"], row["tier"]) for row in rows]

    async def ended_overrides(self, now: datetime, limit: int) -> list[CustomerId]:
        rows = await self._tx.fetch_all(
            "SELECT customer_id FROM customer_tiers WHERE override_until <= %s LIMIT %s",
            (now, limit),
        )
        return [CustomerId(row["customer_id"]) for row in rows]


class VersionStore:
    """Versions of weights and of entitlements: only ever added to."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def lock(self) -> None:
        """Let one save at a time decide on the next number."""
        await self._tx.execute(
            "LOCK TABLE weight_versions, entitlement_versions IN SHARE ROW EXCLUSIVE MODE"
        )

    async def weights(self) -> WeightsVersion | None:
        row = await self._tx.fetch_one(
            "SELECT * FROM weight_versions ORDER BY version DESC LIMIT 1"
        )
        return WeightsVersion(_version(row), WeightsSpec(**row["body"])) if row else None

    async def add_weights(self, saved: WeightsVersion) -> None:
        one = saved.version
        await self._tx.execute(
            """
            INSERT INTO weight_versions (version, at, actor_login, note, body)
            VALUES (%s, %s, %s, %s, %s)
            """,
            (one.number, one.at, one.by, one.note, Jsonb(saved.spec.model_dump())),
        )

    async def entitlements(self, number: int | None = None) -> EntitlementVersion | None:
        """Return a version, or the newest."""
        row = await self._tx.fetch_one(
            """
            SELECT * FROM entitlement_versions WHERE %(n)s::integer IS NULL OR version = %(n)s
            ORDER BY version DESC LIMIT 1
            """,
            {"n": number},
        )
        return EntitlementVersion(_version(row), EntitlementSpec(**row["body"])) if row else None

    async def add_entitlements(self, saved: EntitlementVersion) -> None:
        one = saved.version
        body = saved.spec.model_dump(exclude_none=True)
        await self._tx.execute(
            """
            INSERT INTO entitlement_versions (version, at, actor_login, note, body)
            VALUES (%s, %s, %s, %s, %s)
            """,
            (one.number, one.at, one.by, one.note, Jsonb(body)),
        )

    async def entitlement_versions(self, limit: int) -> list[Version]:
        """Return who saved what when, newest first."""
        rows = await self._tx.fetch_all(
            """
            SELECT version, at, actor_login, note FROM entitlement_versions
            ORDER BY version DESC LIMIT %s
            """,
            (limit,),
        )
        return [_version(row) for row in rows]


def _tier(row: Row) -> CustomerTier:
    override = None
    if row["override_tier"] is not None:
        by = UserId(row["override_by"]) if row["override_by"] else None
        override = Override(
            row["override_tier"], row["override_reason"] or "", by, row["override_until"]
        )
    return CustomerTier(
        customer=CustomerId(row["customer_id"]),
        computed=row["tier"],
        score=Score(float(row["score"]), _reasons(row)),
        since=row["since"],
        override=override,
        version=row["version"],
    )


def _reasons(row: Row) -> tuple[Reason, ...]:
    return tuple(Reason(**part) for part in row["reason"])


def _change(row: Row) -> TierChange:
    return TierChange(
        at=row["at"],
        from_tier=row["from_tier"],
        to_tier=row["to_tier"],
        score=float(row["score"]),
        reason=_reasons(row),
        cause=Cause(row["cause"]),
        actor=UserId(row["actor_id"]) if row["actor_id"] else None,
    )


def _version(row: Row) -> Version:
    return Version(row["version"], row["at"], row["actor_login"], row["note"])


def _tier_columns(one: CustomerTier) -> dict[str, Any]:
    by_hand = one.override
    return {
        "customer_id": one.customer,
        "tier": one.computed,
        "score": one.score.value,
        "reason": one.score.reason,
        "since": one.since,
        "version": one.version,
        "override_tier": by_hand.tier if by_hand else None,
        "override_reason": by_hand.reason if by_hand else None,
        "override_by": by_hand.by if by_hand else None,
        "override_until": by_hand.until if by_hand else None,
    }


def _change_columns(customer: CustomerId, change: TierChange) -> dict[str, Any]:
    return {
        "customer_id": customer,
        "at": change.at,
        "from_tier": change.from_tier,
        "to_tier": change.to_tier,
        "score": change.score,
        "reason": change.reason,
        "cause": change.cause,
        "actor": change.actor,
    }
