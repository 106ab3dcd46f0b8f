"""What may follow what: the states of a request."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from yingda.agents import AgentId
from yingda.routing.model import NewRequest, Request, RequestState, Withdrawal

WAITING, DIALLING, OFFERED, ANSWERED, ABANDONED, WITHDRAWN = RequestState

NEXT: Mapping[RequestState, frozenset[RequestState]] = {
    WAITING: frozenset({WAITING, OFFERED, DIALLING, ANSWERED, ABANDONED, WITHDRAWN}),
    DIALLING: frozenset({WAITING, OFFERED, ANSWERED, ABANDONED, WITHDRAWN}),
    OFFERED: frozenset({ANSWERED, WAITING, OFFERED, DIALLING, ABANDONED, WITHDRAWN}),
    ANSWERED: frozenset({WAITING, OFFERED, WITHDRAWN}),
    ABANDONED: frozenset({WAITING, OFFERED, DIALLING}),
    WITHDRAWN: frozenset({WAITING, OFFERED, DIALLING}),
}
"""From OFFERED to DIALLING: the caller asked to be called back while the phone of an agent rang.
ANSWERED, ABANDONED and WITHDRAWN go back to WAITING when the contact asks for an agent anew.

From WAITING and DIALLING to ANSWERED: connected without or after its offer; what happened wins.
"""

IN_LINE = frozenset({WAITING})
HOLDS_AGENT = frozenset({OFFERED, ANSWERED})
LIVE = frozenset({WAITING, DIALLING, OFFERED, ANSWERED})
UNRESOLVED = frozenset({WAITING, DIALLING, OFFERED})


def asked(new: NewRequest, stamp: Callable[[datetime], int], excluded_until_ms: int) -> Request:
    """Return the request as it comes in; `stamp` turns moments into steady ms."""
    until = new.preferred_until
    return Request(
        id=new.id,
        key=new.key,
        arrived_ms=stamp(new.arrived_at),
        place=0,
        preferred=new.preferred if until else None,
        preferred_until_ms=stamp(until) if until and new.preferred else None,
        shunned=tuple((agent, excluded_until_ms) for agent in new.excluded),
        is_callback=new.is_callback,
    )


def is_to_dial(request: Request) -> bool:
    """Return whether the customer must be called before anybody can serve them."""
    return request.is_callback and not request.is_connected


def is_asked_anew(known: Request, request: Request) -> bool:
    """Return whether asking for `request` changes anything about `known`."""
    return known.state is ANSWERED or is_to_dial(known) is not is_to_dial(request)


def asked_anew(known: Request, request: Request) -> Request:
    """Return the request; a call-back that needs no more dialling is one all the same."""
    is_back = is_to_dial(known) and not request.is_callback
    return replace(request, is_callback=True, is_connected=True) if is_back else request


def next_look(request: Request) -> int | None:
    """Return when time alone changes something about the request, if ever."""
    if request.state is WAITING:
        moments = [until for _, until in request.shunned]
        if request.preferred_until_ms is not None:
            moments.append(request.preferred_until_ms)
        return min(moments, default=None)
    return request.due_ms if request.state in {OFFERED, DIALLING} else None


def is_offered_to(request: Request | None, agent: AgentId) -> bool:
    """Return whether the offer still stands; a late report about another one changes nothing."""
    return request is not None and request.state is OFFERED and request.agent == agent


def closed(request: Request, why: Withdrawal, now_ms: int) -> Request:
    """Return the request taken out; giving up counts only while nobody had answered."""
    gave_up = why is Withdrawal.ABANDONED and request.state in UNRESOLVED
    return replace(
        request,
        state=ABANDONED if gave_up else WITHDRAWN,
        why=why,
        changed_ms=now_ms,
        due_ms=None,
    )


def back_in_line(request: Request, now_ms: int) -> Request:
    """Return the request waiting again, at its old place, for anybody."""
    return replace(
        request,
        state=WAITING,
        changed_ms=now_ms,
        agent=None,
        decision=None,
        due_ms=None,
        preferred=None,
        preferred_until_ms=None,
    )


def shunning(request: Request, agent: AgentId, until_ms: int) -> Request:
    """Return the request kept from `agent` until then."""
    others = tuple(pair for pair in request.shunned if pair[0] != agent)
    return replace(request, shunned=(*others, (agent, until_ms)))


def forgiving(request: Request, now_ms: int) -> tuple[Request, tuple[AgentId, ...]]:
    """Return the request without the refusals that are over, and whose they were."""
    over = tuple(agent for agent, until in request.shunned if until <= now_ms)
    kept = tuple(pair for pair in request.shunned if pair[0] not in over)
    return replace(request, shunned=kept), over
