"""The heads-only choice, against a scan of every waiting call and every agent."""

from yingda.routing.core import NONE, Policy, State, settle
from yingda.routing.core import layout as at
from yingda.routing.core.choose import score
from yingda.routing.core.tests.trace import Day


def idle_in(s: State, group: int, channel: int) -> list[int]:
    return [
        agent
        for agent in range(s.agents.shape[0])
        if s.agents[agent, at.GROUP] == group and s.seats[agent, channel, at.SEATED]
    ]


def open_agents(s: State, now: int, call: int) -> list[tuple[int, int, int, int]]:
    """Return (rank, since, stamp, agent) of everybody who may take the call now."""
    klass = int(s.calls[call, at.CLASS])
    channel, guard = int(s.lines[klass, at.CHANNEL]), int(s.lines[klass, at.GUARD])
    shunned = set(s.calls[call, at.SHUN_0 : at.SHUN_0 + at.SHUNS].tolist())
    found = []
    for group in range(s.skills.shape[0]):
        rank, after, reserve = s.skills[group, klass].tolist()
        idle = idle_in(s, group, channel)
        opens = guard if len(idle) - 1 < reserve else min(after, guard)
        if rank and now - s.calls[call, at.ARRIVED] >= opens:
            found += [
                (rank, int(s.agents[agent, at.SINCE]), int(s.agents[agent, at.STAMP]), agent)
                for agent in idle
                if agent not in shunned
            ]
    return found


def scanned(s: State, now: int) -> tuple[int, int]:
    """Return call and agent of the best match, or (NONE, NONE)."""
    best: tuple[tuple[float, ...], int, int] | None = None
    for call in range(s.calls.shape[0]):
        agents = open_agents(s, now, call) if s.calls[call, at.STATE] == at.IN_LINE else []
        if not agents:
            continue
        klass, arrived = int(s.calls[call, at.CLASS]), int(s.calls[call, at.ARRIVED])
        overdue = now - arrived - int(s.lines[klass, at.GUARD])
        urgency = score(s, klass, now - arrived)
        place = int(s.calls[call, at.PLACE])
        order = (max(overdue, -1), urgency, -arrived, -place)
        if best is None or order > best[0]:
            best = (order, call, min(agents)[3])
    return (NONE, NONE) if best is None else (best[1], best[2])


class ScannedDay(Day):
    """Scans before every match that `settle` makes."""

    matches = 0

    def _settle(self, now: int) -> None:
        while True:
            expected = scanned(self.s, now)
            call = settle(self.s, now)
            assert (call, int(self.s.out[at.OUT_AGENT]) if call != NONE else NONE) == expected
            if call == NONE:
                return
            self.matches += 1
            self._matched()


def test_every_match_is_the_one_a_full_scan_finds() -> None:
    for policy in Policy:
        day = ScannedDay(5, policy)
        day.run(400)
        assert day.matches > 5
