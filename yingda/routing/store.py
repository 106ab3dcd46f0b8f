"""The SQL of routing; what a router decides is refused when the lease is no longer its own."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from yingda.agents import AgentId
from yingda.kit.clauses import Clause, Pen
from yingda.kit.db import Row, Tx
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
HELD: Final = Clause(
    "routing_held",
    """
    SELECT 1 FROM routing_leases
    JOIN jsonb_to_recordset($1::jsonb) AS given (centre text, fence bigint)
        USING (centre, fence)
    FOR SHARE OF routing_leases
    """,
    is_strict=True,
)
REQUESTS: Final = Clause(
    "routing_requests_written",
    """
    INSERT INTO routing_requests AS known (
        id, centre, tier, kind, channel, arrived_ms, place, state, changed_ms, agent, decision,
        is_carried_out, due_ms, preferred, preferred_until_ms, shunned, is_callback,
        is_connected, why
    )
    SELECT
        id, centre, key[1], key[2], key[3], arrived_ms, place, state, changed_ms, agent,
        decision, is_carried_out, due_ms, preferred, preferred_until_ms, shunned, is_callback,
        is_connected, why
    FROM jsonb_to_recordset($1::jsonb) AS r (
        id uuid, centre text, key text[], arrived_ms bigint, place bigint, state text,
        changed_ms bigint, agent uuid, decision bigint, is_carried_out boolean, due_ms bigint,
        preferred uuid, preferred_until_ms bigint, shunned jsonb, is_callback boolean,
        is_connected boolean, why text
    )
    ON CONFLICT (id) DO UPDATE SET
        tier = excluded.tier, kind = excluded.kind, channel = excluded.channel,
        arrived_ms = excluded.arrived_ms, place = excluded.place, state = excluded.state,
        changed_ms = excluded.changed_ms, agent = excluded.agent, decision = excluded.decision,
        is_carried_out = excluded.is_carried_out, due_ms = excluded.due_ms,
        preferred = excluded.preferred, preferred_until_ms = excluded.preferred_until_ms,
        shunned = excluded.shunned, is_callback = excluded.is_callback,
        is_connected = excluded.is_connected, why = excluded.why
    """,
)
AGENTS: Final = Clause(
    "routing_agents_written",
    """
    INSERT INTO routing_agents (centre, agent, is_ready, since_ms)
    SELECT centre, agent, is_ready, since_ms
    FROM jsonb_populate_recordset(NULL::routing_agents, $1::jsonb) AS given
    ON CONFLICT (centre, agent) DO UPDATE SET
        is_ready = excluded.is_ready, since_ms = excluded.since_ms
    """,
)
DECISIONS: Final = Clause(
    "routing_decided",
    """
    INSERT INTO routing_decisions (
        centre, number, at_ms, request, agent, tier, kind, channel, reason, waited_ms, score, rank,
        runner_up, runner_up_score, beta, policy, plan_version, steering, state_digest
    )
    SELECT
        centre, number, at_ms, request, agent, key[1], key[2], key[3], reason, waited_ms, score,
        rank, runner_up, runner_up_score, beta, policy, plan_version, steering, state_digest
    FROM jsonb_to_recordset($1::jsonb) AS r (
        centre text, number bigint, at_ms bigint, request uuid, agent uuid, key text[],
        reason text, waited_ms bigint, score float8, rank integer, runner_up text[],
        runner_up_score float8, beta float8, policy text, plan_version bigint, steering bigint,
        state_digest text
    )
    """,
)
STEERED: Final = Clause(
    "routing_steered",
    """
    INSERT INTO routing_steering (centre, version, at_ms, classes)
    SELECT centre, version, at_ms, classes
    FROM jsonb_populate_recordset(NULL::routing_steering, $1::jsonb) AS given
    ON CONFLICT (centre, version) DO NOTHING
    """,
)

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


def _fields(one: Request | Readiness | Decision) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


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


class Journal:
    """Writing what a router decided, onto a page that is refused once its lease has passed on."""

    def __init__(self, pen: Pen, centre: str, fence: int) -> None:
        self._pen = pen
        self._centre = centre
        self._fence = fence

    async def write(self, changes: Changes) -> None:
        await self._pen.put(HELD, [{"centre": self._centre, "fence": self._fence}])
        await self._put(REQUESTS, map(_fields, changes.requests.values()))
        await self._put(AGENTS, map(_fields, changes.agents.values()))
        await self._put(DECISIONS, map(_fields, changes.decisions))
        await self._put(STEERED, _steering_rows(changes.steering))

    async def _put(self, clause: Clause, rows: Iterable[Mapping[str, Any]]) -> None:
        await self._pen.put(clause, [{"centre": self._centre, **row} for row in rows])


class RoutingStore:
    """Requests, agents, decisions and steering of one centre."""

    def __init__(self, tx: Tx, centre: str) -> None:
        self._tx = tx
        self._centre = centre

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
