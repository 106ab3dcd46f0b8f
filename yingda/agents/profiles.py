"""Use-cases of agents as people: group, grade, skills and capacity, as the plan needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yingda.accounts import Actor, AuditTrail
from yingda.agents import times
from yingda.agents.errors import (
    AgentChanged,
    AgentNotFound,
    GroupUnknown,
    SkillUnknown,
    StaffNumberTaken,
)
from yingda.agents.events import AGENT_PROFILE_CHANGED, fact_of
from yingda.agents.model import Agent, AgentId, AgentPolicy, Profile
from yingda.agents.specs import AgentSpec, NamedSpec
from yingda.agents.store import AgentStore, ProfileStore
from yingda.agents.views import StateLog, log_view
from yingda.kit.clock import Clock
from yingda.kit.db import Tx


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What an edit replaces; None leaves it. `version` is the profile's, as it was read."""

    version: int
    grade: int | None = None
    group: str | None = None
    skills: Mapping[str, int] | None = None
    capacity: Mapping[str, int] | None = None


class ProfileService:
    """Agents inside one transaction; `skills` are those of the pack."""

    def __init__(self, tx: Tx, clock: Clock, skills: frozenset[str]) -> None:
        self._profiles = ProfileStore(tx)
        self._agents = AgentStore(tx)
        self._tx = tx
        self._audit = AuditTrail(tx, clock)
        self._clock = clock
        self._skills = skills

    async def agents(self) -> list[Agent]:
        """Return every agent whose user is enabled, by staff number."""
        return await self._agents.all()

    async def profiles(self) -> list[Profile]:
        """Return what the routing plan needs: agent, group, grade, skills, capacity."""
        return [agent.profile for agent in await self._agents.all()]

    async def get(self, agent: AgentId) -> Agent:
        """Return the agent.

        Raises:
            AgentNotFound: no such agent.
        """
        return _known(await self._agents.get(agent), agent)

    async def seed_groups(self, groups: Iterable[NamedSpec]) -> None:
        """Make sure that the groups exist, with these names."""
        for group in groups:
            await self._profiles.put_group(group.code, group.name.model_dump())

    async def seed_agent(self, agent: AgentId, spec: AgentSpec) -> bool:
        """Add the agent of a pack unless the user is an agent already; return whether added."""
        if await self._agents.get(agent) is not None:
            return False
        profile = Profile(
            id=agent,
            staff_no=spec.staff_no,
            name="",
            grade=spec.grade,
            group=spec.group,
            skills=dict(spec.skills),
            capacity={str(channel): slots for channel, slots in spec.capacity.items()},
        )
        await self._add(profile)
        return True

    async def add(self, actor: Actor, profile: Profile) -> Agent:
        """Make a user an agent, signed off.

        Raises:
            AgentNotFound: there is no such user.
            StaffNumberTaken: another agent has this number, or the user is one already.
            GroupUnknown: no such group.
            SkillUnknown: a skill that the pack does not have.
        """
        if not await self._profiles.has_user(profile.id):
            raise AgentNotFound(agent=str(profile.id))
        is_agent = await self._agents.get(profile.id) is not None
        if is_agent or await self._profiles.owner_of(profile.staff_no) is not None:
            raise StaffNumberTaken(staff_no=profile.staff_no)
        await self._check(profile)
        added = await self._add(profile)
        await self._audit.record(actor, "agent.add", str(profile.id), _told(added.profile))
        return added

    async def change(self, actor: Actor, agent: AgentId, change: ProfileChange) -> Agent:
        """Change group, grade, skills or capacity; the router plans anew on the fact.

        Raises:
            AgentNotFound: no such agent.
            AgentChanged: somebody saved the profile since it was read.
            GroupUnknown: no such group.
            SkillUnknown: a skill that the pack does not have.
        """
        before = _known(await self._agents.lock(agent), agent)
        if before.profile.version != change.version:
            raise AgentChanged(agent=str(agent), version=before.profile.version)
        after = _changed(before.profile, change)
        await self._check(after)
        await self._profiles.save(after)
        detail = {"before": _told(before.profile), "after": _told(after)}
        await self._audit.record(actor, "agent.change", str(agent), detail)
        return await self._announce(Agent(after, before.state))

    async def follow_user(self, agent: AgentId) -> None:
        """Tell the agent's view again: the user behind it was renamed, disabled or enabled."""
        before = await self._agents.lock(agent)
        if before is not None:
            await self._announce(before)

    async def day(self, agent: AgentId, policy: AgentPolicy) -> StateLog:
        """Return today's time by state with every change, as the API shows it.

        Raises:
            AgentNotFound: no such agent.
        """
        now = self._clock.now()
        begin = times.day_start(now, policy.zone)
        state = (await self.get(agent)).state
        changes = await self._agents.log(agent, begin)
        totals = times.time_by_state(changes, state, begin, now)
        return log_view(begin, now, totals, changes)

    async def _add(self, profile: Profile) -> Agent:
        await self._profiles.add(profile, self._clock.now())
        return await self._announce(_known(await self._agents.lock(profile.id), profile.id))

    async def _announce(self, agent: Agent) -> Agent:
        next_version = agent.state.version + 1
        told = Agent(agent.profile, replace(agent.state, version=next_version))
        await self._profiles.put_version(agent.profile.id, next_version)
        await self._tx.announce(fact_of(AGENT_PROFILE_CHANGED, told, self._clock.now()))
        return told

    async def _check(self, profile: Profile) -> None:
        if profile.group not in await self._profiles.groups():
            raise GroupUnknown(group=profile.group)
        for skill in sorted(set(profile.skills) - self._skills):
            raise SkillUnknown(skill=skill)


def _known(agent: Agent | None, wanted: AgentId) -> Agent:
    if agent is None:
        raise AgentNotFound(agent=str(wanted))
    return agent


def _changed(profile: Profile, change: ProfileChange) -> Profile:
    return replace(
        profile,
        grade=profile.grade if change.grade is None else change.grade,
        group=profile.group if change.group is None else change.group,
        skills=profile.skills if change.skills is None else change.skills,
        capacity=profile.capacity if change.capacity is None else change.capacity,
        version=profile.version + 1,
    )


def _told(profile: Profile) -> dict[str, Any]:
    return {
        "grade": profile.grade,
        "group": profile.group,
        "skills": dict(profile.skills),
        "capacity": dict(profile.capacity),
    }
