"""Use-cases of an agent's state: lock, decide, save, announce; the transaction is the caller's."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from yingda.agents import rules
from yingda.agents.errors import AgentNotFound
from yingda.agents.events import AGENT_CHANGED, fact_of
from yingda.agents.model import (
    Agent,
    AgentId,
    AgentPolicy,
    AgentState,
    Cause,
    Moved,
    RingFailure,
    State,
)
from yingda.kit.clock import Clock
from yingda.kit.outbox import Fact


class Movable(Protocol):
    """What following a contact needs of the store."""

    async def lock(self, agent: AgentId) -> Agent | None: ...
    async def save(
        self, before: AgentState, after: AgentState, cause: Cause, fact: Fact
    ) -> None: ...


class Agents(Movable, Protocol):
    """What the service needs of the store."""

    async def lock_lost(self, before: datetime) -> list[Agent]: ...
    async def lock_missed(self, before: datetime) -> list[Agent]: ...
    async def lock_seated(self) -> list[Agent]: ...


class AgentMoves:
    """The moves of agents that follow from a contact.

    Every move names the agent and answers with the new state and its routing consequence. All raise
    `AgentNotFound` for an id that is no agent's; further refusals stand in `rules`.
    """

    def __init__(self, agents: Movable, clock: Clock, policy: AgentPolicy) -> None:
        self._movable = agents
        self._clock = clock
        self._policy = policy

    async def offered(self, agent: AgentId, contact: UUID) -> Moved:
        """Reserve the agent for the contact whose phone call begins to ring.

        Raises:
            AgentNotReady: the agent takes no work now.
        """
        return await self._follow(agent, Cause.OFFERED, contact)

    async def ring_failed(self, agent: AgentId, contact: UUID, why: RingFailure) -> Moved:
        """Free the agent of the offer: aside after silence, else as before."""
        return await self._follow(agent, Cause(why.value), contact)

    async def talking(self, agent: AgentId, contact: UUID) -> Moved:
        """Note that the agent talks.

        Raises:
            AgentElsewhere: the contact is not the agent's.
        """
        return await self._follow(agent, Cause.TALKING, contact)

    async def held(self, agent: AgentId, contact: UUID) -> Moved:
        """Note that the contact is on hold.

        Raises:
            AgentElsewhere: the contact is not the agent's.
        """
        return await self._follow(agent, Cause.HELD, contact)

    async def resumed(self, agent: AgentId, contact: UUID) -> Moved:
        """Note that the contact is off hold.

        Raises:
            AgentElsewhere: the contact is not the agent's.
        """
        return await self._follow(agent, Cause.RESUMED, contact)

    async def wrap_up(self, agent: AgentId, contact: UUID) -> Moved:
        """Begin after-call work."""
        return await self._follow(agent, Cause.WRAP_UP, contact)

    async def wrap_up_done(self, agent: AgentId, contact: UUID) -> Moved:
        """End after-call work: the state chosen during the call, else ready."""
        return await self._follow(agent, Cause.WRAP_UP_DONE, contact)

    async def taken_over(self, agent: AgentId, contact: UUID) -> Moved:
        """Note that a supervisor, free until now, talks with another agent's customer.

        Raises:
            AgentElsewhere: the supervisor is not free.
        """
        return await self._follow(agent, Cause.TAKEN_OVER, contact)

    async def _follow(self, agent: AgentId, cause: Cause, contact: UUID) -> Moved:
        now, policy = self._clock.now(), self._policy
        return await self._change(
            agent, cause, lambda state: rules.follow(state, cause, contact, now=now, policy=policy)
        )

    async def _change(
        self, agent: AgentId, cause: Cause, decide: Callable[[AgentState], AgentState]
    ) -> Moved:
        before = await self._movable.lock(agent)
        if before is None:
            raise AgentNotFound(agent=str(agent))
        return await self._save(before, decide(before.state), cause)

    async def _save(self, before: Agent, decided: AgentState, cause: Cause) -> Moved:
        if decided == before.state:
            return Moved(decided, rules.availability(decided), is_changed=False)
        after = replace(decided, version=before.state.version + 1)
        fact = fact_of(AGENT_CHANGED, Agent(before.profile, after), self._clock.now())
        await self._movable.save(before.state, after, cause, fact)
        return Moved(after, rules.availability(after), is_changed=True)


class AgentService(AgentMoves):
    """Everything that changes one agent's state, inside the transaction of the caller."""

    def __init__(self, agents: Agents, clock: Clock, policy: AgentPolicy) -> None:
        super().__init__(agents, clock, policy)
        self._agents = agents

    async def sign_on(self, agent: AgentId, seat: str, *, take_over: bool = False) -> Moved:
        """Seat the agent, not ready.

        Raises:
            SeatTaken: another connected seat holds the agent and `take_over` is not set.
        """
        now = self._clock.now()
        return await self._change(
            agent, Cause.SIGN_ON, lambda state: rules.sign_on(state, seat, now, take_over=take_over)
        )

    async def sign_off(self, agent: AgentId, by: UUID | None = None) -> Moved:
        """Sign the agent off (the supervisor `by` does): now, or after the present contact."""
        now, cause = self._clock.now(), Cause.SUPERVISOR if by else Cause.SIGN_OFF
        return await self._change(agent, cause, lambda state: rules.sign_off(state, now, by))

    async def choose_state(
        self, agent: AgentId, wanted: State, reason: str = "", by: UUID | None = None
    ) -> Moved:
        """Make the agent (the supervisor `by` does) ready or not: now, or after the contact.

        Raises:
            NotSignedOn: the agent is signed off.
            ReasonUnknown: not one of the pack's reasons.
        """
        now, policy = self._clock.now(), self._policy
        return await self._change(
            agent,
            Cause.SUPERVISOR if by else Cause.CHOSEN,
            lambda state: rules.choose(state, wanted, reason, now=now, policy=policy, by=by),
        )

    async def connection_lost(self, agent: AgentId, seat: str) -> Moved:
        """Note that the seat's connection is gone; the state is kept for a while."""
        now = self._clock.now()
        return await self._change(
            agent, Cause.CONNECTION_LOST, lambda state: rules.lose(state, seat, now)
        )

    async def connection_back(self, agent: AgentId, seat: str) -> Moved:
        """Note that the seat is connected again."""
        return await self._change(agent, Cause.SIGN_ON, lambda state: rules.regain(state, seat))

    async def all_lost(self) -> list[Moved]:
        """Count every seat as unconnected: the process that held the connections has died."""
        now = self._clock.now()
        return await self._change_each(
            await self._agents.lock_seated(),
            Cause.CONNECTION_LOST,
            lambda state: rules.lose(state, state.seat, now),
        )

    async def found_again(self, here: Collection[tuple[UUID, str]]) -> list[Moved]:
        """Count everybody as connected who is at a seat of `here`, though noted as lost."""
        return await self._change_each(
            await self._agents.lock_lost(self._clock.now()),
            Cause.SIGN_ON,
            lambda state: (
                rules.regain(state, state.seat) if (state.agent, state.seat) in here else state
            ),
        )

    async def expire_lost(self) -> list[Moved]:
        """Sign off everybody whose seat has been away too long; return who was."""
        now, policy = self._clock.now(), self._policy
        return await self._change_each(
            await self._agents.lock_lost(now - policy.lost_for),
            Cause.CONNECTION_LOST,
            lambda state: rules.expire_lost(state, now, policy),
        )

    async def expire_missed(self) -> list[Moved]:
        """Move on everybody who was aside long enough after an unanswered ring; return who was."""
        now, policy = self._clock.now(), self._policy
        if policy.missed_for is None:
            return []
        return await self._change_each(
            await self._agents.lock_missed(now - policy.missed_for),
            Cause.MISSED_OVER,
            lambda state: rules.expire_missed(state, now, policy),
        )

    async def _change_each(
        self, agents: Sequence[Agent], cause: Cause, decide: Callable[[AgentState], AgentState]
    ) -> list[Moved]:
        moved = [await self._save(agent, decide(agent.state), cause) for agent in agents]
        return [one for one in moved if one.is_changed]
