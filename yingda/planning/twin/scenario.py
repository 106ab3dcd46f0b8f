"""Scenario files: one what-if, as people and other tools write it. Seconds, and calls an hour."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from yingda.kit import yamlfile
from yingda.kit.yamlfile import Wrong
from yingda.planning.twin import scenario_rules
from yingda.routing.core import Policy

MAX_COUNT = 1_000_000

Positive = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=MAX_COUNT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


def _listed(value: Any) -> Any:
    """Return one value for all periods as a list of one."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _endless(value: Any) -> Any:
    """Return null for what a writer may say for "never": none."""
    return None if value in ("none", {"dist": "none"}) else value


Rates = Annotated[tuple[NotNegative, ...], BeforeValidator(_listed), Field(min_length=1)]
Heads = Annotated[
    tuple[Annotated[int, Field(ge=0, le=100_000)], ...],
    BeforeValidator(_listed),
    Field(min_length=1),
]


class Part(BaseModel):
    """Refuses unknown keys and values of another kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Exponential(Part):
    dist: Literal["exp"]
    mean: NotNegative


class Lognormal(Part):
    """`scv` is the variance divided by the square of the mean."""

    dist: Literal["lognormal"]
    mean: NotNegative
    scv: NotNegative


class Deterministic(Part):
    dist: Literal["deterministic"]
    mean: NotNegative


Duration = Annotated[Exponential | Lognormal | Deterministic, Field(discriminator="dist")]


class Target(Part):
    """`share` of calls answered within `within` seconds, counted as `measure` says."""

    share: Share
    within: NotNegative
    measure: Literal["sl_off", "sl_net", "sl_opt", "sl_srv"] = "sl_off"


class Affine(Part):
    """Policy affine: `offset` points at arrival and `slope` points a second of wait."""

    offset: Annotated[float, Field(allow_inf_nan=False)] = 0.0
    slope: Positive = 1.0


class CallClass(Part):
    """A kind of call, its callers and what they are promised.

    `guard`: seconds after which a call goes before all others. `tail`: the largest share that may
    wait longer than 3 targets, which staffing keeps; half of what the target leaves if not said.
    """

    name: Name
    arrivals: Rates
    service: Duration
    acw: Duration = Deterministic(dist="deterministic", mean=0)
    patience: Annotated[Duration | None, BeforeValidator(_endless)] = None
    target: Target
    abandon_cap: Share = 1.0
    priority: Annotated[int, Field(ge=0, le=1000)] = 1
    affine: Affine = Affine()
    guard: NotNegative | None = None
    tail: Share | None = None


class Skill(Part):
    """Rank 1 first; after `after` seconds of wait; `reserve` agents of the group stay idle."""

    rank: Annotated[int, Field(ge=1, le=1000)] = 1
    after: NotNegative = 0.0
    reserve: Annotated[int, Field(ge=0, le=100_000)] = 0


class Group(Part):
    """Agents who are alike. Staffing takes no fewer than `least` and no more than `most`."""

    name: Name
    agents: Heads
    speed: Positive = 1.0
    skills: dict[str, Skill]
    least: Annotated[int, Field(ge=0, le=100_000)] = 0
    most: Annotated[int, Field(ge=0, le=100_000)] | None = None


class Periods(Part):
    count: Annotated[int, Field(ge=1, le=10_000)]
    length: Positive


class Run(Part):
    """Without `window`: one day of all periods, until the last call is served."""

    warmup: NotNegative = 0.0
    window: Positive | None = None
    replications: Count = 20
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1


class Scenario(Part):
    """One what-if."""

    name: Name = "scenario"
    classes: Annotated[list[CallClass], Field(min_length=1, max_length=1000)]
    groups: Annotated[list[Group], Field(min_length=1, max_length=1000)]
    periods: Periods | None = None
    policy: Annotated[Policy, Field(strict=False)] = Policy.SLD
    run: Run = Run()

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        mistakes = scenario_rules.mistakes(self)
        if mistakes:
            raise Wrong(*mistakes)
        return self

    @property
    def seconds(self) -> float:
        """Return how long one replication counts calls."""
        if self.run.window is not None:
            return self.run.window
        return self.periods.count * self.periods.length if self.periods else 0.0

    @property
    def period_count(self) -> int:
        return self.periods.count if self.periods else 1

    def with_run(self, *, policy: Policy | None = None, **run: int | None) -> "Scenario":
        """Return the scenario with another policy, seed or number of replications."""
        changed = {key: value for key, value in run.items() if value is not None}
        fields = self.run.model_dump() | changed
        return self.model_copy(
            update={"run": Run.model_validate(fields), "policy": policy or self.policy}
        )

    def with_agents(self, agents: list[tuple[int, ...]]) -> "Scenario":
        """Return the scenario with other crews, a tuple a group."""
        groups = [
            group.model_copy(update={"agents": crew})
            for group, crew in zip(self.groups, agents, strict=True)
        ]
        return self.model_copy(update={"groups": groups})


def load_scenario(path: Path) -> Scenario:
    """Return the scenario in a YAML or JSON file.

    Raises:
        FileRefused: with every mistake, its line and what was expected.
    """
    return yamlfile.load(path, Scenario)
