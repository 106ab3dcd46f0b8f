import signal

import pytest

from yingda.launcher.stopping import Stopped, StopWish


def start(wish: StopWish, done: list[str]) -> None:
    """Two steps, told to stop during the first; the first may not be broken off."""
    with wish.breaking_off():
        with wish.held():
            signal.raise_signal(signal.SIGINT)
            done.append("recorded")
        done.append("second step")


def test_a_signal_breaks_off_what_is_being_started() -> None:
    wish = StopWish()

    with wish.listening(), wish.breaking_off(), pytest.raises(Stopped):
        signal.raise_signal(signal.SIGTERM)

    assert wish.event.is_set()


def test_a_birth_is_recorded_before_the_start_is_broken_off() -> None:
    wish, done = StopWish(), list[str]()

    with wish.listening(), pytest.raises(Stopped):
        start(wish, done)

    assert done == ["recorded"]


def test_once_running_a_signal_only_sets_the_wish_and_impatience_changes_nothing() -> None:
    wish = StopWish()

    with wish.listening():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGHUP)

    assert wish.event.is_set()


def test_signals_are_the_program_s_own_again_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with StopWish().listening():
        pass

    assert signal.getsignal(signal.SIGTERM) is before
