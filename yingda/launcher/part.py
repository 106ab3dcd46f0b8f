"""What the supervisor needs of each part of a centre."""

import signal
from collections.abc import Mapping
from typing import Protocol

from yingda.launcher.process import Command


class Part(Protocol):
    """A program we run: PostgreSQL, NATS, the voice engine, the service."""

    @property
    def name(self) -> str:
        """Its short name, also of its log and trace file."""
        ...

    @property
    def stop_signal(self) -> signal.Signals:
        """What makes it end in good order."""
        ...

    @property
    def outlives_us(self) -> bool:
        """Whether a healthy one left by a crashed launcher is taken over, not ended."""
        ...

    @property
    def mark(self) -> str:
        """What it was started with: one left over with another mark is not taken over."""
        ...

    def prepare(self) -> Command:
        """Make its folders and configuration, choose its ports, and return what to run.

        Raises:
            LauncherError: it can never run this way.
        """
        ...

    def take_up(self) -> None:
        """Read back ports and secrets of one that already runs."""
        ...

    def check(self) -> None:
        """Return when it serves.

        Raises:
            NotReady: not yet, or not any more.
        """
        ...

    def addresses(self) -> Mapping[str, str]:
        """Return what the service must know of it, as settings' environment variables."""
        ...
