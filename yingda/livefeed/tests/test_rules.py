from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.accounts import Role
from yingda.kit.outbox import Fact
from yingda.livefeed.fold import State, apply, state_of
from yingda.livefeed.rules import Sight, Window
from yingda.livefeed.tests.examples import (
    LI,
    WANG,
    a_body,
    a_fact,
    an_entry,
    caller,
    mask,
)

SIGHT = Sight(mask)


@pytest.mark.parametrize(
    ("entity", "body", "role", "seen"),
    [
        ("contact", a_body(LI), Role.AGENT, a_body(LI, remote="138****0001")),
        ("contact", a_body(WANG), Role.AGENT, None),
        ("contact", a_body(None), Role.AGENT, None),
        ("contact", a_body(WANG), Role.SUPERVISOR, a_body(WANG)),
        ("contact", a_body(WANG), Role.QUALITY, a_body(WANG, remote="138****0001")),
        ("contact", a_body(LI, stage="done"), Role.AGENT, None),
        ("contact", a_body(WANG, stage="done"), Role.SUPERVISOR, None),
        ("contact", a_body(LI), Role.PLANNER, None),
        ("agent", {"id": "1"}, Role.AGENT, {"id": "1"}),
        ("queue", {"id": "1"}, Role.AGENT, {"id": "1"}),
        ("queue", {"id": "1"}, Role.QUALITY, None),
        ("user", {"login": "root"}, Role.ADMINISTRATOR, None),
        ("contact", None, Role.SUPERVISOR, None),
    ],
)
def test_who_sees_what(
    entity: str, body: dict[str, Any] | None, role: Role, seen: dict[str, Any] | None
) -> None:
    assert SIGHT.visible(entity, body, caller(role)) == seen


def test_a_contact_that_leaves_an_agent_is_taken_away_once() -> None:
    window = Window(caller(Role.AGENT), SIGHT)
    window.open([an_entry(3, a_body(LI))])

    assert window.change(a_fact(4, a_body(WANG))) == (True, None)
    assert window.change(a_fact(5, a_body(WANG))) == (False, None)


def test_a_contact_never_shown_says_nothing() -> None:
    window = Window(caller(Role.AGENT), SIGHT)

    assert window.change(a_fact(2, a_body(WANG))) == (False, None)


def test_facts_older_than_the_first_view_say_nothing() -> None:
    window = Window(caller(Role.AGENT), SIGHT)
    window.open([an_entry(3, a_body(LI))])

    assert window.change(a_fact(2, a_body(LI))) == (False, None)
    assert window.change(a_fact(3, a_body(LI))) == (False, None)


def test_the_whole_body_is_passed_on_as_it_is() -> None:
    body = a_body(WANG)

    assert SIGHT.visible("contact", body, caller(Role.SUPERVISOR)) is body


def test_what_is_gone_stays_gone() -> None:
    state = apply(state_of([an_entry(1, a_body())]), a_fact(3, None))

    assert apply(state, a_fact(2, a_body())).present() == {}


BODIES = st.one_of(
    st.none(),
    st.builds(
        a_body,
        st.sampled_from([LI, WANG, None]),
        stage=st.sampled_from(["queued", "talking", "done"]),
    ),
)


@given(
    history=st.lists(BODIES, min_size=1, max_size=8),
    seen_until=st.integers(0, 8),
    joined_before=st.integers(0, 8),
    role=st.sampled_from([Role.AGENT, Role.SUPERVISOR, Role.QUALITY]),
)
def test_a_desk_holds_what_a_fresh_fetch_would_give_it(
    history: list[dict[str, Any] | None], seen_until: int, joined_before: int, role: Role
) -> None:
    """However the first view falls among the facts, as long as the desk joined before it."""
    facts = [a_fact(version, body) for version, body in enumerate(history, start=1)]
    fetched = min(seen_until, len(facts))
    window = Window(caller(role), SIGHT)

    desk = _first_view(window, facts[:fetched])
    for fact in facts[min(joined_before, fetched) :]:
        must_hear, body = window.change(fact)
        if must_hear:
            desk = apply(desk, Fact(fact.topic, fact.entity, fact.id, fact.version, body, fact.at))

    wanted = SIGHT.visible("contact", history[-1], caller(role))
    held = [one.body for one in desk.present().values()]
    assert held == ([] if wanted is None else [wanted])


def _first_view(window: Window, facts: list[Fact]) -> State:
    last = facts[-1] if facts else None
    if last is None or last.body is None or last.body["stage"] == "done":
        assert window.open([]) == {}
        return State()
    shown = window.open([an_entry(last.version, dict(last.body))])
    return state_of([an_entry(last.version, dict(body)) for body in shown.get("contact", [])])
