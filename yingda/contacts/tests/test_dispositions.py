from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from yingda.accounts import Caller, Role, UserId, permissions_of
from yingda.contacts import ContactId, Disposition, DispositionWords
from yingda.contacts.dispositions import NOTE_MAX, check, final, part_of
from yingda.contacts.errors import (
    NoteTooLong,
    NotYourContact,
    UnknownCallerState,
    UnknownDisposition,
)
from yingda.contacts.tests.examples import NINE, a_contact

WORDS = DispositionWords(frozenset({"solved-bill"}), frozenset({"calm"}))


def a_disposition(code: str = "solved-bill", state: str = "calm", note: str = "好") -> Disposition:
    return Disposition(
        contact_id=ContactId(uuid4()),
        code=code,
        is_solved=True,
        caller_state=state,
        note=note,
        agent_id=uuid4(),
        at=NINE,
    )


def a_caller(role: Role) -> Caller:
    roles = frozenset({role})
    return Caller(UserId(uuid4()), "li", "李", roles, permissions_of(roles))


def test_words_of_the_pack_are_taken() -> None:
    given = a_disposition()

    assert check(given, WORDS) == given


def test_a_caller_state_may_be_left_out() -> None:
    assert check(a_disposition(state=""), WORDS).caller_state == ""


def test_other_words_are_refused() -> None:
    with pytest.raises(UnknownDisposition):
        check(a_disposition(code="solved"), WORDS)
    with pytest.raises(UnknownCallerState):
        check(a_disposition(state="???"), WORDS)


def test_a_note_ends_at_its_limit() -> None:
    longest = a_disposition(note="字" * NOTE_MAX)
    assert check(longest, WORDS) == longest
    with pytest.raises(NoteTooLong) as refused:
        check(a_disposition(note="字" * (NOTE_MAX + 1)), WORDS)
    assert refused.value.details == {"limit": NOTE_MAX, "given": NOTE_MAX + 1}


def test_a_note_loses_what_the_database_cannot_hold() -> None:
    assert check(a_disposition(note="a\x00b"), WORDS).note == "ab"


def test_everybody_notes_their_own_part_and_supervisors_the_last_agents() -> None:
    agent, earlier, other = (a_caller(Role.AGENT) for _ in range(3))
    boss = a_caller(Role.SUPERVISOR)
    contact = a_contact(agent_id=agent.id)

    assert part_of(contact, agent, has_talked=False) == agent.id
    assert part_of(contact, earlier, has_talked=True) == earlier.id
    assert part_of(contact, boss, has_talked=False) == agent.id
    assert part_of(contact, boss, has_talked=True) == boss.id
    assert part_of(a_contact(), boss, has_talked=False) == boss.id
    with pytest.raises(NotYourContact):
        part_of(contact, other, has_talked=False)


def test_what_a_contact_came_to_is_its_agents_part() -> None:
    first = a_disposition(note="转账单组")
    last = replace(a_disposition(), at=NINE + timedelta(minutes=1))

    assert final(a_contact(agent_id=first.agent_id), [first, last]) == first
    assert final(a_contact(agent_id=uuid4()), [first, last]) is None
    assert final(a_contact(), [first, last]) == last
    assert final(a_contact(), []) is None
