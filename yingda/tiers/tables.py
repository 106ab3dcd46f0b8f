"""Weights and entitlements: read, tried out, saved as new versions."""

from collections import Counter
from collections.abc import Callable

from typing_extensions import TypedDict

from yingda.accounts import SYSTEM, Actor, AuditTrail
from yingda.customers import CustomerId
from yingda.kit.clock import Clock
from yingda.kit.db import Tx
from yingda.tiers import scoring
from yingda.tiers.entitlements import EntitlementTable, Place, entitlement_mistakes
from yingda.tiers.errors import (
    EntitlementsChanged,
    EntitlementsRefused,
    NoTables,
    VersionNotFound,
    WeightsChanged,
    WeightsRefused,
)
from yingda.tiers.events import entitlements_changed, weights_changed
from yingda.tiers.model import EntitlementVersion, TierBook, Version, WeightsVersion
from yingda.tiers.scoring import TierMove, weight_mistakes
from yingda.tiers.specs import EntitlementSpec, WeightsSpec
from yingda.tiers.store import TierStore, VersionStore

PREVIEW_BATCH = 500


class Preview(TypedDict):
    """Who would move; `is_complete` when every customer was looked at."""

    examined: int
    moved: int
    is_complete: bool
    moves: list[TierMove]


class TierTables:
    def __init__(self, tx: Tx, clock: Clock, book: TierBook) -> None:
        self._versions = VersionStore(tx)
        self._tiers = TierStore(tx)
        self._audit = AuditTrail(tx, clock)
        self._tx = tx
        self._clock = clock
        self._book = book

    async def weights(self) -> WeightsVersion:
        """Return the newest weights.

        Raises:
            NoTables: none were ever saved.
        """
        saved = await self._versions.weights()
        if saved is None:
            raise NoTables
        return saved

    async def save_weights(
        self, actor: Actor, spec: WeightsSpec, *, base: int, note: str
    ) -> WeightsVersion:
        """Save new weights; the tiers are then to be recomputed.

        Raises:
            WeightsRefused: they do not fit the tiers.
            WeightsChanged: `base` is no longer the newest version.
        """
        refuse(WeightsRefused, weight_mistakes(spec, self._book))
        await self._versions.lock()
        newest = await self._versions.weights()
        number = newest.version.number if newest else 0
        if base != number:
            raise WeightsChanged(version=number)
        saved = WeightsVersion(self._next(number, actor, note), spec)
        await self._versions.add_weights(saved)
        await self._audit.record(actor, "weights.saved", f"version {number + 1}", {"note": note})
        await self._tx.announce(weights_changed(saved.version, saved.version.at))
        return saved

    async def preview(self, spec: WeightsSpec, limit: int) -> Preview:
        """Return who would move with other weights, counted until `limit` customers are seen.

        Raises:
            WeightsRefused: they do not fit the tiers.
        """
        refuse(WeightsRefused, weight_mistakes(spec, self._book))
        counted: Counter[tuple[str | None, str]] = Counter()
        after: CustomerId | None = None
        is_complete = False
        while counted.total() < limit and not is_complete:
            batch = await self._tiers.next_placed(after, PREVIEW_BATCH)
            is_complete = len(batch) < PREVIEW_BATCH
            after = batch[-1][0] if batch else after
            for _, figures, old in batch:
                value = scoring.score(spec, figures).value
                counted[old, scoring.tier_for(spec, value, old)] += 1
        moved = sum(count for (old, new), count in counted.items() if old != new)
        return {
            "examined": counted.total(),
            "moved": moved,
            "is_complete": is_complete,
            "moves": scoring.moves(counted),
        }

    async def table(self) -> EntitlementTable:
        """Return the newest entitlement table.

        Raises:
            NoTables: none was ever saved.
        """
        saved = await self.entitlements()
        return EntitlementTable(saved.version.number, saved.spec, self._book)

    async def entitlements(self, number: int | None = None) -> EntitlementVersion:
        """Return a version of the table, or the newest.

        Raises:
            NoTables: none was ever saved.
            VersionNotFound: not this one.
        """
        saved = await self._versions.entitlements(number)
        if saved is None:
            raise NoTables if number is None else VersionNotFound(version=number)
        return saved

    async def entitlement_versions(self, limit: int = 200) -> list[Version]:
        """Return who saved which version when, newest first."""
        return await self._versions.entitlement_versions(limit)

    async def save_entitlements(
        self, actor: Actor, spec: EntitlementSpec, *, base: int, note: str
    ) -> EntitlementVersion:
        """Save a new version of the table.

        Raises:
            EntitlementsRefused: it names what the pack does not have, or lets the lowest tier
                starve.
            EntitlementsChanged: `base` is no longer the newest version.
        """
        refuse(EntitlementsRefused, entitlement_mistakes(spec, self._book))
        await self._versions.lock()
        newest = await self._versions.entitlements()
        number = newest.version.number if newest else 0
        if base != number:
            raise EntitlementsChanged(version=number)
        saved = EntitlementVersion(self._next(number, actor, note), spec)
        await self._versions.add_entitlements(saved)
        target = f"version {number + 1}"
        await self._audit.record(actor, "entitlements.saved", target, {"note": note})
        await self._tx.announce(entitlements_changed(saved, saved.version.at))
        return saved

    async def seed(self, weights: WeightsSpec, entitlements: EntitlementSpec) -> None:
        """Save the tables of the pack as version 1, unless there are versions already."""
        if await self._versions.weights() is None:
            await self.save_weights(SYSTEM, weights, base=0, note="pack")
        if await self._versions.entitlements() is None:
            await self.save_entitlements(SYSTEM, entitlements, base=0, note="pack")

    def _next(self, number: int, actor: Actor, note: str) -> Version:
        return Version(number + 1, self._clock.now(), actor.login, note)


def refuse(
    refusal: Callable[..., WeightsRefused | EntitlementsRefused], mistakes: list[Place]
) -> None:
    """Let a table pass that has no mistakes; a refusal names the first twenty."""
    if mistakes:
        told = [f"{dotted(path)}: {said}" for path, said in mistakes[:20]]
        raise refusal(mistakes="\n".join(told), count=len(mistakes))


def dotted(path: tuple[str | int, ...]) -> str:
    """Return `rows[3].steps[0].group` for the keys of a place."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")
