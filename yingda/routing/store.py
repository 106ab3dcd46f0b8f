"""The SQL of routing: one statement a batch, refused when the lease is no longer ours."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from yingda.agents import AgentId
from yingda.kit.db import Row, Tx
from yingda.kit.outbox import Fact
from yingda.routing.changes import Changes
from yingda.routing.core import Policy
from yingda.routing.model import (
    ClassKey,
    Decision,
    Readiness,
    Reason,
    Request,
    RequestId,
    RequestState,
    Steering,
)

# FOR SHARE waits for a takeover that is about to commit and then sees its fence: from that moment
# nothing of ours is written any more, whatever we believe.
JOURNAL = """
WITH held AS (
    SELECT 1 FROM routing_leases WHERE centre = %(centre)s AND fence = %(fence)s FOR SHARE
), requests AS (
    INSERT INTO routing_requests (
        id, centre, tier, kind, channel, arrived_ms, place, state, changed_ms, agent, decision,
        is_carried_out, due_ms, preferred, preferred_until_ms, shunned, is_callback,
        is_connected, why
    )
    SELECT
        id, %(centre)s, key[1], key[2], key[3], arrived_ms, place, state, changed_ms, agent,
        decision, is_carried_out, due_ms, preferred, preferred_until_ms, shunned, is_callback,
        is_connected, why
    FROM json_to_recordset(%(requests)s::json) AS r (
        id uuid, key text[], arrived_ms bigint, place bigint, state text,
        changed_ms bigint, agent uuid, decision bigint, is_carried_out boolean, due_ms bigint,
        preferred uuid, preferred_until_ms bigint, shunned jsonb, is_callback boolean,
        is_connected boolean, why text
    ) WHERE EXISTS (SELECT FROM held)
    ON CONFLICT (id) DO UPDATE SET
        tier = excluded.tier, kind = excluded.kind, channel = excluded.channel,
        arrived_ms = excluded.arrived_ms, place = excluded.place, state = excluded.state,
        changed_ms = excluded.changed_ms, agent = excluded.agent, decision = excluded.decision,
        is_carried_out = excluded.is_carried_out, due_ms = excluded.due_ms,
        preferred = excluded.preferred, preferred_until_ms = excluded.preferred_until_ms,
        shunned = excluded.shunned, is_callback = excluded.is_callback,
        is_connected = excluded.is_connected, why = excluded.why
), agents AS (
    INSERT INTO routing_agents (centre, agent, is_ready, since_ms)
    SELECT %(centre)s, agent, is_ready, since_ms
    FROM json_to_recordset(%(agents)s::json) AS r (
        agent uuid, is_ready boolean, since_ms bigint
    ) WHERE EXISTS (SELECT FROM held)
    ON CONFLICT (centre, agent) DO UPDATE SET
        is_ready = excluded.is_ready, since_ms = excluded.since_ms
), decisions AS (
    INSERT INTO routing_decisions (
        centre, number, at_ms, request, agent, tier, kind, channel, reason, waited_ms, score, rank,
        runner_up, runner_up_score, beta, policy, plan_version, steering, state_digest
    )
    SELECT
        %(centre)s, number, at_ms, request, agent, key[1], key[2], key[3], reason, waited_ms, score,
        rank, runner_up, runner_up_score, beta, policy, plan_version, steering, state_digest
    FROM json_to_recordset(%(decisions)s::json) AS r (
        number bigint, at_ms bigint, request uuid, agent uuid, key text[], reason text,
        waited_ms bigint, score float8, rank integer, runner_up text[], runner_up_score float8,
        beta float8, policy text, plan_version bigint, steering bigint, state_digest text
    ) WHERE EXISTS (SELECT FROM held)
), steering AS (
    INSERT INTO routing_steering (centre, version, at_ms, classes)
    SELECT %(centre)s, version, at_ms, classes
    FROM json_to_recordset(%(steering)s::json) AS r (version bigint, at_ms bigint, classes jsonb)
    WHERE EXISTS (SELECT FROM held)
    ON CONFLICT (centre, version) DO NOTHING
), told AS (
    INSERT INTO outbox (topic, entity, entity_id, version, body, at)
    SELECT topic, entity, id, version, body, at
    FROM json_to_recordset(%(facts)s::json) AS r (
        topic text, entity text, id text, version bigint, body jsonb, at timestamptz
    ) WHERE EXISTS (SELECT FROM held)
)
SELECT count(*) AS held FROM held
"""

LIVE = """
SELECT * FROM routing_requests
WHERE centre = %s AND state IN ('waiting', 'dialling', 'offered', 'answered')
"""


TALLY = """
SELECT
    count(*) AS live,
    count(*) FILTER (WHERE state = 'waiting') AS waiting,
    count(*) FILTER (WHERE state = 'offered') AS offered,
    coalesce(sum(place), 0)::bigint AS places,
    coalesce(sum(changed_ms), 0)::bigint AS changed,
    coalesce(sum(decision %% 2147483648), 0)::bigint AS decisions
FROM routing_requests
WHERE centre = %s AND state IN ('waiting', 'dialling', 'offered', 'answered')
"""


def _steering_rows(steering: Steering | None) -> list[dict[str, Any]]:
    if steering is None:
        return []
    classes = [
        [*key, *figures, steering.resolved.get(key, 0)] for key, figures in steering.classes.items()
    ]
    return [{"version": steering.version, "at_ms": steering.at_ms, "classes": classes}]


def _request(row: Row) -> Request:
    fields = {name: row[name] for name in REQUEST_FIELDS}
    fields["state"] = RequestState(row["state"])
    fields["shunned"] = tuple((AgentId(UUID(agent)), until) for agent, until in row["shunned"])
    return Request(key=ClassKey(row["tier"], row["kind"], row["channel"]), **fields)


REQUEST_FIELDS = tuple(name for name in Request.__dataclass_fields__ if name != "key")


def _decision(row: Row) -> Decision:
    fields = {name: row[name] for name in DECISION_FIELDS}
    fields["reason"], fields["policy"] = Reason(row["reason"]), Policy(row["policy"])
    fields["runner_up"] = ClassKey(*row["runner_up"]) if row["runner_up"] else None
    return Decision(key=ClassKey(row["tier"], row["kind"], row["channel"]), **fields)


DECISION_FIELDS = tuple(name for name in Decision.__dataclass_fields__ if name != "key")


def _steering(row: Row) -> Steering:
    classes = {ClassKey(*each[:3]): each[3:] for each in row["classes"]}
    return Steering(
        version=row["version"],
        at_ms=row["at_ms"],
        classes={key: (each[0], each[1], each[2]) for key, each in classes.items()},
        resolved={key: each[3] for key, each in classes.items()},
    )


class RoutingStore:
    """Requests, agents, decisions and steering of one centre."""

    def __init__(self, tx: Tx, centre: str) -> None:
        self._tx = tx
        self._centre = centre

    async def journal(self, fence: int, changes: Changes, facts: Sequence[Fact]) -> bool:
        """Write everything, or nothing if the lease has passed on; return which."""
        row = await self._tx.fetch_one(
            JOURNAL,
            {
                "centre": self._centre,
                "fence": fence,
                "requests": _json(changes.requests.values()),
                "agents": _json(changes.agents.values()),
                "decisions": _json(changes.decisions),
                "steering": _json(_steering_rows(changes.steering)),
                "facts": _json(facts),
            },
        )
        return row is not None and row["held"] == 1

    async def live_requests(self) -> list[Request]:
        return [_request(row) for row in await self._tx.fetch_all(LIVE, (self._centre,))]

    async def tally(self) -> dict[str, int]:
        """Return counts and sums over the live requests, cheap enough to compare often."""
        row = await self._tx.fetch_one(TALLY, (self._centre,))
        return dict(row or {})

    async def request(self, request: RequestId) -> Request | None:
        row = await self._tx.fetch_one(
            "SELECT * FROM routing_requests WHERE id = %s AND centre = %s", (request, self._centre)
        )
        return _request(row) if row else None

    async def readiness(self) -> list[Readiness]:
        rows = await self._tx.fetch_all(
            "SELECT agent, is_ready, since_ms FROM routing_agents WHERE centre = %s",
            (self._centre,),
        )
        return [Readiness(**row) for row in rows]

    async def newest_steering(self) -> Steering | None:
        row = await self._tx.fetch_one(
            "SELECT * FROM routing_steering WHERE centre = %s ORDER BY version DESC LIMIT 1",
            (self._centre,),
        )
        return _steering(row) if row else None

    async def newest_stamp(self) -> int:
        """Return the latest ms written: a restarted router must not go back behind it."""
        row = await self._tx.fetch_one(
            "SELECT coalesce(max(changed_ms), 0) AS stamp FROM routing_requests WHERE centre = %s",
            (self._centre,),
        )
        return int(row["stamp"]) if row else 0

    async def decisions(self, request: RequestId) -> list[Decision]:
        """Return the request's decisions, oldest first."""
        rows = await self._tx.fetch_all(
            "SELECT * FROM routing_decisions WHERE request = %s AND centre = %s ORDER BY number",
            (request, self._centre),
        )
        return [_decision(row) for row in rows]

    async def betas(self, versions: Iterable[int]) -> Mapping[int, Mapping[ClassKey, float]]:
        """Return beta of every class at the given versions of the steering."""
        rows = await self._tx.fetch_all(
            "SELECT * FROM routing_steering WHERE centre = %s AND version = ANY(%s)",
            (self._centre, list(versions)),
        )
        return {
            each.version: {key: figures[2] for key, figures in each.classes.items()}
            for each in map(_steering, rows)
        }


def _json(rows: Iterable[object]) -> str:
    return to_json(list(rows)).decode()
