"""What must fit in the flows of a pack: names, words to fill in, and a way to a person."""

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Final

from yingda.calls.flow import Branch, Flow, Hours, Menu, Prompt, Queue, Say, Step
from yingda.kit.words import Words
from yingda.pack.draft import Draft, Place, Slip, must_be

CALLS: Final = Place("calls.yaml")
TOLD: Final = frozenset({"name", "position", "minutes", "number"})
"""What a prompt may name besides the customer's figures."""
KNOWN: Final = frozenset({"elderly"})
"""What a branch may ask besides the customer's figures."""


def check_calls(draft: Draft) -> Iterator[Slip]:
    """Yield everything in the flows that leads nowhere."""
    yield from _check_numbers(draft)
    for name, flow in draft.calls.flows.items():
        yield from _check_flow(draft, CALLS.at("flows", name), flow)
    yield from _check_callback(draft, CALLS.at("callback"))
    for name, prompt in draft.calls.prompts.items():
        yield from _check_prompt(draft, CALLS.at("prompts", name), prompt)


def _check_numbers(draft: Draft) -> Iterator[Slip]:
    flows = draft.calls.flows
    used: set[str] = set()
    for number, access in draft.calls.access_numbers.items():
        place = CALLS.at("access_numbers", number)
        yield from must_be(place.at("flow"), "flow", access.flow, flows)
        for tier, flow in access.by_tier.items():
            yield from must_be(place.at("by_tier", tier), "tier", tier, draft.tier_codes)
            yield from must_be(place.at("by_tier", tier), "flow", flow, flows)
        used |= {access.flow, *access.by_tier.values()}
    for name in flows:
        if name not in used:
            yield CALLS.at("flows", name).slip("no access number leads to this flow")


def _check_callback(draft: Draft, place: Place) -> Iterator[Slip]:
    spec = draft.calls.callback
    if spec is None:
        return
    for key in ("offer", "taken", "greeting"):
        name: str = getattr(spec, key)
        yield from must_be(place.at(key), "prompt", name, draft.calls.prompts)
    if spec.hours is not None:
        yield from must_be(place.at("hours"), "calendar", spec.hours, draft.calendars.calendars)


def _check_flow(draft: Draft, place: Place, flow: Flow) -> Iterator[Slip]:
    for name, step in flow.steps.items():
        yield from _check_step(draft, place.at("steps", name), step)
    reached = _reached(flow)
    for name in flow.steps:
        if name not in reached:
            yield place.at("steps", name).slip("no way leads to this step")
    if not any(isinstance(flow.steps[name], Queue) for name in reached):
        yield place.slip("no way leads to a person: at least one step must be `do: queue`")


def _check_step(draft: Draft, place: Place, step: Step) -> Iterator[Slip]:
    prompts = draft.calls.prompts
    match step:
        case Hours():
            calendars = draft.calendars.calendars
            yield from must_be(place.at("calendar"), "calendar", step.calendar, calendars)
            for index, tier in enumerate(step.always):
                yield from must_be(place.at("always", index), "tier", tier, draft.tier_codes)
        case Branch():
            yield from must_be(place.at("has"), "figure", step.has, KNOWN | draft.figures)
        case Say():
            yield from must_be(place.at("prompt"), "prompt", step.prompt, prompts)
        case Menu():
            yield from _check_named(place, prompts, step, ("prompt", "wrong", "silent"))
        case Queue():
            kinds = draft.kind_codes
            yield from must_be(place.at("service_kind"), "service kind", step.service_kind, kinds)
            yield from _check_named(place, prompts, step, ("waiting",))
        case _:
            return


def _check_named(
    place: Place, prompts: Mapping[str, Prompt], step: Step, keys: Iterable[str]
) -> Iterator[Slip]:
    for key in keys:
        name: str | None = getattr(step, key)
        if name is not None:
            yield from must_be(place.at(key), "prompt", name, prompts)


def _reached(flow: Flow) -> set[str]:
    """Return the steps that can be reached from the start."""
    found: set[str] = set()
    ahead = [flow.start]
    while ahead:
        name = ahead.pop()
        if name not in found and name in flow.steps:
            found.add(name)
            ahead += _next(flow.steps[name])
    return found


def _next(step: Step) -> list[str]:
    match step:
        case Hours():
            return [step.open, step.closed]
        case Branch():
            return [step.yes, step.no]
        case Say():
            return [step.next]
        case Menu():
            return [choice.next for choice in step.keys.values()] + [step.otherwise]
        case _:
            return []


def _check_prompt(draft: Draft, place: Place, prompt: Prompt) -> Iterator[Slip]:
    yield from _check_words(draft, place, prompt)
    for tier, words in prompt.by_tier.items():
        yield from must_be(place.at("by_tier", tier), "tier", tier, draft.tier_codes)
        yield from _check_words(draft, place.at("by_tier", tier), words)


def _check_words(draft: Draft, place: Place, words: Words) -> Iterator[Slip]:
    for language, text in (("zh", words.zh), ("en", words.en)):
        at = place.at(language)
        try:
            gaps = [gap for _, gap, _, _ in Formatter().parse(text) if gap is not None]
        except ValueError as odd:
            yield at.slip(f"{odd}; write {{{{ and }}}} for braces that are spoken")
            continue
        for gap in gaps:
            yield from must_be(at, "word to fill in", gap, TOLD | draft.figures)
