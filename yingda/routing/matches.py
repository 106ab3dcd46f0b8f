"""From a match of the core to the decision that is journalled and the offer that is made."""

from dataclasses import replace
from typing import Final

from yingda.routing.core import NONE
from yingda.routing.core import layout as at
from yingda.routing.model import Decision, Offer, Reason, Request, RequestState
from yingda.routing.tables import Tables

REASONS: Final = {
    at.ARRIVAL: Reason.IDLE_AT_ARRIVAL,
    at.FREED: Reason.MOST_URGENT,
    at.OPENED: Reason.OVERFLOW,
    at.GUARDED: Reason.GUARD,
    at.OWN_AGENT: Reason.OWN_AGENT,
    at.DIALLED: Reason.CALL_BACK,
}


def decided(tables: Tables, request: Request, *, number: int, steering: int, now: int) -> Decision:
    """Return the core's last match in words."""
    s = tables.state
    klass, runner_up = int(s.out[at.OUT_CLASS]), int(s.out[at.OUT_RUNNER_UP])
    has_rival = runner_up != NONE
    return Decision(
        number=number,
        at_ms=now,
        request=request.id,
        agent=tables.agent_ids[s.out[at.OUT_AGENT]],
        key=tables.entitlement(klass).key,
        reason=REASONS[int(s.out[at.OUT_REASON])],
        waited_ms=now - request.arrived_ms,
        score=float(s.out_score[at.SCORE]),
        rank=int(s.out[at.OUT_RANK]),
        runner_up=tables.entitlement(runner_up).key if has_rival else None,
        runner_up_score=float(s.out_score[at.RUNNER_UP_SCORE]) if has_rival else None,
        beta=float(s.steer[klass, at.BETA]),
        policy=tables.plan.policy,
        plan_version=tables.plan.version,
        steering=steering,
        state_digest=tables.digest(),
    )


def offered(request: Request, decision: Decision, *, due_ms: int) -> tuple[Request, Offer]:
    """Return the request after the decision, and what must be carried out."""
    is_dial = decision.reason is Reason.CALL_BACK
    after = replace(
        request,
        state=RequestState.DIALLING if is_dial else RequestState.OFFERED,
        changed_ms=decision.at_ms,
        agent=decision.agent,
        decision=decision.number,
        is_carried_out=False,
        due_ms=due_ms,
    )
    return after, offer_of(after, decision.reason)


def offer_of(request: Request, reason: Reason) -> Offer:
    """Return the offer a request stands for.

    Raises:
        ValueError: the request is not offered to anybody.
    """
    if request.agent is None or request.decision is None or request.due_ms is None:
        raise ValueError(f"request {request.id} is not offered")
    return Offer(
        request=request.id,
        agent=request.agent,
        key=request.key,
        decision=request.decision,
        reason=reason,
        due_ms=request.due_ms,
        is_dial=request.state is RequestState.DIALLING,
    )
