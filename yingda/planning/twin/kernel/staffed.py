"""Who is on duty, compiled: crews that change with the period, and the agents' time sheet."""

from yingda.planning.twin.kernel.plan import FROM, LAST, LENGTH, UPTO, Ints, Plan
from yingda.planning.twin.kernel.tables import (
    BOUNDARY,
    DUTY,
    ON_DUTY,
    PERIOD,
    SINCE,
    SURPLUS,
    Centre,
)
from yingda.routing.core import NEVER, NONE, compiled, leave
from yingda.routing.core.layout import GROUP, HEAD


@compiled
def add_time(plan: Plan, sheet: Ints, agents: int, span: tuple[int, int]) -> None:
    """Add the counted part of a span (from, up to) of `agents` to `sheet`, a row a period."""
    begins, ends = max(span[0], plan.spans[FROM]), min(span[1], plan.spans[UPTO])
    if sheet.size == 1:
        sheet[0] += agents * max(ends - begins, 0)
        return
    length = plan.spans[LENGTH]
    while begins < ends:
        period = begins // length
        upto = min((period + 1) * length, ends)
        sheet[period % sheet.size] += agents * (upto - begins)
        begins = upto


@compiled
def change_head_count(c: Centre, group: int, now: int, change: int) -> None:
    """Count agents who come on duty or go home."""
    row = c.books.groups[group]
    add_time(c.plan, c.books.work[:, group, DUTY], row[ON_DUTY], (row[SINCE], now))
    row[SINCE] = now
    row[ON_DUTY] += change


@compiled
def send_home(c: Centre, agent: int, now: int) -> None:
    """End the duty of an agent."""
    group = c.core.agents[agent, GROUP]
    leave(c.core, agent)
    change_head_count(c, group, now, -1)
    c.books.off_duty[c.plan.first[group + 1] - 1 - c.books.groups[group, ON_DUTY]] = agent


@compiled
def call_in(c: Centre, group: int, now: int) -> int:
    """Begin the duty of one more agent of the group and return the agent, who is not ready yet."""
    agent: int = c.books.off_duty[c.plan.first[group + 1] - 1 - c.books.groups[group, ON_DUTY]]
    change_head_count(c, group, now, 1)
    return agent


@compiled
def shrink(c: Centre, group: int, now: int) -> None:
    """Let the surplus of a smaller crew go: longest idle first, the rest as they finish."""
    wanted = c.plan.crew[c.books.ctl[PERIOD], group]
    while c.books.groups[group, ON_DUTY] > wanted and c.core.lanes[group, 0, HEAD] != NONE:
        send_home(c, c.core.lanes[group, 0, HEAD], now)
    c.books.groups[group, SURPLUS] = max(c.books.groups[group, ON_DUTY] - wanted, 0)


@compiled
def next_period(c: Centre) -> None:
    """Turn to the next period; the first follows the last unless the day ends there."""
    length, begins = c.plan.spans[LENGTH], c.books.ctl[BOUNDARY]
    c.books.ctl[PERIOD] = (begins // length) % c.plan.crew.shape[0]
    c.books.ctl[BOUNDARY] = begins + length
    if c.plan.crew.shape[0] == 1 or begins + length >= c.plan.spans[LAST]:
        c.books.ctl[BOUNDARY] = NEVER
