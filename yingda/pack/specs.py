"""The files of a pack: one model a file, made of the sections that the rooms own."""

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from yingda.accounts import UserSpec
from yingda.agents import AgentRulesSpec, AgentSpec, NamedSpec, ReasonSpec
from yingda.calls.flow import AccessNumber, CallBack, Flow, Prompt
from yingda.customers import CustomerSpec
from yingda.kit.words import Spec, Words
from yingda.standards import CalendarSpec
from yingda.tiers import TierSpec, WeightsSpec

CHANNELS: Final = frozenset({"voice", "video", "chat", "email", "sms", "fax"})
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Ms = Annotated[int, Field(ge=0, le=86_400_000)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Chance = Annotated[float, Field(ge=0, le=1)]


class ServiceKindSpec(NamedSpec):
    """A kind of service. Agents need `skill` for it; without one, the whole group may serve."""

    skill: Code | None = None


class PatienceSpec(Spec):
    """How long each stage of a call may last."""

    ring_ms: Ms = 20_000
    hold_ms: Ms = 600_000
    prompt_ms: Ms = 120_000
    wrap_up_ms: Ms = 30_000
    wrap_up_limit_ms: Ms = 600_000
    short_abandon_ms: Ms = 5_000


class SupervisionSpec(Spec):
    """What an agent may know of a supervisor at their call; whispering is always shown."""

    shows_listening: bool = False


class PackFile(Spec):
    """`pack.yaml`: what the centre is called and the words it works with."""

    code: Code
    name: Words
    about: Words
    time_zone: str = "Asia/Shanghai"
    strangers: Code
    """The tier of a caller nobody knows."""
    service_kinds: tuple[ServiceKindSpec, ...] = Field(min_length=1)
    caller_states: tuple[NamedSpec, ...] = ()
    products: tuple[NamedSpec, ...] = ()
    """What customers may hold; one that is not named here is shown under its own name."""
    patience: PatienceSpec = PatienceSpec()
    supervision: SupervisionSpec = SupervisionSpec()


class TiersFile(Spec):
    """`tiers.yaml`: the value tiers, and how a customer's figures lead to one."""

    tiers: tuple[TierSpec, ...] = Field(min_length=1)
    weights: WeightsSpec


class AgentsFile(Spec):
    """`agents.yaml`: groups, skills, reasons not to be ready, and how states time out."""

    groups: tuple[NamedSpec, ...] = Field(min_length=1)
    skills: tuple[NamedSpec, ...] = ()
    not_ready_reasons: tuple[ReasonSpec, ...] = Field(min_length=1)
    states: AgentRulesSpec = AgentRulesSpec()


class CalendarsFile(Spec):
    """`calendars.yaml`: opening hours by name."""

    calendars: dict[Code, CalendarSpec]


class CallsFile(Spec):
    """`calls.yaml`: access numbers, the flows behind them and what is said."""

    access_numbers: dict[str, AccessNumber] = Field(min_length=1)
    flows: dict[str, Flow]
    prompts: dict[str, Prompt]
    callback: CallBack | None = None


class DispositionSpec(NamedSpec):
    """A result of a contact. Only a leaf can be chosen; the tree is at most three levels deep."""

    children: tuple["DispositionSpec", ...] = ()


class DispositionsFile(Spec):
    """`dispositions.yaml`: outcome, reason, next step."""

    dispositions: tuple[DispositionSpec, ...] = Field(min_length=1)


class PolicySpec(Spec):
    """A limit that somebody set outside: its value, where it is written, and since when.

    `is_read` is false for a number that was taken from a report, not from the text itself.
    """

    code: Code
    name: Words
    value: float
    unit: Literal["ms", "seconds", "hours", "days", "working-days", "share", "yuan", "times"]
    scope: Words
    source: Text
    valid_from: dt.date
    is_read: bool


class PoliciesFile(Spec):
    """`policies.yaml`: limits of law and trade, dated and sourced."""

    policies: tuple[PolicySpec, ...] = ()


class MadeProductSpec(Spec):
    """A product that a made customer holds with this chance."""

    code: Text
    name: Text
    chance: Chance


class MadeSegmentSpec(Spec):
    """A share of the made customers who are alike; `figures` are drawn between low and high."""

    share: Annotated[float, Field(gt=0, le=1)]
    kind: Literal["person", "company"] = "person"
    figures: dict[str, tuple[float, float]]
    products: tuple[MadeProductSpec, ...] = ()
    count_as: str | None = None
    """The figure that counts the products held."""
    elderly: Chance = 0.0
    english: Chance = 0.0


class MadeCustomersSpec(Spec):
    """Customers made up by a seeded draw: the same seed gives the same people."""

    seed: int
    count: Annotated[int, Field(ge=1, le=9999)]
    phone_prefix: Annotated[str, StringConstraints(pattern=r"^[0-9]{7}$")]
    """The number of customer n is the prefix and n in four digits."""
    company_phone_prefix: Annotated[str, StringConstraints(pattern=r"^0[0-9]{2,7}$")]
    """A company has a fixed line too: area code and the first digits, then n in four digits."""
    surnames: tuple[Text, ...] = Field(min_length=1)
    women: tuple[Text, ...] = Field(min_length=1)
    men: tuple[Text, ...] = Field(min_length=1)
    english_names: tuple[Text, ...] = ("Alex Morgan",)
    companies: tuple[Text, ...] = Field(min_length=1)
    trades: tuple[Text, ...] = Field(min_length=1)
    regions: tuple[Text, ...] = Field(min_length=1)
    segments: tuple[MadeSegmentSpec, ...] = Field(min_length=1)


class DemoFile(Spec):
    """`demo.yaml`: people to try the centre with. Passwords here are public."""

    users: tuple[UserSpec, ...] = ()
    agents: tuple[AgentSpec, ...] = ()
    customers: tuple[CustomerSpec, ...] = ()
    made_customers: MadeCustomersSpec | None = None
