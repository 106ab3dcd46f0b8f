"""When a part is started again: pure decisions over what was seen."""

from dataclasses import dataclass, replace

LONGEST_PAUSE_S = 10.0
STEADY_S = 60.0  # a part that lived this long has recovered: its failures are forgotten
HUNG_AFTER = 6


@dataclass(frozen=True)
class Health:
    """What is known of one part; times are seconds of one clock."""

    started_at: float
    failures: int = 0
    silent_checks: int = 0
    due_at: float | None = None

    @property
    def is_down(self) -> bool:
        return self.due_at is not None


def died(health: Health, now: float) -> Health:
    """Return the state of a part that just ended: when it is due to be started again."""
    failures = 0 if now - health.started_at >= STEADY_S else health.failures
    return replace(health, failures=failures + 1, silent_checks=0, due_at=now + pause(failures))


def restarted(health: Health, now: float) -> Health:
    """Return the state of a part that was started again."""
    return replace(health, started_at=now, silent_checks=0, due_at=None)


def checked(health: Health, *, answered: bool) -> Health:
    """Return the state after a look at a living part."""
    return replace(health, silent_checks=0 if answered else health.silent_checks + 1)


def is_hung(health: Health) -> bool:
    """Return whether a living part was silent for so long that it must be ended."""
    return health.silent_checks >= HUNG_AFTER


def pause(failures: int) -> float:
    """Return the seconds to wait before the next start: none at first, then doubling."""
    return 0.0 if failures == 0 else min(LONGEST_PAUSE_S, 0.5 * 2 ** (failures - 1))
