"""The measuring itself: turn by turn, at each rate, several times."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import processes
from bench.call_setup.sides import Side, register
from bench.call_setup.witness import Witness
from bench.figures import percentile
from tests.lab.phone import Phone
from tests.lab.sipp import Load, Sipp

SETTLE_S = 1.0
CALLER = "138{:08d}"
SOUND_AFTER_MS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How much load, how often."""

    rates: tuple[int, ...] = (5, 20, 40)
    repeats: int = 3
    ramp_s: int = 8
    hold_ms: int = 2000
    sound_after_ms: int = SOUND_AFTER_MS

    @property
    def agents(self) -> int:
        """How many agents never let a caller wait: those in calls, and a quarter more."""
        return max(self.rates) * self.hold_ms // 1000 * 5 // 4 + 10

    def load(self, side: Side, rate: int) -> Load:
        """Return what one turn puts on a side."""
        calls = rate * self.ramp_s
        return Load(side.number, rate, calls, self.hold_ms, self.sound_after_ms)


@dataclass(frozen=True, slots=True)
class Turn:
    """One side at one rate, once."""

    side: str
    rate: int
    calls: int
    failed: int
    bridged: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms_a_call: float
    cpu_by_part: Mapping[str, float]
    stages_ms: Mapping[str, float]
    probe_lost: int
    probe_heard: int


@dataclass(frozen=True, slots=True)
class Stand:
    """What a turn needs: the load tool, the engine's events and address."""

    sipp: Sipp
    witness: Witness
    server: str


async def prepare(
    agents: int, sides: Sequence[Side], stand: Stand, ports: Mapping[str, int]
) -> None:
    """Bring `agents` phones of each side to answer at its port, and let some calls go first."""
    for side in sides:
        logins = await side.prepare(agents)
        await register(logins, stand.server, ports[side.name])
        await stand.sipp.agents(ports[side.name])
        await side.open()
        await _turn(side, Load(side.number, 5, 10, 1000, SOUND_AFTER_MS), stand)


async def measure(plan: Plan, sides: Sequence[Side], stand: Stand) -> list[Turn]:
    """Return every turn."""
    order = [
        (rate, side)
        for rate in plan.rates
        for repeat in range(plan.repeats)
        for side in (sides if repeat % 2 == 0 else sides[::-1])
    ]
    return [await _turn(side, plan.load(side, rate), stand) for rate, side in order]


async def _turn(side: Side, load: Load, stand: Stand) -> Turn:
    timeline = stand.witness.fresh()
    roots, since = side.roots, datetime.now(UTC)
    before = {name: processes.cpu_ms([pid]) for name, pid in roots.items()}
    numbers = [CALLER.format(n) for n in range(load.calls)]
    async with side.turn():
        probing = asyncio.create_task(_probe(side.number, stand.server, load))
        outcome = await stand.sipp.callers(load, stand.server, numbers)
        probe_heard, probe_lost = await probing
        await asyncio.sleep(SETTLE_S)
    calls = load.calls + 1
    spent = {n: (processes.cpu_ms([pid]) - before[n]) / calls for n, pid in roots.items()}
    times = timeline.setup_ms(side.number)
    p50, p95, p99 = (round(percentile(times, percent), 2) for percent in (50, 95, 99))
    return Turn(
        side=side.name,
        rate=load.rate,
        calls=load.calls,
        failed=outcome.failed,
        bridged=len(times),
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        cpu_ms_a_call=round(sum(spent.values()), 2),
        cpu_by_part={name: round(ms, 2) for name, ms in spent.items()},
        stages_ms=await side.stages(since),
        probe_heard=probe_heard,
        probe_lost=probe_lost,
    )


async def _probe(number: str, server: str, load: Load) -> tuple[int, int]:
    """Call among the others and return packets heard and lost; the agent echoes our own tone."""
    async with await Phone.start(server, tone_hz=880) as phone:
        call = await phone.dial(number, from_number="13900000000")
        await call.answered(30)
        await call.hears(880, within=30)
        await call.hears_more(load.hold_ms // 20, within=10 + load.hold_ms / 1000)
        reception = call.hearing.reception()
        return reception.packets, reception.lost
