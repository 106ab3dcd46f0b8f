"""From the view of a contact to a sample, from a sample to counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any, Final

from yingda.contacts import Outcome
from yingda.insight.model import ClassKey, Definition, End, Sample, Tally
from yingda.kit.clock import epoch_ms

ENDS: Final[Mapping[str, End]] = {
    Outcome.ABANDONED_QUEUE: End.ABANDONED,
    Outcome.ABANDONED_RING: End.ABANDONED,
    Outcome.LOST: End.LOST,
    Outcome.NO_AGENTS: End.LOST,
}
CENTRE: Final = Definition()
_MS: Final = timedelta(milliseconds=1)


def sample_of(view: Mapping[str, Any], definition: Definition = CENTRE) -> Sample | None:
    """Return the sample of a contact, or nothing as long as it waits or if it never did.

    Waiting begins at entry into the queue and includes ringing; of a call-back it ends with the
    agent's answer, against the promise to call back. A contact that gave its place to the
    customer's next call counts there. An abandonment after exactly `short_abandon` is short.
    """
    if view["queued_at"] is None or view["outcome"] == Outcome.CALLED_AGAIN:
        return None
    if view["answered_at"] is not None:
        end, over_at = End.ANSWERED, view["answered_at"]
    elif view["ended_at"] is not None:
        end, over_at = ENDS.get(view["outcome"], End.LOST), view["ended_at"]
    else:
        return None
    wait_ms = max(0, _ms(over_at) - _ms(view["queued_at"]))
    if end is End.ABANDONED and wait_ms <= definition.short_abandon // _MS:
        end = End.SHORT
    target_ms = view["target_ms"]
    return Sample(
        key=ClassKey(view["tier"], view["service_kind"], view["channel"]),
        arrived_at=datetime.fromisoformat(view["arrived_at"]),
        end=end,
        wait_ms=wait_ms,
        target_ms=definition.default_target // _MS if target_ms is None else target_ms,
    )


def tally_of(sample: Sample) -> Tally:
    """Return the counts of one sample."""
    is_answered = sample.end is End.ANSWERED
    is_abandoned = sample.end in {End.ABANDONED, End.SHORT}
    return Tally(
        offered=1,
        answered=int(is_answered),
        answered_within=int(is_answered and sample.is_within),
        abandoned=int(is_abandoned),
        abandoned_within=int(is_abandoned and sample.is_within),
        short=int(sample.end is End.SHORT),
        answered_wait_ms=sample.wait_ms if is_answered else 0,
        abandoned_wait_ms=sample.wait_ms if is_abandoned else 0,
    )


def sum_of(tallies: Iterable[Tally]) -> Tally:
    return reduce(add, tallies, Tally())


def minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def half_hour_of(moment: datetime) -> datetime:
    """Return the beginning of the half hour, which is one in every time zone in use here."""
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def _ms(stamp: str) -> int:
    return epoch_ms(datetime.fromisoformat(stamp))
