"""Tiers, the score behind each, and what a tier entitles to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from yingda.accounts import UserId
from yingda.customers import CustomerId
from yingda.tiers.specs import EntitlementSpec, TierSpec, WeightsSpec

Figures = Mapping[str, float]


class Cause(StrEnum):
    """Why a tier was looked at again."""

    FIGURES = "figures"
    NIGHTLY = "nightly"
    WEIGHTS = "weights"
    OVERRIDE = "override"
    OVERRIDE_ENDED = "override-ended"


@dataclass(frozen=True, slots=True)
class TierBook:
    """The words of the pack that rows of the tables may use."""

    tiers: tuple[TierSpec, ...]
    service_kinds: frozenset[str]
    channels: frozenset[str]
    groups: frozenset[str]

    @property
    def by_rank(self) -> tuple[TierSpec, ...]:
        """The tiers, highest first."""
        return tuple(sorted(self.tiers, key=lambda tier: tier.rank))

    @property
    def lowest(self) -> TierSpec:
        return self.by_rank[-1]

    def find(self, code: str) -> TierSpec:
        """Return the tier; one that the pack no longer has counts as the lowest."""
        return next((tier for tier in self.tiers if tier.code == code), self.lowest)


@dataclass(frozen=True, slots=True)
class Reason:
    """One figure's part in a score: the score is the sum of `points * weight` over all parts."""

    input: str
    figure: str
    name: Mapping[str, str]
    value: float | None
    points: float
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """From 0 to 100, in hundredths, with the parts it is made of."""

    value: float
    reason: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A tier given by hand. `until` None: until it is taken back."""

    tier: str
    reason: str
    by: UserId | None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class CustomerTier:
    """`computed` follows from the score; an override that holds goes before it."""

    customer: CustomerId
    computed: str
    score: Score
    since: datetime
    override: Override | None = None
    version: int = 1

    def tier(self, now: datetime) -> str:
        """Return the tier that counts now."""
        if self.override is not None and self.override.holds(now):
            return self.override.tier
        return self.computed

    @property
    def told(self) -> str:
        """The tier that was last announced: an override counts until its end is written down."""
        return self.override.tier if self.override else self.computed


@dataclass(frozen=True, slots=True)
class TierChange:
    """A line of the history."""

    at: datetime
    from_tier: str | None
    to_tier: str
    score: float
    reason: tuple[Reason, ...]
    cause: Cause
    actor: UserId | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a call needs to know of a customer: the tier and the figures that prompts may say."""

    tier: str
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A group that may serve; rank 1 is asked first, `after_ms` of waiting opens it."""

    group: str
    rank: int
    after_ms: int
    min_level: int = 0


@dataclass(frozen=True, slots=True)
class ComplaintClocks:
    acknowledge_ms: int
    answer_ms: int
    follow_up_ms: int


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a class (tier · service kind · channel) is promised. `priority` 1 is the highest tier.

    `max_wait_ms` and `complaint` are None where nothing is promised.
    """

    tier: str
    service_kind: str
    channel: str
    priority: int
    target_share: float
    within_ms: int
    abandon_cap: float
    steps: tuple[Step, ...]
    reserve: int = 0
    greeting: str = ""
    menu: str = ""
    callback_ms: int | None = None
    complaint: ComplaintClocks | None = None
    max_wait_ms: int | None = None
    last_agent_ms: int = 0
    wrap_up_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Who saved a table, when and why."""

    number: int
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class WeightsVersion:
    version: Version
    spec: WeightsSpec


@dataclass(frozen=True, slots=True)
class EntitlementVersion:
    version: Version
    spec: EntitlementSpec
