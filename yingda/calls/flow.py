"""What a caller hears and may press: flows as data, written in the pack, walked by `rules`.

A *flow* is a graph of steps. An *access number* picks the flow by tier. Prompts are texts in two
languages with variants by tier, so a greeting differs without a second flow.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from yingda.kit.words import Spec, Words

Key = Annotated[str, Field(pattern=r"^[0-9*#]$")]


class Prompt(Words):
    """What is said; `by_tier` replaces it for callers of that tier.

    The texts may use `{name}`, `{position}`, `{minutes}`, `{number}` and the customer's figures.
    """

    by_tier: dict[str, Words] = Field(default_factory=dict)


class Hours(Spec):
    """Ask a calendar of the pack whether the centre is open; `always` lists tiers never closed."""

    do: Literal["hours"]
    calendar: str
    open: str
    closed: str
    always: tuple[str, ...] = ()


class Say(Spec):
    do: Literal["say"]
    prompt: str
    next: str


class Choice(Spec):
    label: Words
    next: str


class Menu(Spec):
    """Play the prompt, take one key. `otherwise` follows when all tries are used up."""

    do: Literal["menu"]
    prompt: str
    keys: dict[Key, Choice]
    timeout_ms: int = Field(default=5000, ge=500, le=60_000)
    tries: int = Field(default=3, ge=1, le=9)
    wrong: str | None = None
    silent: str | None = None
    otherwise: str


class Queue(Spec):
    """End the flow in a request for a person."""

    do: Literal["queue"]
    service_kind: str
    waiting: str | None = None
    repeat_ms: int = Field(default=30_000, ge=5_000)
    longest_ms: int = Field(default=1_800_000, ge=1_000)


class Branch(Spec):
    """Go by what is known of the caller: a figure, or `elderly`."""

    do: Literal["branch"]
    has: str
    yes: str
    no: str


class CallBack(Spec):
    """Call-back in line: whom it is offered to, how often and when the customer is dialled.

    `above_ms`: only when the wait to expect is at least this long. `numbers` is a pattern: other
    numbers are never dialled. The entitlement table says which classes may ask, and the promise.
    """

    key: Key = "1"
    offer: str
    taken: str
    greeting: str
    numbers: str = Field(default=r"\+?[0-9]{5,15}", max_length=200)
    hours: str | None = None
    after_ms: int = Field(default=20_000, ge=0, le=3_600_000)
    above_ms: int = Field(default=60_000, ge=0, le=3_600_000)
    ring_ms: int = Field(default=30_000, ge=5_000, le=80_000)
    attempts: int = Field(default=3, ge=1, le=20)
    pause_ms: int = Field(default=300_000, ge=1_000, le=86_400_000)
    longest_ms: int = Field(default=86_400_000, ge=60_000, le=604_800_000)

    @field_validator("numbers")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as odd:
            raise ValueError(f"expected a regular expression: {odd}") from odd
        return pattern

    @property
    def prompts(self) -> tuple[str, ...]:
        return self.offer, self.taken, self.greeting


class HangUp(Spec):
    do: Literal["hang_up"]
    outcome: Literal["self-served", "closed-hours", "no-agents", "abandoned-menu"] = "self-served"


Step = Annotated[Hours | Branch | Say | Menu | Queue | HangUp, Field(discriminator="do")]


class Flow(Spec):
    start: str
    steps: dict[str, Step]

    @model_validator(mode="after")
    def _steps_exist(self) -> "Flow":
        for source, target in [("start", self.start), *self._arrows()]:
            if target not in self.steps:
                raise ValueError(f"{source}: no step named {target!r}")
        return self

    def _arrows(self) -> list[tuple[str, str]]:
        arrows: list[tuple[str, str]] = []
        for name, step in self.steps.items():
            match step:
                case Hours():
                    arrows += [(name, step.open), (name, step.closed)]
                case Branch():
                    arrows += [(name, step.yes), (name, step.no)]
                case Say():
                    arrows.append((name, step.next))
                case Menu():
                    arrows += [(name, choice.next) for choice in step.keys.values()]
                    arrows.append((name, step.otherwise))
                case Queue() | HangUp():
                    pass
        return arrows


class AccessNumber(Spec):
    """A number callers dial; `by_tier` gives a tier a flow of its own."""

    name: Words
    flow: str
    by_tier: dict[str, str] = Field(default_factory=dict)


class FlowBook(Spec):
    """Every access number, flow and prompt of a pack."""

    access_numbers: dict[str, AccessNumber]
    flows: dict[str, Flow]
    prompts: dict[str, Prompt]
    callback: CallBack | None = None

    @model_validator(mode="after")
    def _names_exist(self) -> "FlowBook":
        for number, access in self.access_numbers.items():
            for wanted in (access.flow, *access.by_tier.values()):
                if wanted not in self.flows:
                    raise ValueError(f"access_numbers.{number}: no flow named {wanted!r}")
        spoken = [(f"flows.{name}", prompts_of(flow)) for name, flow in self.flows.items()]
        spoken.append(("callback", list(self.callback.prompts) if self.callback else []))
        for place, prompts in spoken:
            for prompt in prompts:
                if prompt not in self.prompts:
                    raise ValueError(f"{place}: no prompt named {prompt!r}")
        return self

    def flow_for(self, number: str, tier: str) -> tuple[str, Flow] | None:
        """Return the name and the flow of `number` for `tier`, or nothing for an unknown number."""
        access = self.access_numbers.get(number)
        if access is None:
            return None
        name = access.by_tier.get(tier, access.flow)
        return name, self.flows[name]

    def words(self, prompt: str, tier: str, language: str) -> str:
        """Return the text of `prompt` for the tier, in the language (`zh…`, else English)."""
        spec = self.prompts[prompt]
        words: Words = spec.by_tier.get(tier, spec)
        return words.zh if language.startswith("zh") else words.en


def prompts_of(flow: Flow) -> list[str]:
    """Return every prompt the flow may play."""
    names: list[str | None] = []
    for step in flow.steps.values():
        match step:
            case Say():
                names.append(step.prompt)
            case Menu():
                names += [step.prompt, step.wrong, step.silent]
            case Queue():
                names.append(step.waiting)
            case Hours() | Branch() | HangUp():
                pass
    return [name for name in names if name is not None]
