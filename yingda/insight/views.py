"""The wallboard 大屏 as the desk reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from yingda.insight.board import Board
from yingda.insight.figures import SL_NET, figure_views
from yingda.insight.model import ClassKey, Tally
from yingda.insight.rules import sum_of

Target = Callable[[ClassKey], float | None]
"""The share of a class that is promised within its target, if anything is."""


def wallboard(
    board: Board,
    *,
    midnight: datetime,
    now: datetime,
    tiers: Sequence[tuple[str, Mapping[str, str]]],
    target: Target,
) -> dict[str, Any]:
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
    figures: Callable[..., list[dict[str, Any]]],
) -> dict[str, Any]:
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
