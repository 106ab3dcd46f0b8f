"""All SQL of agents, their states and the log of every change."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg.types.json import Jsonb

from yingda.agents.model import (
    Agent,
    AgentId,
    AgentState,
    Cause,
    Profile,
    State,
    StateChange,
)
from yingda.kit.clauses import Clause, Pen
from yingda.kit.db import Row, Tx
from yingda.kit.outbox import Fact

_AGENT: Final = """
SELECT
    s.agent_id, s.state, s.reason, s.since, s.next_state, s.next_reason, s.contact_id, s.seat,
    s.signed_on_at, s.idle_since, s.lost_at, s.set_by, s.version,
    a.staff_no, a.grade, a.group_code, a.capacity, a.version AS profile_version,
    u.name, u.is_enabled,
    coalesce(
        (SELECT jsonb_object_agg(k.skill, k.level) FROM agent_skills k WHERE k.agent_id = a.id),
        '{}'
    ) AS skills
FROM agent_states s
JOIN agents a ON a.id = s.agent_id
JOIN users u ON u.id = a.id
"""
_LOCK: Final[LiteralString] = _AGENT + " WHERE s.agent_id = %s FOR UPDATE OF s"
_GET: Final[LiteralString] = _AGENT + " WHERE s.agent_id = %s"
_ALL: Final[LiteralString] = _AGENT + " WHERE u.is_enabled ORDER BY a.staff_no"
# A row that another transaction holds is looked at again in the next round.
_LOST: Final[LiteralString] = (
    _AGENT
    + """
    WHERE s.lost_at <= %s AND s.state IN ('ready', 'not-ready', 'missed')
    ORDER BY s.agent_id FOR UPDATE OF s SKIP LOCKED
    """
)
_MISSED: Final[LiteralString] = (
    _AGENT
    + """
    WHERE s.state = 'missed' AND s.since <= %s
    ORDER BY s.agent_id FOR UPDATE OF s SKIP LOCKED
    """
)
_SEATED: Final[LiteralString] = (
    _AGENT
    + """
    WHERE s.state <> 'signed-off' AND s.lost_at IS NULL
    ORDER BY s.agent_id FOR UPDATE OF s
    """
)

_SAVED: Final = Clause(
    "agent_saved",
    """
    UPDATE agent_states SET
        state = given.state, reason = given.reason, since = given.since,
        next_state = given.next_state, next_reason = given.next_reason,
        contact_id = given.contact_id, seat = given.seat, signed_on_at = given.signed_on_at,
        idle_since = given.idle_since, lost_at = given.lost_at, set_by = given.set_by,
        version = given.version
    FROM jsonb_populate_recordset(NULL::agent_states, $1::jsonb) AS given
    WHERE agent_states.agent_id = given.agent_id AND agent_states.version = given.version - 1
    RETURNING given.agent_id
    """,
    is_strict=True,
)
_LOGGED: Final = Clause(
    "agent_logged",
    """
    INSERT INTO agent_state_log
        (agent_id, at, from_state, from_reason, state, reason, lasted_ms, cause, contact_id)
    SELECT agent_id, at, from_state, from_reason, state, reason, lasted_ms, cause, contact_id
    FROM jsonb_populate_recordset(NULL::agent_state_log, $1::jsonb) AS given
    """,
)


async def save(pen: Pen, before: AgentState, after: AgentState, cause: Cause) -> None:
    """Write the state over the version before it, and a line of the log if it is a new one.

    Raises:
        ChangedMeanwhile: the version before is not the one written.
    """
    row = {name: getattr(after, name) for name in _STATE_FIELDS}
    await pen.put(_SAVED, [{**row, "agent_id": after.agent}])
    if (before.state, before.reason, before.since) != (after.state, after.reason, after.since):
        await pen.put(_LOGGED, [_log_row(before, after, cause)])


_STATE_FIELDS: Final = tuple(each.name for each in fields(AgentState) if each.name != "agent")


def _log_row(before: AgentState, after: AgentState, cause: Cause) -> dict[str, Any]:
    return {
        "agent_id": after.agent,
        "at": after.since,
        "from_state": before.state,
        "from_reason": before.reason,
        "state": after.state,
        "reason": after.reason,
        "lasted_ms": round((after.since - before.since).total_seconds() * 1000),
        "cause": cause,
        "contact_id": after.contact_id or before.contact_id,
    }


class AgentStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def lock(self, agent: AgentId) -> Agent | None:
        """Return the agent, held against other changes until the transaction ends."""
        row = await self._tx.fetch_one(_LOCK, (agent,))
        return _agent_of(row) if row else None

    async def get(self, agent: AgentId) -> Agent | None:
        row = await self._tx.fetch_one(_GET, (agent,))
        return _agent_of(row) if row else None

    async def all(self) -> list[Agent]:
        """Return every agent whose user is enabled, by staff number."""
        return [_agent_of(row) for row in await self._tx.fetch_all(_ALL)]

    async def lock_lost(self, before: datetime) -> list[Agent]:
        """Return the agents away since `before` whom no contact holds, locked."""
        return [_agent_of(row) for row in await self._tx.fetch_all(_LOST, (before,))]

    async def lock_missed(self, before: datetime) -> list[Agent]:
        """Return the agents aside since `before`, locked."""
        return [_agent_of(row) for row in await self._tx.fetch_all(_MISSED, (before,))]

    async def lock_seated(self) -> list[Agent]:
        """Return every agent who counts as connected, locked."""
        return [_agent_of(row) for row in await self._tx.fetch_all(_SEATED)]

    async def save(self, before: AgentState, after: AgentState, cause: Cause, fact: Fact) -> None:
        """Write the state, a line of the log if it is a new one, and the fact."""
        await save(self._tx, before, after, cause)
        await self._tx.announce(fact)

    async def log(self, agent: AgentId, begin: datetime) -> list[StateChange]:
        """Return the changes since `begin`, oldest first."""
        rows = await self._tx.fetch_all(
            """
            SELECT at, from_state, from_reason, state, reason, lasted_ms, cause, contact_id
            FROM agent_state_log WHERE agent_id = %s AND at >= %s ORDER BY at, id
            """,
            (agent, begin),
        )
        return [
            StateChange(
                at=row["at"],
                from_state=State(row["from_state"]),
                from_reason=row["from_reason"],
                state=State(row["state"]),
                reason=row["reason"],
                lasted_ms=row["lasted_ms"],
                cause=Cause(row["cause"]),
                contact_id=row["contact_id"],
            )
            for row in rows
        ]


class ProfileStore:
    """Agents as people: groups, staff numbers, skills."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def groups(self) -> dict[str, dict[str, str]]:
        rows = await self._tx.fetch_all("SELECT code, name FROM agent_groups ORDER BY code")
        return {row["code"]: row["name"] for row in rows}

    async def put_group(self, code: str, name: dict[str, str]) -> None:
        await self._tx.execute(
            """
            INSERT INTO agent_groups (code, name) VALUES (%s, %s)
            ON CONFLICT (code) DO UPDATE SET name = excluded.name
            """,
            (code, Jsonb(name)),
        )

    async def has_user(self, agent: AgentId) -> bool:
        return await self._tx.fetch_one("SELECT 1 FROM users WHERE id = %s", (agent,)) is not None

    async def owner_of(self, staff_no: str) -> AgentId | None:
        row = await self._tx.fetch_one("SELECT id FROM agents WHERE staff_no = %s", (staff_no,))
        return AgentId(row["id"]) if row else None

    async def add(self, profile: Profile, now: datetime) -> None:
        """Write a new agent, signed off."""
        await self._tx.execute(
            """
            INSERT INTO agents (id, staff_no, grade, group_code, capacity, version)
            VALUES (%s, %s, %s, %s, %s, %s)
            """,
            (
                profile.id,
                profile.staff_no,
                profile.grade,
                profile.group,
                Jsonb(dict(profile.capacity)),
                profile.version,
            ),
        )
        await self._tx.execute(
            "INSERT INTO agent_states (agent_id, state, since, version) VALUES (%s, %s, %s, 0)",
            (profile.id, State.SIGNED_OFF.value, now),
        )
        await self._put_skills(profile)

    async def save(self, profile: Profile) -> None:
        await self._tx.execute(
            """
            UPDATE agents SET grade = %s, group_code = %s, capacity = %s, version = %s
            WHERE id = %s
            """,
            (
                profile.grade,
                profile.group,
                Jsonb(dict(profile.capacity)),
                profile.version,
                profile.id,
            ),
        )
        await self._tx.execute("DELETE FROM agent_skills WHERE agent_id = %s", (profile.id,))
        await self._put_skills(profile)

    async def put_version(self, agent: AgentId, version: int) -> None:
        """Raise the version of the agent's public view."""
        await self._tx.execute(
            "UPDATE agent_states SET version = %s WHERE agent_id = %s", (version, agent)
        )

    async def _put_skills(self, profile: Profile) -> None:
        rows: Sequence[tuple[AgentId, str, int]] = [
            (profile.id, skill, level) for skill, level in profile.skills.items()
        ]
        await self._tx.execute_many(
            "INSERT INTO agent_skills (agent_id, skill, level) VALUES (%s, %s, %s)", rows
        )


def _agent_of(row: Row) -> Agent:
    agent = AgentId(row["agent_id"])
    profile = Profile(
        id=agent,
        staff_no=row["staff_no"],
        name=row["name"],
        grade=row["grade"],
        group=row["group_code"],
        skills=row["skills"],
        capacity=row["capacity"],
        version=row["profile_version"],
        is_enabled=row["is_enabled"],
    )
    state = AgentState(
        agent=agent,
        state=State(row["state"]),
        since=row["since"],
        reason=row["reason"],
        next_state=State(row["next_state"]) if row["next_state"] else None,
        next_reason=row["next_reason"],
        contact_id=row["contact_id"],
        seat=row["seat"],
        signed_on_at=row["signed_on_at"],
        idle_since=row["idle_since"],
        lost_at=row["lost_at"],
        set_by=row["set_by"],
        version=row["version"],
    )
    return Agent(profile, state)
