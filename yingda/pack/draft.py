"""The files of a pack as read, before their references to each other are checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yingda.kit.yamlmarks import KeyPath
from yingda.pack.model import Demo, tier_book
from yingda.pack.specs import (
    AgentsFile,
    CalendarsFile,
    CallsFile,
    DemoFile,
    DispositionsFile,
    PackFile,
    PoliciesFile,
    TiersFile,
)
from yingda.tiers import EntitlementSpec, TierBook


@dataclass(frozen=True, slots=True)
class Draft:
    centre: PackFile
    tiers: TiersFile
    entitlements: EntitlementSpec
    agents: AgentsFile
    calendars: CalendarsFile
    calls: CallsFile
    dispositions: DispositionsFile
    policies: PoliciesFile
    demo_file: DemoFile
    demo: Demo

    @property
    def tier_codes(self) -> frozenset[str]:
        return frozenset(tier.code for tier in self.tiers.tiers)

    @property
    def kind_codes(self) -> frozenset[str]:
        return frozenset(kind.code for kind in self.centre.service_kinds)

    @property
    def group_codes(self) -> frozenset[str]:
        return frozenset(group.code for group in self.agents.groups)

    @property
    def skill_codes(self) -> frozenset[str]:
        return frozenset(skill.code for skill in self.agents.skills)

    @property
    def tier_book(self) -> TierBook:
        return tier_book(self.centre, self.tiers, self.agents)

    @property
    def figures(self) -> frozenset[str]:
        """Every figure a customer may have: weighed for the tier, or only told to the caller."""
        weighed = {name for one in self.tiers.weights.inputs.values() for name in one.figures}
        return frozenset(weighed | {name for who in self.demo.customers for name in who.figures})


@dataclass(frozen=True, slots=True)
class Slip:
    """A reference that leads nowhere, or two things that do not fit, at a place of a file."""

    file: str
    path: KeyPath
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """A file and the keys down to a part of it."""

    file: str
    path: KeyPath = ()

    def at(self, *keys: str | int) -> "Place":
        return Place(self.file, (*self.path, *keys))

    def slip(self, message: str) -> Slip:
        return Slip(self.file, self.path, message)


def must_be(place: Place, what: str, code: str, known: Iterable[str]) -> Iterator[Slip]:
    """Yield a slip unless `code` is one of the known ones."""
    choices = sorted(known)
    if code not in choices:
        expected = ", ".join(choices) if choices else "none is defined"
        yield place.slip(f"there is no {what} {code!r}; expected one of: {expected}")


def must_differ(place: Place, what: str, codes: Iterable[str], key: str = "code") -> Iterator[Slip]:
    """Yield a slip for each entry of a list whose code was used before."""
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield place.at(index, key).slip(f"{what} {code!r} is written twice")
        seen.add(code)
