"""A loaded pack: everything a trade decides, checked, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from yingda.accounts import UserSpec
from yingda.agents import AgentPolicy, AgentSpec
from yingda.calls.flow import FlowBook
from yingda.customers import CustomerSpec
from yingda.pack.specs import (
    CHANNELS,
    AgentsFile,
    DispositionSpec,
    PackFile,
    PolicySpec,
    TiersFile,
)
from yingda.standards import Calendar
from yingda.tiers import EntitlementSpec, TierBook


@dataclass(frozen=True, slots=True)
class Demo:
    """People to try the centre with; made-up customers are among `customers`."""

    users: tuple[UserSpec, ...] = ()
    agents: tuple[AgentSpec, ...] = ()
    customers: tuple[CustomerSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    centre: PackFile
    tiers: TiersFile
    entitlements: EntitlementSpec
    agents: AgentsFile
    calendars: Mapping[str, Calendar]
    book: FlowBook
    dispositions: tuple[DispositionSpec, ...]
    policies: tuple[PolicySpec, ...]
    demo: Demo

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.centre.time_zone)

    @property
    def tier_book(self) -> TierBook:
        """The words that the tables of tiers may use."""
        return tier_book(self.centre, self.tiers, self.agents)

    @property
    def skills(self) -> frozenset[str]:
        return frozenset(skill.code for skill in self.agents.skills)

    @property
    def skill_of_kind(self) -> dict[str, str | None]:
        """The skill that each service kind asks of an agent; None asks for none."""
        return {kind.code: kind.skill for kind in self.centre.service_kinds}

    @property
    def wrap_up_by_tier(self) -> dict[str, int]:
        """After-call work in milliseconds, for the tiers that have a time of their own."""
        return {
            row.tier: row.wrap_up_ms
            for row in self.entitlements.rows
            if row.wrap_up_ms is not None and (row.service_kind, row.channel) == ("*", "*")
        }

    @property
    def disposition_codes(self) -> frozenset[str]:
        """The leaves of the tree: what an agent may choose."""
        return frozenset(leaf.code for leaf in leaves(self.dispositions))

    @property
    def agent_policy(self) -> AgentPolicy:
        reasons = frozenset(reason.code for reason in self.agents.not_ready_reasons)
        return self.agents.states.policy(reasons, self.zone)


def tier_book(centre: PackFile, tiers: TiersFile, agents: AgentsFile) -> TierBook:
    """Return the words that the tables of tiers may use."""
    return TierBook(
        tiers=tiers.tiers,
        service_kinds=frozenset(kind.code for kind in centre.service_kinds),
        channels=CHANNELS,
        groups=frozenset(group.code for group in agents.groups),
    )


def leaves(tree: tuple[DispositionSpec, ...]) -> list[DispositionSpec]:
    """Return what can be chosen, in the order of the tree."""
    found: list[DispositionSpec] = []
    for node in tree:
        found += leaves(node.children) if node.children else [node]
    return found
