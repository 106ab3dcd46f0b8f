"""How long a decision takes, and how that grows with agents and callers waiting."""

import gc
import random
import time
from collections.abc import Callable
from uuid import UUID

from bench.routing_models import class_keys, day_plan
from yingda.routing import Request, RequestId, Withdrawal
from yingda.routing.board import Board
from yingda.routing.core import NONE, arrive, build, finished, ready, release, warm_up
from yingda.routing.core import layout as at
from yingda.routing.plans import lay_out

SIZES = (100, 1_000, 10_000)
QUEUED_AN_AGENT = 10
FLOOR_US = {100: 20.0, 1_000: 25.0, 10_000: 40.0}
AMBITION_US = {100: 8.0, 1_000: 10.0, 10_000: 15.0}


def quantiles(spent_ns: list[int]) -> dict[str, float]:
    ordered = sorted(spent_ns)
    shares = {"p50_us": 0.5, "p99_us": 0.99, "p999_us": 0.999}
    return {name: ordered[int(len(ordered) * share)] / 1000 for name, share in shares.items()}


def timed(decide: Callable[[], object], between: Callable[[], None], count: int) -> list[int]:
    """Return the ns each decision took, without what is done between them."""
    spent = []
    gc.disable()
    for _ in range(count):
        between()
        began = time.perf_counter_ns()
        decide()
        spent.append(time.perf_counter_ns() - began)
    gc.enable()
    return spent


def core_row(agents: int, *, count: int = 20_000) -> dict[str, object]:
    """An agent is freed and takes the most urgent of all who wait: the core's step alone."""
    rng = random.Random(1)
    plan = day_plan(agents)
    s = build(lay_out(plan, calls=agents * (QUEUED_AN_AGENT + 2)).spec)
    classes = len(plan.classes)
    for agent in range(agents):
        ready(s, 0, agent, 0)
    for moment in range(agents * (QUEUED_AN_AGENT + 1)):
        arrive(s, moment, rng.randrange(classes), moment)
    now = [agents * (QUEUED_AN_AGENT + 1)]
    busy = [agent for agent in range(agents) if s.agents[agent, at.BUSY]]
    chosen = [busy[0]]

    def between() -> None:
        arrive(s, now[0], rng.randrange(classes), now[0])
        now[0] += 1
        chosen[0] = rng.choice(busy)

    def decide() -> None:
        call = finished(s, now[0], chosen[0], 0)
        if call != NONE:
            release(s, call)

    spent = timed(decide, between, count)
    return {
        "what": "core: agent freed → call",
        "agents": agents,
        "waiting": int(s.lines[:, at.WAITING].sum()),
        **quantiles(spent),
        "floor_p99_us": FLOOR_US[agents],
        "ambition_p99_us": AMBITION_US[agents],
    }


def board_row(agents: int, *, count: int = 5_000) -> dict[str, object]:
    """The same as the live router does it: facts by id in, decision and new states out."""
    rng = random.Random(1)
    plan, keys = day_plan(agents), class_keys()
    board = Board(plan)
    for agent in plan.agents:
        board.agent_ready(0, agent.id, 0)
    number = [0]

    def ask(now: int) -> None:
        number[0] += 1
        request = RequestId(UUID(int=number[0]))
        board.enqueue(now, Request(request, rng.choice(keys), now, 0))

    for moment in range(agents * (QUEUED_AN_AGENT + 1)):
        ask(moment)
    now = [agents * (QUEUED_AN_AGENT + 1)]
    holders = [agent for agent, held in board.held.items() if held]
    chosen = [holders[0]]

    def between() -> None:
        board.take_changes()
        ask(now[0])
        now[0] += 1
        chosen[0] = rng.choice(holders)

    def decide() -> None:
        board.withdraw(now[0], next(iter(board.held[chosen[0]])), Withdrawal.LOST)

    spent = timed(decide, between, count)
    return {
        "what": "board: fact → decision",
        "agents": agents,
        "waiting": int(board.tables.state.lines[:, at.WAITING].sum()),
        **quantiles(spent),
    }


def rows() -> list[dict[str, object]]:
    """Return core and board at every size; `growth` is p99 against the smallest."""
    warm_up()
    told = []
    for measure in (core_row, board_row):
        measure(SIZES[0])
        sizes = [measure(size) for size in SIZES]
        first = float(str(sizes[0]["p99_us"]))
        told += [{**row, "growth": round(float(str(row["p99_us"])) / first, 2)} for row in sizes]
    return told


if __name__ == "__main__":
    for each in rows():
        print(each)
