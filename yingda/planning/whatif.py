"""From a what-if to the centre: the scenario's promises written into the entitlement table."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from yingda.planning.jobs_errors import NothingToApply, TargetsRefused
from yingda.tiers import Entitlement, EntitlementRow, EntitlementSpec, EntitlementTable

Key = tuple[str, str, str]
Changes = Mapping[Key, Mapping[str, Any]]

LONGEST_MS: Final = 86_400_000


def class_name(tier: str, service_kind: str, channel: str) -> str:
    """Return what a class is called in scenarios; `tier.kind.channel`, as in explanations."""
    return f"{tier}.{service_kind}.{channel}"


def applied(scenario: Mapping[str, Any], table: EntitlementTable) -> EntitlementSpec:
    """Return the table with the targets and caps of a scenario that was found sound.

    Raises:
        TargetsRefused: a class the centre does not have, or a promise no table holds.
        NothingToApply: the table says the same already.
    """
    known = {_name(each): each for each in table.all()}
    mistakes = [
        said for place in enumerate(scenario["classes"]) for said in _mistakes(place, known)
    ]
    if mistakes:
        raise TargetsRefused(mistakes="\n".join(mistakes), count=len(mistakes))
    changes: dict[Key, Mapping[str, Any]] = {}
    for klass in scenario["classes"]:
        promised = known[klass["name"]]
        key = (promised.tier, promised.service_kind, promised.channel)
        if change := _change(klass, promised):
            changes[key] = change
    if not changes:
        raise NothingToApply
    return EntitlementSpec(rows=tuple(_rows(table.spec, changes)))


def _mistakes(place: tuple[int, Any], known: Mapping[str, Entitlement]) -> Iterator[str]:
    number, klass = place
    path = f"classes[{number}]"
    if klass["name"] not in known:
        yield f"{path}.name: no class of the table is called {klass['name']!r}"
    if not klass["target"]["share"] > 0:
        yield f"{path}.target.share: expected more than 0"
    if not 1 <= _within_ms(klass) <= LONGEST_MS:
        yield f"{path}.target.within: expected 0.001 to {LONGEST_MS // 1000} seconds"


def _change(klass: Mapping[str, Any], promised: Entitlement) -> dict[str, Any]:
    """Return what the scenario promises otherwise than the table."""
    wanted = {
        "target_share": klass["target"]["share"],
        "within_ms": _within_ms(klass),
        "abandon_cap": klass.get("abandon_cap", promised.abandon_cap),
    }
    return {name: value for name, value in wanted.items() if value != getattr(promised, name)}


def _rows(spec: EntitlementSpec, changes: Changes) -> Iterator[EntitlementRow]:
    """Yield the rows with the changes; the narrowest row is made where there was none."""
    left = dict(changes)
    for row in spec.rows:
        change = left.pop((row.tier, row.service_kind, row.channel), None)
        yield row.model_copy(update=dict(change)) if change else row
    for (tier, kind, channel), change in left.items():
        named = {"tier": tier, "service_kind": kind, "channel": channel}
        yield EntitlementRow.model_validate({**named, **change})


def _within_ms(klass: Mapping[str, Any]) -> int:
    within_s: float = klass["target"]["within"]
    return round(within_s * 1000)


def _name(each: Entitlement) -> str:
    return class_name(each.tier, each.service_kind, each.channel)
