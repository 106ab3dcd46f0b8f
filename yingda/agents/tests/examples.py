"""Agents and moments that the tests share."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yingda.agents import AgentId, AgentPolicy, AgentState, State

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LI = AgentId(UUID(int=1))
CALL, OTHER_CALL = UUID(int=100), UUID(int=101)
POLICY = AgentPolicy(
    reasons=frozenset({"break", "meal"}),
    lost_for=timedelta(seconds=60),
    missed_for=timedelta(seconds=120),
    after_missed=State.NOT_READY,
    after_missed_reason="break",
    zone=ZoneInfo("Asia/Shanghai"),
)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def signed_off() -> AgentState:
    return AgentState(LI, State.SIGNED_OFF, NOON)


@dataclass
class HandClock:
    """A clock set by hand."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def pass_(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
