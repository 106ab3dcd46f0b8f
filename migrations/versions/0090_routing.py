"""What the router has decided, who waits, who is ready, and which router may write."""

from alembic import op

revision = "0090"
down_revision = "0080"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE routing_leases (
            centre text PRIMARY KEY,
            owner text NOT NULL,
            fence bigint NOT NULL,
            expires_at timestamptz NOT NULL
        );
        CREATE TABLE routing_requests (
            id uuid PRIMARY KEY,
            centre text NOT NULL,
            tier text NOT NULL,
            kind text NOT NULL,
            channel text NOT NULL,
            arrived_ms bigint NOT NULL,
            place bigint NOT NULL,
            state text NOT NULL,
            changed_ms bigint NOT NULL,
            agent uuid,
            decision bigint,
            is_carried_out boolean NOT NULL,
            due_ms bigint,
            preferred uuid,
            preferred_until_ms bigint,
            shunned jsonb NOT NULL,
            is_callback boolean NOT NULL,
            is_connected boolean NOT NULL,
            why text NOT NULL
        );
        CREATE INDEX routing_requests_live ON routing_requests (centre)
            WHERE state IN ('waiting', 'dialling', 'offered', 'answered');
        CREATE INDEX routing_requests_changed ON routing_requests (centre, changed_ms);
        CREATE TABLE routing_agents (
            centre text NOT NULL,
            agent uuid NOT NULL,
            is_ready boolean NOT NULL,
            since_ms bigint NOT NULL,
            PRIMARY KEY (centre, agent)
        );
        CREATE TABLE routing_decisions (
            centre text NOT NULL,
            number bigint NOT NULL,
            at_ms bigint NOT NULL,
            request uuid NOT NULL,
            agent uuid NOT NULL,
            tier text NOT NULL,
            kind text NOT NULL,
            channel text NOT NULL,
            reason text NOT NULL,
            waited_ms bigint NOT NULL,
            score double precision NOT NULL,
            rank integer NOT NULL,
            runner_up text[],
            runner_up_score double precision,
            beta double precision NOT NULL,
            policy text NOT NULL,
            plan_version bigint NOT NULL,
            steering bigint NOT NULL,
            state_digest text NOT NULL,
            PRIMARY KEY (centre, number)
        );
        CREATE INDEX routing_decisions_request ON routing_decisions (request, number);
        CREATE INDEX routing_decisions_at ON routing_decisions (at_ms);
        CREATE TABLE routing_steering (
            centre text NOT NULL,
            version bigint NOT NULL,
            at_ms bigint NOT NULL,
            classes jsonb NOT NULL,
            PRIMARY KEY (centre, version)
        );
        """
    )
