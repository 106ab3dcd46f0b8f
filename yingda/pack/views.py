"""How a pack looks to the desk. The desk's types are made from this."""

from collections.abc import Sequence

from typing_extensions import TypedDict

from yingda.agents import NamedSpec
from yingda.agents.specs import ReasonSpec
from yingda.calls.api import AccessNumberView
from yingda.kit.words import Words
from yingda.pack.model import Pack
from yingda.pack.specs import DispositionSpec, PolicySpec
from yingda.tiers.specs import TierSpec


class PackView(TypedDict):
    """What the desk needs of the pack; `wrap_up_ms` of tiers without a time of their own."""

    code: str
    name: Words
    about: Words
    tiers: Sequence[TierSpec]
    service_kinds: list[NamedSpec]
    groups: Sequence[NamedSpec]
    skills: Sequence[NamedSpec]
    dispositions: Sequence[DispositionSpec]
    not_ready_reasons: Sequence[ReasonSpec]
    access_numbers: list[AccessNumberView]
    caller_states: Sequence[NamedSpec]
    products: Sequence[NamedSpec]
    wrap_up_ms: int
    policies: Sequence[PolicySpec]


def view(pack: Pack) -> PackView:
    """Return what the desk needs of the pack; nothing of the demo and nothing secret."""
    centre, agents = pack.centre, pack.agents
    return {
        "code": centre.code,
        "name": centre.name,
        "about": centre.about,
        "tiers": sorted(pack.tiers.tiers, key=lambda tier: tier.rank),
        "service_kinds": [
            NamedSpec(code=each.code, name=each.name) for each in centre.service_kinds
        ],
        "groups": agents.groups,
        "skills": agents.skills,
        "dispositions": pack.dispositions,
        "not_ready_reasons": agents.not_ready_reasons,
        "access_numbers": [
            {"number": number, "name": access.name}
            for number, access in pack.book.access_numbers.items()
        ],
        "caller_states": centre.caller_states,
        "products": centre.products,
        "wrap_up_ms": centre.patience.wrap_up_ms,
        "policies": pack.policies,
    }
