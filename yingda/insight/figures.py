"""The figures, each with its formula in words: what is divided by what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from typing_extensions import TypedDict

from yingda.insight.model import Definition, Tally
from yingda.insight.rules import CENTRE
from yingda.kit.words import Words

SHARE, MILLISECONDS = "share", "ms"


class FigureView(TypedDict):
    """A figure with its formula in words; `target` is the promised share, if one is."""

    code: str
    unit: str
    name: Words
    formula: Words
    value: float | None
    target: float | None
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of a tally: `numerator` over `denominator`, nothing when that is 0."""

    code: str
    unit: str
    name: tuple[str, str]
    formula: tuple[str, str]
    numerator: Callable[[Tally], int]
    denominator: Callable[[Tally], int]

    def value(self, tally: Tally) -> float | None:
        below = self.denominator(tally)
        return self.numerator(tally) / below if below > 0 else None


SL_NET: Final = Figure(
    "sl-net",
    SHARE,
    ("服务水平(净)", "Service level, net"),
    (
        "目标时间内接通 ÷（进入队列 − 目标时间内放弃），等待含振铃，恰等于目标算达标",
        "answered within target ÷ (offered − abandoned within target), ringing and equality within",
    ),
    lambda tally: tally.answered_within,
    lambda tally: tally.offered - tally.abandoned_within,
)
SL_OFF: Final = Figure(
    "sl-off",
    SHARE,
    ("服务水平(全)", "Service level, offered"),
    ("目标时间内接通 ÷ 进入队列", "answered within target ÷ offered"),
    lambda tally: tally.answered_within,
    lambda tally: tally.offered,
)
SL_OPT: Final = Figure(
    "sl-opt",
    SHARE,
    ("服务水平(宽)", "Service level, optimistic"),
    (
        "（目标时间内接通 + 目标时间内放弃）÷ 进入队列",
        "(answered within target + abandoned within target) ÷ offered",
    ),
    lambda tally: tally.answered_within + tally.abandoned_within,
    lambda tally: tally.offered,
)
SL_SRV: Final = Figure(
    "sl-srv",
    SHARE,
    ("服务水平(接通)", "Service level, served"),
    ("目标时间内接通 ÷ 接通", "answered within target ÷ answered"),
    lambda tally: tally.answered_within,
    lambda tally: tally.answered,
)
ANSWER_RATE: Final = Figure(
    "answer-rate",
    SHARE,
    ("接通率", "Answer rate"),
    ("接通 ÷ 进入队列", "answered ÷ offered"),
    lambda tally: tally.answered,
    lambda tally: tally.offered,
)
ABANDONMENT: Final = Figure(
    "abandonment",
    SHARE,
    ("放弃率", "Abandonment"),
    (
        "（放弃 − 短时放弃）÷（进入队列 − 短时放弃），等待不超过 {short} 秒即挂断为短时放弃",
        "(abandoned − short) ÷ (offered − short), short: hung up within {short} s",
    ),
    lambda tally: tally.abandoned - tally.short,
    lambda tally: tally.offered - tally.short,
)
ASA: Final = Figure(
    "asa",
    MILLISECONDS,
    ("平均应答速度", "Average speed of answer"),
    ("接通者等待时长之和 ÷ 接通", "sum of waits of the answered ÷ answered"),
    lambda tally: tally.answered_wait_ms,
    lambda tally: tally.answered,
)
ABANDON_TIME: Final = Figure(
    "abandon-time",
    MILLISECONDS,
    ("平均放弃时长", "Average time to abandon"),
    ("放弃者等待时长之和 ÷ 放弃", "sum of waits of the abandoned ÷ abandoned"),
    lambda tally: tally.abandoned_wait_ms,
    lambda tally: tally.abandoned,
)
FIGURES: Final = (SL_NET, SL_OFF, SL_OPT, SL_SRV, ANSWER_RATE, ABANDONMENT, ASA, ABANDON_TIME)


def figure_views(
    tally: Tally, target: float | None = None, definition: Definition = CENTRE
) -> list[FigureView]:
    """Return every figure of a tally; `target` is the promised share of the service level."""
    short = f"{definition.short_abandon.total_seconds():g}"
    return [
        {
            "code": figure.code,
            "unit": figure.unit,
            "name": _words(figure.name),
            "formula": _words(figure.formula, short),
            "value": figure.value(tally),
            "target": target if figure is SL_NET else None,
            "numerator": figure.numerator(tally),
            "denominator": figure.denominator(tally),
        }
        for figure in FIGURES
    ]


def _words(both: tuple[str, str], short: str = "") -> Words:
    zh, en = (words.replace("{short}", short) for words in both)
    return Words(zh=zh, en=en)
