"""The wallboard 大屏 as the desk reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from typing_extensions import TypedDict

from yingda.insight.board import Board
from yingda.insight.figures import SL_NET, FigureView, figure_views
from yingda.insight.model import ClassKey, Tally
from yingda.insight.rules import sum_of
from yingda.kit.words import Words

Target = Callable[[ClassKey], float | None]
"""The share of a class that is promised within its target, if anything is."""

ClassBoard = TypedDict(
    "ClassBoard",
    {
        "class": str,
        "service_kind": str,
        "channel": str,
        "figures": list[FigureView],
        "last_half_hour": list[FigureView],
    },
)
"""Today's figures of a class."""


class TierFigures(TypedDict):
    figures: list[FigureView]
    last_half_hour: list[FigureView]
    classes: list[ClassBoard]


class TierBoard(TierFigures):
    """Today's figures of a tier, and of its classes apart."""

    tier: str
    name: Words


class HalfHour(TypedDict):
    """What came in the half hour that begins `at`."""

    at: datetime
    offered: int
    answered: int
    abandoned: int
    service_level: float | None


class Wallboard(TypedDict):
    """Today's figures since midnight: all, by tier, by half hour."""

    at: datetime
    since: datetime
    figures: list[FigureView]
    last_half_hour: list[FigureView]
    tiers: list[TierBoard]
    half_hours: list[HalfHour]


def wallboard(
    board: Board,
    *,
    midnight: datetime,
    now: datetime,
    tiers: Sequence[tuple[str, Words]],
    target: Target,
) -> Wallboard:
    """Return today's figures: all, by tier and class with the last half hour, by half hour."""
    today, lately = board.today(midnight), board.lately(now)
    figures = partial(figure_views, definition=board.definition)
    return {
        "at": now,
        "since": midnight,
        "figures": figures(sum_of(today.values())),
        "last_half_hour": figures(sum_of(lately.values())),
        "tiers": [
            {"tier": code, "name": name, **_tier(code, today, lately, target, figures=figures)}
            for code, name in tiers
        ],
        "half_hours": [
            {
                "at": begin,
                "offered": tally.offered,
                "answered": tally.answered,
                "abandoned": tally.abandoned,
                "service_level": SL_NET.value(tally),
            }
            for begin, tally in board.by_half_hour(midnight).items()
        ],
    }


def _tier(
    code: str,
    today: Mapping[ClassKey, Tally],
    lately: Mapping[ClassKey, Tally],
    target: Target,
    *,
    figures: Callable[..., list[FigureView]],
) -> TierFigures:
    """Return one tier; its own target is shown only when all its classes share it."""
    keys = sorted(key for key in today if key.tier == code)
    targets = {target(key) for key in keys}
    shared = targets.pop() if len(targets) == 1 else None
    return {
        "figures": figures(sum_of(today[key] for key in keys), shared),
        "last_half_hour": figures(
            sum_of(tally for key, tally in lately.items() if key.tier == code), shared
        ),
        "classes": [
            {
                "class": ".".join(key),
                "service_kind": key.service_kind,
                "channel": key.channel,
                "figures": figures(today[key], target(key)),
                "last_half_hour": figures(lately.get(key, Tally()), target(key)),
            }
            for key in keys
        ],
    }
