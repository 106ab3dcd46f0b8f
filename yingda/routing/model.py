"""The words of routing: classes, plans, requests, offers, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType
from uuid import UUID

from yingda.agents import AgentId
from yingda.routing.core import NEVER, Policy

RequestId = NewType("RequestId", UUID)
"""The id of the contact that wants an agent."""

ANY = "*"


class ClassKey(NamedTuple):
    """A class 类别: tier · service kind · channel group; `*` stands for every value in a plan."""

    tier: str
    kind: str
    channel: str

    def __str__(self) -> str:
        return " · ".join(self)


@dataclass(frozen=True, slots=True)
class Step:
    """Who may serve a class, from when on: a group, or all groups (`*`), from a skill level up.

    Rank 1 is asked first; `after_ms` is the overflow delay. Several steps for one group relax the
    level as the caller waits.
    """

    group: str = ANY
    rank: int = 1
    after_ms: int = 0
    min_level: int = 0


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a class is promised, and by whom it is kept. `priority` 1 is the highest tier.

    `reserve` idle agents of every group of its steps are kept back from lower classes. `skill` is
    what an agent must have; empty: membership in the group is enough. `guard_ms` is the longest
    wait after which the class goes before all others (equality guard).
    """

    key: ClassKey
    within_ms: int = 30_000
    target: float = 0.8
    abandon_cap: float = 1.0
    priority: int = 1
    steps: tuple[Step, ...] = (Step(),)
    skill: str = ""
    reserve: int = 0
    guard_ms: int = NEVER
    offset: float = 0.0
    slope: float = 1.0
    callback_within_ms: int | None = None


@dataclass(frozen=True, slots=True)
class AgentSkills:
    """One agent as routing sees them: group, skill levels, contacts at once by channel group.

    `is_blended` lets other channels ring while the agent holds voice, and voice while others.
    """

    id: AgentId
    group: str
    skills: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[str, int] = field(default_factory=lambda: {"voice": 1})
    is_blended: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each state may last before the router itself acts; ms."""

    offer_ms: int = 45_000
    refusal_pause_ms: int = 60_000
    retry_pause_ms: int = 5_000
    waiting_ms: int = 86_400_000
    answered_ms: int = 43_200_000
    dialling_ms: int = 90_000


@dataclass(frozen=True, slots=True)
class RoutingPlan:
    """One version of who serves whom: made by `plan_from`, given to the router whole."""

    version: int
    classes: tuple[Entitlement, ...]
    agents: tuple[AgentSkills, ...]
    policy: Policy = Policy.SLD
    by_rank: bool = True
    patience: Patience = Patience()


class RequestState(StrEnum):
    WAITING = "waiting"
    DIALLING = "dialling"
    OFFERED = "offered"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"


class Withdrawal(StrEnum):
    """Why a request is taken out."""

    ABANDONED = "abandoned"
    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    LOST = "lost"
    EXPIRED = "expired"
    UNREACHED = "unreached"


class Refusal(StrEnum):
    """Why an offer was not answered."""

    REJECTED = "rejected"
    RING_TIMEOUT = "ring-timeout"
    UNREACHABLE = "unreachable"


class Reason(StrEnum):
    """Why this agent and this call, now."""

    IDLE_AT_ARRIVAL = "idle-at-arrival"
    MOST_URGENT = "most-urgent"
    OVERFLOW = "overflow"
    GUARD = "guard"
    OWN_AGENT = "own-agent"
    CALL_BACK = "call-back"


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is to be placed. `arrived_at` decides the place: a transfer or call-back keeps it."""

    id: RequestId
    key: ClassKey
    arrived_at: datetime
    excluded: tuple[AgentId, ...] = ()
    preferred: AgentId | None = None
    preferred_until: datetime | None = None
    is_callback: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the router keeps it; times in ms since 1970, steady.

    `place` breaks ties of `arrived_ms`. `shunned` are agents it is kept from, and until when.
    A call-back is dialled first; once `is_connected` the customer is on the line.
    """

    id: RequestId
    key: ClassKey
    arrived_ms: int
    place: int
    state: RequestState = RequestState.WAITING
    changed_ms: int = 0
    agent: AgentId | None = None
    decision: int | None = None
    is_carried_out: bool = False
    due_ms: int | None = None
    preferred: AgentId | None = None
    preferred_until_ms: int | None = None
    shunned: tuple[tuple[AgentId, int], ...] = ()
    is_callback: bool = False
    is_connected: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether an agent takes work, and idle since when."""

    agent: AgentId
    is_ready: bool
    since_ms: int


@dataclass(frozen=True, slots=True)
class Decision:
    """One journalled decision: who got whom, by how much, and who came second.

    `waited_ms` and the scores are those of the instant `at_ms`; `steering` is the version of beta
    used, `state_digest` that of lines, lanes and beta right after.
    """

    number: int
    at_ms: int
    request: RequestId
    agent: AgentId
    key: ClassKey
    reason: Reason
    waited_ms: int
    score: float
    rank: int
    runner_up: ClassKey | None
    runner_up_score: float | None
    beta: float
    policy: Policy
    plan_version: int
    steering: int
    state_digest: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An order to carry out: ring this agent for this request, or dial the customer first.

    The same `decision` may come twice after a crash; it is still one offer.
    """

    request: RequestId
    agent: AgentId
    key: ClassKey
    decision: int
    reason: Reason
    due_ms: int
    is_dial: bool = False


@dataclass(frozen=True, slots=True)
class Steering:
    """H, A and beta of every class after `version` moves."""

    version: int
    at_ms: int
    classes: Mapping[ClassKey, tuple[float, float, float]]
    resolved: Mapping[ClassKey, int]


@dataclass(frozen=True, slots=True)
class Position:
    """How many of the same class are ahead, and the estimated wait from now: half, four fifths."""

    ahead: int
    p50_ms: int | None
    p80_ms: int | None


@dataclass(frozen=True, slots=True)
class ClassOverview:
    """One class now. `share` and `abandoned` cover the last resolved requests (H and A)."""

    key: ClassKey
    waiting: int
    longest_wait_ms: int
    share: float
    abandoned: float
    beta: float
    target: float
    within_ms: int
    abandon_cap: float
    resolved: int


@dataclass(frozen=True, slots=True)
class ProfileOverview:
    """Agents who are alike, one channel: how many could take work, how many are kept back."""

    group: str
    channel: str
    agents: int
    idle: int
    reserve: int


@dataclass(frozen=True, slots=True)
class Overview:
    at_ms: int
    plan_version: int
    policy: Policy
    classes: tuple[ClassOverview, ...]
    profiles: tuple[ProfileOverview, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why this agent, why now: the request as it stands and its decisions, oldest first."""

    request: Request
    decisions: tuple[Decision, ...]
    betas: Mapping[int, Mapping[ClassKey, float]]
