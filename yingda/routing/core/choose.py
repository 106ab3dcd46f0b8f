"""Who takes what: the two questions of the rule, asked of heads only.

Within a class the oldest call has the largest score, so an agent looks at one call a class, and a
call looks at one lane a group: both independent of how many wait or sit.
"""

from yingda.routing.core import layout as at
from yingda.routing.core.compile import compiled
from yingda.routing.core.lanes import idled_before
from yingda.routing.core.layout import State
from yingda.routing.core.lines import first_for, is_before, shuns


@compiled
def score(s: State, klass: int, waited: int) -> float:
    """Return how urgent a call of `klass` is after `waited` ms: scaled delay plus offsets."""
    steer = s.steer[klass]
    urgency: float = waited / steer[at.SCALE] + steer[at.OFFSET] + steer[at.BETA]
    return urgency


@compiled
def opens_after(s: State, klass: int, group: int) -> int:
    """Return the wait from which `group` may take `klass`, given who is idle now; or NEVER."""
    lane = s.lanes[group, s.lines[klass, at.CHANNEL]]
    guard: int = s.lines[klass, at.GUARD]
    free = lane[at.IDLE]
    if s.lines[klass, at.DIALS]:
        free -= lane[at.IN_FLIGHT]
        if free <= 0:
            return at.NEVER
    if free - 1 < s.skills[group, klass, at.RESERVE]:
        return guard
    after: int = s.skills[group, klass, at.AFTER]
    return min(after, guard)


@compiled
def longest_idle_for(s: State, group: int, channel: int, call: int) -> int:
    """Return the longest-idle agent of the lane whom `call` does not shun, or NONE."""
    agent: int = s.lanes[group, channel, at.HEAD]
    if s.calls[call, at.SHUN_0] == at.NONE:
        return agent
    while agent != at.NONE and shuns(s, call, agent):
        agent = s.seats[agent, channel, at.SEAT_NEXT]
    return agent


@compiled
def agent_for(s: State, now: int, call: int) -> int:
    """Return the agent who should take `call` now: lowest rank, then longest idle; or NONE."""
    klass = s.calls[call, at.CLASS]
    channel = s.lines[klass, at.CHANNEL]
    waited = now - s.calls[call, at.ARRIVED]
    best, best_rank = at.NONE, 0
    for i in range(s.groups_of.shape[1]):
        group = s.groups_of[klass, i]
        if group == at.NONE:
            break
        rank = s.skills[group, klass, at.RANK]
        if best != at.NONE and s.ctl[at.BY_RANK] and rank > best_rank:
            break
        if s.lanes[group, channel, at.IDLE] == 0 or waited < opens_after(s, klass, group):
            continue
        agent = longest_idle_for(s, group, channel, call)
        if agent != at.NONE and (best == at.NONE or idled_before(s, agent, best)):
            best, best_rank = agent, rank
    return best


@compiled
def _beats(s: State, call: int, points: float, overdue: int) -> bool:
    best, best_overdue = s.out[at.OUT_CALL], s.out[at.OUT_OVERDUE]
    if max(overdue, at.NONE) != max(best_overdue, at.NONE):
        return bool(overdue > best_overdue)
    if points != s.out_score[at.SCORE]:
        return bool(points > s.out_score[at.SCORE])
    return is_before(s, call, best)


@compiled
def contend(s: State, now: int, call: int) -> None:
    """Let `call` compete with the best in `out` so far; the loser may be the runner-up.

    A call past its guard goes before all others, the longest overdue first; then the largest
    score; equal scores: the oldest.
    """
    klass = s.calls[call, at.CLASS]
    waited = now - s.calls[call, at.ARRIVED]
    overdue, points = waited - s.lines[klass, at.GUARD], score(s, klass, waited)
    if s.out[at.OUT_CALL] == at.NONE or _beats(s, call, points, overdue):
        if s.out[at.OUT_CALL] != at.NONE:
            s.out[at.OUT_RUNNER_UP] = s.out[at.OUT_CLASS]
            s.out_score[at.RUNNER_UP_SCORE] = s.out_score[at.SCORE]
        s.out[at.OUT_CALL] = call
        s.out[at.OUT_CLASS] = klass
        s.out[at.OUT_OVERDUE] = overdue
        s.out_score[at.SCORE] = points
    elif s.out[at.OUT_RUNNER_UP] == at.NONE or points > s.out_score[at.RUNNER_UP_SCORE]:
        s.out[at.OUT_RUNNER_UP] = klass
        s.out_score[at.RUNNER_UP_SCORE] = points


@compiled
def clear_out(s: State) -> None:
    """Forget the last match."""
    s.out[at.OUT_CALL] = at.NONE
    s.out[at.OUT_AGENT] = at.NONE
    s.out[at.OUT_RUNNER_UP] = at.NONE


@compiled
def _offer_of(s: State, now: int, agent: int, klass: int) -> int:
    """Return the call of `klass` that `agent`, seated for its channel, may take now, or NONE."""
    if (
        s.lines[klass, at.HEAD] == at.NONE
        or not s.seats[agent, s.lines[klass, at.CHANNEL], at.SEATED]
    ):
        return at.NONE
    latest = now - opens_after(s, klass, s.agents[agent, at.GROUP])
    if s.lines[klass, at.HEAD_ARRIVED] > latest:
        return at.NONE
    call = first_for(s, klass, agent)
    if call == at.NONE or s.calls[call, at.ARRIVED] > latest:
        return at.NONE
    return call


@compiled
def call_for(s: State, now: int, agent: int) -> int:
    """Return the call that `agent`, idle, should take now, or NONE; who came second is in `out`."""
    clear_out(s)
    group = s.agents[agent, at.GROUP]
    for i in range(s.classes_of.shape[1]):
        klass = s.classes_of[group, i]
        if klass == at.NONE:
            break
        call = _offer_of(s, now, agent, klass)
        if call != at.NONE:
            contend(s, now, call)
    own = s.agents[agent, at.OWN_HEAD]
    if own != at.NONE and s.seats[agent, s.lines[s.calls[own, at.CLASS], at.CHANNEL], at.SEATED]:
        contend(s, now, own)
    best: int = s.out[at.OUT_CALL]
    return best


@compiled
def most_urgent(s: State, now: int) -> int:
    """Return the waiting call that should go first among those an idle agent may take, or NONE."""
    clear_out(s)
    if s.ctl[at.IDLE_ALL] == 0:
        return at.NONE
    for klass in range(s.lines.shape[0]):
        call = s.lines[klass, at.HEAD]
        agent = at.NONE
        while call != at.NONE and agent == at.NONE:
            agent = agent_for(s, now, call)
            if agent != at.NONE:
                contend(s, now, call)
            call = s.calls[call, at.NEXT] if s.calls[call, at.SHUN_0] != at.NONE else at.NONE
    best: int = s.out[at.OUT_CALL]
    return best
