"""Who will be before whom: needed to tell a caller how long it may last."""

from yingda.routing.core import layout as at
from yingda.routing.core.choose import score
from yingda.routing.core.compile import compiled
from yingda.routing.core.layout import Floats, State
from yingda.routing.core.lines import is_before

FARTHEST = 5_000  # callers counted in one line; farther back it is long enough


@compiled
def _waiting_before(s: State, klass: int, until: float, call: int) -> int:
    """Return how many of the class's line came by `until`, or, in its own line, before `call`."""
    is_own = klass == s.calls[call, at.CLASS]
    ahead, other = 0, s.lines[klass, at.HEAD]
    while other != at.NONE and ahead < FARTHEST:
        if s.calls[other, at.ARRIVED] > until or (is_own and not is_before(s, other, call)):
            break
        ahead += 1
        other = s.calls[other, at.NEXT]
    return ahead


@compiled
def ahead_at(  # noqa: PLR0917  compiled code has no keyword-only arguments
    s: State, call: int, now: int, later: int, coming: Floats
) -> float:
    """Return how many go before `call` if it is still waiting at `later`.

    A call of another class goes before it if its score will be larger then: those who wait now
    are counted, those who will have come are expected (`coming`: arrivals a ms of each class that
    competes for the same agents, negative for one that does not).
    """
    klass = s.calls[call, at.CLASS]
    mine = score(s, klass, later - s.calls[call, at.ARRIVED])
    ahead = 0.0
    for other in range(s.lines.shape[0]):
        if coming[other] < 0.0:
            continue
        steer = s.steer[other]
        needed = steer[at.SCALE] * (mine - steer[at.OFFSET] - steer[at.BETA])
        until = min(later - needed, float(later))
        ahead += _waiting_before(s, other, until, call)
        if other != klass and until > now:
            ahead += coming[other] * (until - now)
    return ahead
