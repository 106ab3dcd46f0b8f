"""What the router shows of itself."""

from yingda.routing.board import Board
from yingda.routing.core import layout as at
from yingda.routing.model import ClassOverview, Overview, ProfileOverview
from yingda.routing.rules import WAITING, is_to_dial
from yingda.routing.tables import Tables


def overview(board: Board, now: int) -> Overview:
    """Return every class and every kind of agent as they are now."""
    tables = board.tables
    return Overview(
        at_ms=now,
        plan_version=tables.plan.version,
        policy=tables.plan.policy,
        classes=_classes(board, now),
        profiles=_profiles(tables),
    )


def _classes(board: Board, now: int) -> tuple[ClassOverview, ...]:
    tables = board.tables
    waits: list[list[int]] = [[] for _ in tables.plan.classes]
    for request in board.requests.values():
        if request.state is WAITING and not is_to_dial(request):
            waits[tables.class_number(request.key)].append(now - request.arrived_ms)
    steer = tables.state.steer
    return tuple(
        ClassOverview(
            key=each.key,
            waiting=len(waits[number]),
            longest_wait_ms=max(waits[number], default=0),
            share=float(steer[number, at.HIT_SHARE]),
            abandoned=float(steer[number, at.ABANDON_SHARE]),
            beta=float(steer[number, at.BETA]),
            target=each.target,
            within_ms=each.within_ms,
            abandon_cap=each.abandon_cap,
            resolved=int(tables.state.lines[number, at.RESOLVED]),
        )
        for number, each in enumerate(tables.plan.classes)
    )


def _profiles(tables: Tables) -> tuple[ProfileOverview, ...]:
    state = tables.state
    members = [0] * len(tables.layout.profiles)
    for group in state.agents[:, at.GROUP]:
        members[group] += 1
    return tuple(
        ProfileOverview(
            group=profile.group,
            channel=channel,
            agents=members[number],
            idle=int(state.lanes[number, bit, at.IDLE]),
            reserve=int(state.skills[number, :, at.RESERVE].max()),
        )
        for number, profile in enumerate(tables.layout.profiles)
        for channel, bit in tables.layout.channels.items()
        if state.lanes[number, bit, at.SLOTS] > 0
    )
