from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.accounts import Caller, NotPermitted, Permission, Role, UserId, permissions_of, require
from yingda.accounts.errors import PasswordWeak
from yingda.accounts.model import Guesses
from yingda.accounts.rules import (
    ADDRESS_LOCK,
    LOGIN_LOCK,
    PERMISSIONS,
    SESSION_IDLE,
    SESSION_LONGEST,
    charge,
    check_password,
    forgive,
    locked_until,
    session_end,
)
from yingda.kit.ids import new_id

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_every_role_has_permissions_and_every_permission_a_holder() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert permissions_of(Role) == frozenset(Permission)


def test_an_agent_cannot_read_the_contacts_of_others() -> None:
    roles = frozenset({Role.AGENT})
    caller = Caller(UserId(new_id()), "li.na", "李娜", roles, permissions_of(roles))

    require(caller, Permission.CONTACTS_READ_OWN)
    with pytest.raises(NotPermitted, match=r"contacts\.read-all"):
        require(caller, Permission.CONTACTS_READ_ALL)


def test_two_roles_may_do_what_either_may() -> None:
    both = permissions_of([Role.QUALITY, Role.PLANNER])
    assert {Permission.QUALITY_REVIEW, Permission.PLANNING_USE} <= both


@given(st.integers(1, 60))
def test_each_failure_beyond_the_free_ones_locks_longer_up_to_an_hour(tries: int) -> None:
    guesses = Guesses()
    for _ in range(tries):
        guesses = charge(guesses, LOGIN_LOCK, NOW)
    until = locked_until([guesses], NOW)

    if tries < LOGIN_LOCK.free:
        assert until is None
    else:
        beyond = min(tries - LOGIN_LOCK.free, 20)
        assert until == NOW + min(timedelta(hours=1), timedelta(seconds=30) * 2**beyond)


def test_old_failures_are_forgotten() -> None:
    old = Guesses(failed_count=50, failed_at=NOW - timedelta(hours=25))
    assert charge(old, LOGIN_LOCK, NOW).failed_count == 1


def test_a_right_password_takes_back_its_own_try_only() -> None:
    before = Guesses(failed_count=7, failed_at=NOW)
    assert forgive(charge(before, ADDRESS_LOCK, NOW)).failed_count == 7


@given(st.integers(0, 30 * 60))
def test_a_session_ends_after_twelve_idle_hours_and_in_any_case_after_a_day(minutes: int) -> None:
    seen = NOW + timedelta(minutes=minutes)
    end = session_end(NOW, seen)
    assert end <= NOW + SESSION_LONGEST
    assert end <= seen + SESSION_IDLE


@pytest.mark.parametrize("password", ["short", "x" * 257, "LI.NA-LI.NA"])
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(PasswordWeak):
        check_password(password, "li.na-li.na")
