"""What a class is promised: the one function that every consumer asks, and what a table must hold.

Rows go from general to narrow: (*, *), (*, channel), (kind, *), (kind, channel). A narrower row
changes only what it says.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import Any, Final

from yingda.tiers.model import ComplaintClocks, Entitlement, Step, TierBook
from yingda.tiers.specs import EntitlementRow, EntitlementSpec

Place = tuple[tuple[str | int, ...], str]

_REQUIRED: Final = ("target_share", "within_ms", "abandon_cap", "steps")
_NAMES: Final = ("tier", "service_kind", "channel")


class EntitlementTable:
    """One version of the table; `entitlement` answers from memory."""

    def __init__(self, version: int, spec: EntitlementSpec, book: TierBook) -> None:
        self.version = version
        self.spec = spec
        self._book = book
        self._known: dict[tuple[str, str, str], Entitlement] = {}

    def entitlement(self, tier: str, service_kind: str, channel: str) -> Entitlement:
        """Return what this class is promised; a tier the pack no longer has is the lowest."""
        key = (self._book.find(tier).code, service_kind, channel)
        if key not in self._known:
            self._known[key] = self._resolved(*key)
        return self._known[key]

    def all(self) -> Iterator[Entitlement]:
        """Yield the entitlement of every class of the pack, highest tier first."""
        kinds, channels = sorted(self._book.service_kinds), sorted(self._book.channels)
        for tier, kind, channel in product(self._book.by_rank, kinds, channels):
            yield self.entitlement(tier.code, kind, channel)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], EntitlementRow]:
        return {(row.tier, row.service_kind, row.channel): row for row in self.spec.rows}

    def _resolved(self, tier: str, service_kind: str, channel: str) -> Entitlement:
        said: dict[str, Any] = {}
        for kind, way in (("*", "*"), ("*", channel), (service_kind, "*"), (service_kind, channel)):
            row = self._rows.get((tier, kind, way))
            said |= row.model_dump(exclude_none=True) if row else {}
        said |= {"tier": tier, "service_kind": service_kind, "channel": channel}
        said["steps"] = tuple(Step(**step) for step in said["steps"])
        if "complaint" in said:
            said["complaint"] = ComplaintClocks(**said["complaint"])
        return Entitlement(priority=self._book.find(tier).rank, **said)


def entitlement_mistakes(spec: EntitlementSpec, book: TierBook) -> list[Place]:
    """Return what the table gets wrong: (keys from the table down, what was expected)."""
    mistakes: list[Place] = [
        (("rows", index, *keys), said)
        for index, row in enumerate(spec.rows)
        for keys, said in _row_mistakes(row, book)
    ]
    mistakes += _default_mistakes(spec, book)
    return mistakes or _guard_mistakes(spec, book)


def _row_mistakes(row: EntitlementRow, book: TierBook) -> Iterator[Place]:
    tiers = frozenset(tier.code for tier in book.tiers)
    known = {"tier": tiers, "service_kind": book.service_kinds, "channel": book.channels}
    for name in _NAMES:
        code = getattr(row, name)
        if code not in known[name] and not (code == "*" and name != "tier"):
            yield (name,), f"no {name.replace('_', ' ')} named {code!r}"
    if row.steps is not None and not row.steps:
        yield ("steps",), "expected at least one group"
    for place, step in enumerate(row.steps or ()):
        if step.group not in book.groups:
            yield ("steps", place, "group"), f"no group named {step.group!r}"


def _default_mistakes(spec: EntitlementSpec, book: TierBook) -> Iterator[Place]:
    defaults = {
        row.tier: (index, row)
        for index, row in enumerate(spec.rows)
        if (row.service_kind, row.channel) == ("*", "*")
    }
    for tier in book.by_rank:
        if tier.code not in defaults:
            yield ("rows",), f'expected a row of {tier.code} with service_kind "*" and channel "*"'
            continue
        index, row = defaults[tier.code]
        for name in _REQUIRED:
            if getattr(row, name) is None:
                yield ("rows", index), f"missing; the default row of {tier.code} needs {name}"


def _guard_mistakes(spec: EntitlementSpec, book: TierBook) -> list[Place]:
    """Return how the lowest tier could starve: it keeps a longest wait and a group, always."""
    lowest = book.lowest.code
    for index, row in enumerate(spec.rows):
        if row.tier == lowest and (row.service_kind, row.channel) == ("*", "*"):
            if row.max_wait_ms is None:
                said = f"missing; the lowest tier ({lowest}) must keep a longest wait"
                return [(("rows", index, "max_wait_ms"), said)]
            return _late_mistakes(spec, book)
    return []


def _late_mistakes(spec: EntitlementSpec, book: TierBook) -> list[Place]:
    """Return where a class of the lowest tier has no group open before its longest wait is over."""
    table = EntitlementTable(0, spec, book)
    return [
        (("rows",), f"{_named(one)}: no group opens before its longest wait ({one.max_wait_ms} ms)")
        for one in table.all()
        if one.tier == book.lowest.code
        and one.max_wait_ms is not None
        and min(step.after_ms for step in one.steps) > one.max_wait_ms
    ]


def _named(one: Entitlement) -> str:
    return f"{one.tier} · {one.service_kind} · {one.channel}"
