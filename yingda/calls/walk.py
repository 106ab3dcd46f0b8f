"""Walking a flow: greeting, menus, self-service, up to the request for a person. Pure."""

from yingda.calls.effects import (
    Answer,
    Drop,
    Enqueue,
    KeepRecording,
    Play,
    StartMusic,
    TakePlaceOf,
)
from yingda.calls.flow import Branch, Flow, HangUp, Hours, Menu, Queue, Say, Step
from yingda.calls.inputs import KeyPressed
from yingda.calls.model import House, Timer
from yingda.calls.turn import Turn, hush
from yingda.contacts import MenuStep, Outcome, Stage

_SAME_STEP_LIMIT = 50


def begin(turn: Turn) -> Turn:
    """Answer the caller and enter the flow of their tier; an unknown number is hung up."""
    contact = turn.call.contact
    found = turn.house.book.flow_for(contact.access_number, contact.tier)
    if found is None:
        return end(turn.note("arrived").note("unknown-number"), Outcome.NO_AGENTS)
    name, flow = found
    started = turn.note("arrived", flow=name).live(flow=name).contact(stage=Stage.MENU)
    return enter(started.do(Answer()), flow.start)


def enter(turn: Turn, step: str) -> Turn:
    """Return the turn after entering `step`, through as many silent steps as follow at once."""
    for _ in range(_SAME_STEP_LIMIT):
        spec = flow_of(turn).steps[step]
        turn = turn.live(step=step, tries=0)
        match spec:
            case Hours():
                step = spec.open if _is_open(turn, spec) else spec.closed
            case Branch():
                step = spec.yes if turn.call.live.caller.figures.get(spec.has) else spec.no
            case _:
                return _arrive(turn, spec)
    return end(turn.note("flow-loops", step=step), Outcome.NO_AGENTS)


def _is_open(turn: Turn, spec: Hours) -> bool:
    is_always = turn.call.contact.tier in spec.always
    return is_always or turn.house.is_open(spec.calendar, turn.now)


def re_enter(turn: Turn) -> Turn:
    """Return the turn after starting the present step afresh, for a new process."""
    return enter(turn.stop(), turn.call.live.step or flow_of(turn).start)


def on_prompt_over(turn: Turn) -> Turn:
    """Go on after what was said."""
    turn = turn.live(playing="").stop(Timer.PROMPT)
    spec = flow_of(turn).steps[turn.call.live.step]
    match spec:
        case Say():
            return enter(turn, spec.next)
        case Menu():
            return turn.start(Timer.KEY, spec.timeout_ms)
        case _:
            return turn


def on_key(turn: Turn, pressed: KeyPressed) -> Turn:
    """Take a key: in a menu, while its prompt plays or after, or ahead of it in the greeting."""
    steps, name = flow_of(turn).steps, turn.call.live.step
    for _ in steps:
        spec = steps[name]
        if isinstance(spec, Menu):
            there = hush(turn).stop(Timer.KEY).live(step=name, has_met_menu=True)
            return _choose(there, spec, pressed.key)
        if not isinstance(spec, Say):
            return turn
        name = spec.next
    return turn


def _choose(turn: Turn, spec: Menu, key: str) -> Turn:
    menu = turn.call.live.step
    choice = spec.keys.get(key)
    if choice is None:
        return _again(turn.note("menu-wrong-key", menu=menu, key=key), spec, spec.wrong)
    label = {"zh": choice.label.zh, "en": choice.label.en}
    step = MenuStep(menu=menu, key=key, label=label, at=turn.now)
    chosen = turn.contact(menu_path=(*turn.call.contact.menu_path, step))
    return enter(chosen.note("menu-key", menu=menu, key=key), choice.next)


def on_no_key(turn: Turn) -> Turn:
    """No key in time: say it again, or what follows when all tries are used up."""
    spec = flow_of(turn).steps[turn.call.live.step]
    if not isinstance(spec, Menu):
        return turn
    return _again(turn.note("menu-no-key", menu=turn.call.live.step), spec, spec.silent)


def leave(turn: Turn) -> Turn:
    """The caller hangs up in the flow; where only its end was to come, it ends as it would have."""
    to_come = _silent_end(turn)
    if to_come is not None:
        return end(turn, to_come)
    has_met_menu = turn.call.live.has_met_menu
    return end(turn, Outcome.ABANDONED_MENU if has_met_menu else Outcome.ABANDONED_GREETING)


def _silent_end(turn: Turn) -> Outcome | None:
    """Return how the flow ends for who stays silent, if nothing but words comes before."""
    steps = flow_of(turn).steps
    spec = steps[turn.call.live.step]
    if isinstance(spec, Menu):
        spec = steps[spec.otherwise]
    for _ in steps:
        if isinstance(spec, Say):
            spec = steps[spec.next]
    return Outcome(spec.outcome) if isinstance(spec, HangUp) else None


def end(turn: Turn, outcome: Outcome) -> Turn:
    """Close the contact before anybody answered it."""
    closed = turn.stop().contact(stage=Stage.DONE, outcome=outcome, ended_at=turn.now)
    return closed.note("ended", outcome=outcome.value).do(
        Drop(turn.call.live.channel), KeepRecording()
    )


def say(turn: Turn, *prompts: str) -> Turn:
    """Play prompts to the caller in one go, watched by a timer."""
    count = turn.call.live.plays + 1
    playback = f"p-{turn.call.contact.id}-{count}"
    text = " ".join(turn.house.text(turn.call, prompt) for prompt in prompts)
    return (
        turn.live(playing=playback, plays=count)
        .start(Timer.PROMPT, turn.house.patience.prompt_ms)
        .do(Play(playback, text))
    )


def flow_of(turn: Turn) -> Flow:
    return turn.house.book.flows[turn.call.live.flow]


def _arrive(turn: Turn, spec: Step) -> Turn:
    match spec:
        case Say():
            return say(turn, spec.prompt)
        case Menu():
            return say(turn.live(has_met_menu=True), spec.prompt)
        case Queue():
            return to_queue(turn, spec)
        case HangUp():
            return end(turn, Outcome(spec.outcome))
        case Hours() | Branch():
            return turn


def to_queue(turn: Turn, spec: Queue) -> Turn:
    """Ask for a person: music, and the timers of the wait."""
    contact, caller = turn.call.contact, turn.call.live.caller
    klass = (contact.tier, spec.service_kind)
    familiar_ms, kept = turn.house.familiar_ms.get(klass, 0), turn.call.live.kept
    queued = (
        turn.stop()
        .contact(
            stage=Stage.QUEUED,
            service_kind=spec.service_kind,
            queued_at=turn.now,
            target_ms=turn.house.within_ms.get(klass),
        )
        .start(Timer.LONGEST_WAIT, spec.longest_ms)
        .note("queued", service_kind=spec.service_kind, tier=contact.tier)
        .do(StartMusic(), Enqueue(caller.familiar, familiar_ms, since=kept.since if kept else None))
    )
    queued = queued.do(TakePlaceOf(kept.contact)) if kept else queued
    first_ms = first_announcement_ms(queued.house, klass, spec)
    return queued if first_ms is None else queued.start(Timer.ANNOUNCE, first_ms)


def first_announcement_ms(house: House, klass: tuple[str, str], spec: Queue) -> int | None:
    """Return the wait before anything is said to who waits: sooner where a call-back is offered."""
    offer = house.book.callback if house.callback_ms.get(klass) else None
    if offer is not None:
        return min(spec.repeat_ms, max(offer.after_ms, 1))
    return spec.repeat_ms if spec.waiting else None


def _again(turn: Turn, spec: Menu, prompt: str | None) -> Turn:
    tries = turn.call.live.tries + 1
    if tries >= spec.tries:
        return enter(turn, spec.otherwise)
    return say(turn.live(tries=tries), prompt or spec.prompt)
