"""The self-check: finds where the router disagrees with itself, the journal, agents or contacts."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from yingda.agents import AgentId
from yingda.kit.errors import YingdaError
from yingda.routing import checks, rules
from yingda.routing.board import Board
from yingda.routing.model import RequestId, Withdrawal
from yingda.routing.ports import Census, Standing
from yingda.routing.writer import Writer

log = logging.getLogger(__name__)

Stamp = Callable[[datetime], int]


class Inspector:
    """Mends what it finds by the board's own acts, so every repair is journalled and told.

    The census may run behind what is just being told: only a disagreement seen at two inspections
    in a row is one.
    """

    def __init__(self, census: Census | None, every_s: float) -> None:
        self._census = census
        self._every_s = every_s
        self._due = time.monotonic() + every_s
        self._suspected: Mapping[AgentId, int | None] = {}
        self._doubted: Mapping[RequestId, tuple[str, int | None]] = {}

    def due_in_s(self) -> float:
        return self._due - time.monotonic()

    def is_due(self) -> bool:
        return self.due_in_s() <= 0

    async def inspect(self, board: Board, writer: Writer, now: int, stamp: Stamp) -> None:
        """Check everything and mend it on the board; the caller journals."""
        self._due = time.monotonic() + self._every_s
        board.expire(now)
        found = list(checks.disagreements(board))
        for kind, request, agent in found:
            board.note_repair(kind, now, request=request, agent=agent)
        if found:
            board.lay_anew(now)
        board.adopt(now, await writer.differing_from(board))
        if self._census is not None:
            await self._ask(self._census, board, now, stamp)

    async def _ask(self, census: Census, board: Board, now: int, stamp: Stamp) -> None:
        try:
            available = await census.available()
            standings = await census.standings()
        except YingdaError:
            log.warning("the census cannot be asked now")
            return
        self._mend_agents(board, available, now)
        wrong = checks.unlike_contacts(board, standings)
        for request, (kind, decision) in wrong.items():
            if self._doubted.get(request) == (kind, decision):
                board.note_repair(kind, now, request=request, agent=None)
                _believe(standings.get(request), request, board, now=now, stamp=stamp)
        self._doubted = wrong

    def _mend_agents(self, board: Board, available: Mapping[AgentId, datetime], now: int) -> None:
        wrong = checks.unlike_census(board, available)
        for agent, since in wrong.items():
            if agent not in self._suspected or self._suspected[agent] != since:
                continue
            board.note_repair("readiness-disagrees", now, request=None, agent=agent)
            if since is None:
                board.agent_not_ready(agent)
            else:
                board.agent_ready(now, agent, min(since, now))
        self._suspected = wrong


def _believe(
    standing: Standing | None, request: RequestId, board: Board, *, now: int, stamp: Stamp
) -> None:
    """Let the router go by what the contact says: who asks is placed, or hears the offer again."""
    if standing is None:
        board.withdraw(now, request, Withdrawal.LOST)
    elif standing.asks is not None:
        try:
            board.enqueue(now, rules.asked(standing.asks, stamp, now))
        except YingdaError as refused:
            log.warning("a waiting contact cannot be placed: %s", refused)
    elif standing.agent is not None:
        board.answered(now, request, standing.agent)
