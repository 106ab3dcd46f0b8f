"""From what was seen of calls to the durations of a scenario: own, borrowed, or assumed.

A class with too few calls borrows from all classes together; a centre with too few assumes. What
was borrowed or assumed is said in notes: `{"code", …}`, the sentences are the desk's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

ENOUGH: Final = 30
"""Calls from which a mean duration is believed."""
ENOUGH_GONE: Final = 10
"""Callers who hung up, from which patience is believed."""
ASSUMED_SERVICE_S: Final = 180.0
ASSUMED_PATIENCE_S: Final = 180.0

Note = Mapping[str, Any]
Duration = Mapping[str, Any]


class Seen(NamedTuple):
    """Sums over calls, in seconds: `waited` of all, `service` of `served`, `acw` of `wrapped`."""

    offered: int = 0
    waited: float = 0.0
    abandoned: int = 0
    served: int = 0
    service: float = 0.0
    service_squares: float = 0.0
    wrapped: int = 0
    acw: float = 0.0


def together(parts: Sequence[Seen]) -> Seen:
    """Return the sums of all parts."""
    return Seen(*(sum(column) for column in zip(*parts, strict=True))) if parts else Seen()


@dataclass(slots=True)
class Durations:
    """The durations of classes; `notes` grow as classes are asked for."""

    seen: Mapping[str, Seen]
    _borrowed: dict[str, list[str]] = field(default_factory=dict)
    _assumed: dict[str, list[str]] = field(default_factory=dict)

    def service(self, name: str) -> Duration:
        """Return how long agents talk: lognormal with mean and spread as seen."""
        found = self._best("service", name, lambda one: one.served >= ENOUGH and one.service > 0)
        if found is None:
            return {"dist": "exp", "mean": ASSUMED_SERVICE_S}
        mean = found.service / found.served
        spread = max(found.service_squares / found.served / mean**2 - 1, 0.0)
        return {"dist": "lognormal", "mean": round(mean, 1), "scv": round(spread, 2)}

    def acw(self, name: str, assumed_s: float) -> Duration:
        """Return the after-call work; where too little is known, the time agents are given."""
        found = self._best("acw", name, lambda one: one.wrapped >= ENOUGH)
        if found is None:
            return {"dist": "deterministic", "mean": assumed_s}
        return {"dist": "exp", "mean": round(found.acw / found.wrapped, 1)}

    def patience(self, name: str) -> Duration:
        """Return how long callers wait: all waiting time a caller who hung up.

        The likeliest mean of exponential patience that answers cut short.
        """
        found = self._best(
            "patience", name, lambda one: one.abandoned >= ENOUGH_GONE and one.waited > 0
        )
        if found is None:
            return {"dist": "exp", "mean": ASSUMED_PATIENCE_S}
        return {"dist": "exp", "mean": max(round(found.waited / found.abandoned, 1), 0.1)}

    @property
    def notes(self) -> list[Note]:
        return [
            *({"code": f"{what}-pooled", "classes": each} for what, each in self._borrowed.items()),
            *({"code": f"{what}-assumed", "classes": each} for what, each in self._assumed.items()),
        ]

    def _best(self, what: str, name: str, is_enough: Callable[[Seen], bool]) -> Seen | None:
        own, everybody = self.seen.get(name, Seen()), together(list(self.seen.values()))
        if is_enough(own):
            return own
        if is_enough(everybody):
            self._borrowed.setdefault(what, []).append(name)
            return everybody
        self._assumed.setdefault(what, []).append(name)
        return None
