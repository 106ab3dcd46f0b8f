"""What a pack, or the editor page, may say about tiers, weights and entitlements."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from yingda.kit.words import Spec, Words
from yingda.kit.yamlfile import Wrong

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Ms = Annotated[int, Field(ge=0, le=31_622_400_000)]
Points = Annotated[float, Field(ge=0, le=100)]
InputName = Literal["contribution", "loyalty", "credit"]


class TierSpec(Spec):
    """One value tier; `rank` 1 is the highest."""

    code: Code
    name: Words
    rank: int = Field(ge=1, le=99)
    colour: str = Field(max_length=64)


class FigureSpec(Spec):
    """How a figure becomes points: straight lines between (value, points), flat beyond the ends."""

    name: Words
    weight: float = Field(default=1.0, gt=0)
    """Share of the input, relative to its other figures."""
    points: tuple[tuple[float, Points], ...] = Field(min_length=1, max_length=50)
    missing: Points = 0.0
    """Points of a customer whose figure is not known."""

    @model_validator(mode="after")
    def _rising(self) -> "FigureSpec":
        for place, (left, right) in enumerate(pairwise(self.points)):
            if left[0] >= right[0]:
                raise Wrong((("points", place + 1), "expected a larger value than the one before"))
        return self


class InputSpec(Spec):
    """Contribution, loyalty or credit: its weight in the score and the figures that make it."""

    weight: float = Field(ge=0)
    figures: dict[Code, FigureSpec] = Field(min_length=1)


class WeightsSpec(Spec):
    """How the figures of a customer become a score from 0 to 100, and the score a tier."""

    inputs: dict[InputName, InputSpec] = Field(min_length=1)
    bands: dict[Code, Points] = Field(min_length=1)
    """Lowest score of each tier; the lowest tier begins at 0."""
    margin: float = Field(default=3.0, ge=0, le=50)
    """A customer goes down only when the score is this far below the band, so nobody flaps."""

    @model_validator(mode="after")
    def _sound(self) -> "WeightsSpec":
        if not sum(spec.weight for spec in self.inputs.values()) > 0:
            raise Wrong((("inputs",), "expected at least one weight above 0"))
        if min(self.bands.values()) != 0:
            raise Wrong((("bands",), "expected the lowest tier to begin at 0"))
        if len(set(self.bands.values())) != len(self.bands):
            raise Wrong((("bands",), "two tiers begin at the same score"))
        names = [name for spec in self.inputs.values() for name in spec.figures]
        if len(set(names)) != len(names):
            raise Wrong((("inputs",), "a figure may stand in one input only"))
        return self


class StepSpec(Spec):
    """A group that may serve the class; `after_ms` of waiting opens it, rank 1 is asked first.

    Several steps for one group relax the level of skill asked for while the caller waits.
    """

    group: Code
    rank: int = Field(default=1, ge=1, le=99)
    after_ms: Ms = 0
    min_level: int = Field(default=0, ge=0, le=10)


class ComplaintClocksSpec(Spec):
    """Within what time a complaint is acknowledged, answered, and followed up after its answer."""

    acknowledge_ms: Ms
    answer_ms: Ms
    follow_up_ms: Ms


class EntitlementRow(Spec):
    """What a tier is promised; `*` rows are the default of the tier, narrower rows change them.

    From general to narrow: (*, *), (*, channel), (kind, *), (kind, channel). A narrower row says
    only what differs.
    """

    tier: Code
    service_kind: Code | Literal["*"] = "*"
    channel: Code | Literal["*"] = "*"
    target_share: Annotated[float, Field(gt=0, le=1)] | None = None
    within_ms: Annotated[int, Field(ge=1, le=86_400_000)] | None = None
    abandon_cap: Share | None = None
    reserve: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Idle agents a group keeps back for this class before it takes work of lower ones."""
    steps: tuple[StepSpec, ...] | None = None
    greeting: str | None = Field(default=None, max_length=64)
    menu: str | None = Field(default=None, max_length=64)
    callback_ms: Ms | None = None
    complaint: ComplaintClocksSpec | None = None
    max_wait_ms: Ms | None = None
    """After this wait the class goes before all others: the equality guard."""
    last_agent_ms: Ms | None = None
    """How long the dedicated or last agent is waited for before others are asked."""
    wrap_up_ms: Ms | None = None

    @model_validator(mode="after")
    def _each_step_once(self) -> "EntitlementRow":
        seen = [(step.group, step.min_level) for step in self.steps or ()]
        for place, step in enumerate(seen):
            if step in seen[:place]:
                raise Wrong((("steps", place), f"group {step[0]!r} is written twice"))
        return self


class EntitlementSpec(Spec):
    """The whole table, as it is versioned."""

    rows: tuple[EntitlementRow, ...] = Field(min_length=1, max_length=5000)

    @model_validator(mode="after")
    def _each_place_once(self) -> "EntitlementSpec":
        places = [(row.tier, row.service_kind, row.channel) for row in self.rows]
        for index, place in enumerate(places):
            if place in places[:index]:
                raise Wrong((("rows", index), f"{' · '.join(place)} is written twice"))
        return self
