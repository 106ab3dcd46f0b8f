"""Where the router's picture disagrees with itself or with others. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from yingda.agents import AgentId
from yingda.kit.clock import epoch_ms
from yingda.routing.board import Board
from yingda.routing.core import NONE
from yingda.routing.core import layout as at
from yingda.routing.model import Request, RequestId, RequestState
from yingda.routing.ports import Standing

IN_CORE = {
    RequestState.WAITING: (at.IN_LINE, at.OWN_LINE),
    RequestState.OFFERED: (at.TAKEN,),
    RequestState.DIALLING: (at.DIALLING,),
}
ASKED_WHILE = {RequestState.OFFERED: "offer-unheard", RequestState.ANSWERED: "request-lost"}


def disagreements(board: Board) -> Iterator[tuple[str, RequestId | None, AgentId | None]]:
    """Yield what the core holds otherwise than the requests say: kind, request, agent."""
    states = board.tables.state.calls[:, at.STATE].tolist()
    for request in board.requests.values():
        known = board.tables.agent_number(request.agent) != NONE
        if request.state is RequestState.ANSWERED or (request.agent is not None and not known):
            continue
        call = board.tables.call_of.get(request.id)
        if call is None or states[call] not in IN_CORE[request.state]:
            yield "call-out-of-place", request.id, request.agent
    counted = board.tables.state.seats[:, :, at.LOAD].sum(axis=1).tolist()
    for (agent, held), in_core in zip(loads(board).items(), counted, strict=True):
        if held != in_core:
            yield "load-disagrees", None, agent
    waiting = int(board.tables.state.lines[:, at.WAITING].sum())
    in_line = sum(states[call] == at.IN_LINE for call in board.tables.call_of.values())
    if waiting != in_line:
        yield "line-miscounted", None, None


def loads(board: Board) -> dict[AgentId, int]:
    """Return how many contacts each agent of the plan holds, by the requests."""
    held = dict.fromkeys(board.tables.agent_ids, 0)
    for request in board.requests.values():
        is_held = request.state in {RequestState.OFFERED, RequestState.ANSWERED}
        if is_held and request.agent is not None and request.agent in held:
            held[request.agent] += 1
    return held


def tally(board: Board) -> dict[str, int]:
    """Return the same sums as `RoutingStore.tally`: equal sums, equal pictures."""
    requests = board.requests.values()
    return {
        "live": len(requests),
        "waiting": sum(each.state is RequestState.WAITING for each in requests),
        "offered": sum(each.state is RequestState.OFFERED for each in requests),
        "places": sum(each.place for each in requests),
        "changed": sum(each.changed_ms for each in requests),
        "decisions": sum((each.decision or 0) % 2**31 for each in requests),
    }


def differing(board: Board, journalled: Collection[Request]) -> list[Request]:
    """Return the live requests that board and journal do not both have as they stand."""
    there = {each.id for each in journalled}
    return [
        *(each for each in journalled if board.requests.get(each.id) != each),
        *(each for each in board.requests.values() if each.id not in there),
    ]


def unlike_census(board: Board, available: Mapping[AgentId, datetime]) -> dict[AgentId, int | None]:
    """Return agents whose readiness is wrong: idle since when (ms), or None for not ready.

    An agent who holds a contact is left alone: the end of that contact will tell.
    """
    holding = {agent for agent, held in loads(board).items() if held}
    wrong: dict[AgentId, int | None] = {}
    for agent in {*board.readiness, *available} - holding:
        known = board.readiness.get(agent)
        is_ready = known is not None and known.is_ready
        if is_ready and agent not in available:
            wrong[agent] = None
        elif not is_ready and agent in available:
            wrong[agent] = epoch_ms(available[agent])
    return wrong


def unlike_contacts(
    board: Board, standings: Mapping[RequestId, Standing]
) -> dict[RequestId, tuple[str, int | None]]:
    """Return the requests that stand otherwise than their contacts say: the kind, the decision."""
    wrong = {
        request.id: (kind, request.decision)
        for request in board.requests.values()
        if (kind := _unlike(request, standings.get(request.id)))
    }
    unknown = (id_ for id_, each in standings.items() if each.asks and id_ not in board.requests)
    return {**wrong, **dict.fromkeys(unknown, ("request-lost", None))}


def _unlike(request: Request, standing: Standing | None) -> str:
    """Return what is wrong, or nothing."""
    if standing is None:
        return "contact-over"
    if request.is_callback:
        return ""
    if standing.asks is not None:
        return ASKED_WHILE.get(request.state, "")
    is_unheard = standing.is_answered and request.state is not RequestState.ANSWERED
    return "answer-unheard" if is_unheard else ""
