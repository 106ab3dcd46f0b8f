import pytest

from yingda.launcher import rules
from yingda.launcher.rules import Health


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0.0), (1, 0.5), (2, 1.0), (5, 8.0), (9, 10)])
def test_each_failure_doubles_the_pause_up_to_a_limit(failures: int, seconds: float) -> None:
    assert rules.pause(failures) == seconds


def test_the_first_death_is_answered_at_once() -> None:
    assert rules.died(Health(started_at=100.0), now=130.0).due_at == 130.0


def test_a_part_that_dies_again_soon_waits() -> None:
    again = rules.restarted(rules.died(Health(started_at=100.0), now=130.0), now=130.0)

    assert rules.died(again, now=131.0).due_at == 131.5


def test_a_part_that_was_steady_for_a_minute_is_forgiven() -> None:
    once = Health(started_at=100.0, failures=5)

    assert rules.died(once, now=160.0).due_at == 160.0


def test_a_part_is_hung_only_after_several_silent_looks_in_a_row() -> None:
    health = Health(started_at=0.0)
    for _ in range(rules.HUNG_AFTER - 1):
        health = rules.checked(health, answered=False)
    assert not rules.is_hung(health)
    assert rules.is_hung(rules.checked(health, answered=False))
    assert not rules.is_hung(rules.checked(rules.checked(health, answered=True), answered=False))
