"""The wish to stop: heard at once while starting, and never between a birth and its record."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """We were told to stop in the middle of something."""


class StopWish:
    """`event` is set once we are told to stop."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self._breaks_off = False
        self._is_held = False

    @contextmanager
    def breaking_off(self) -> Iterator[None]:
        """Break off the block with `Stopped` as soon as we are told to stop."""
        self._breaks_off = True
        try:
            yield
        finally:
            self._breaks_off = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let this block end before anything is broken off."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self.event.is_set() and self._breaks_off:
            raise Stopped

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals that end a program as the wish to stop; only the first one counts."""
        before = {number: signal.signal(number, self._take) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        is_first = not self.event.is_set()
        self.event.set()
        if is_first and self._breaks_off and not self._is_held:
            raise Stopped
