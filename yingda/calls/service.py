"""Calls at work: an input is decided, stored with its history, then carried out. In that order."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from yingda.agents import AgentId
from yingda.calls import callback, inputs, rules
from yingda.calls.carry import Carrier
from yingda.calls.effects import (
    AT_ONCE,
    BESIDE,
    TO_ROUTER,
    Effect,
    News,
    RingAgent,
    TakePlaceOf,
)
from yingda.calls.errors import CallNotFound
from yingda.calls.events import supervision_view
from yingda.calls.keeping import Agents, CallKeeping, Draft
from yingda.calls.model import Call, Caller, House, KeptPlace, Live, Timer
from yingda.calls.ports import (
    ChannelArrived,
    Dispositions,
    Known,
    Reception,
    Recorder,
    Router,
    Voice,
)
from yingda.calls.runs import Doubt, Run, Runs, arm, is_over, legs_of
from yingda.calls.turn import Turn
from yingda.contacts import (
    Channel,
    Contact,
    ContactId,
    Direction,
    Stage,
)
from yingda.kit.clauses import ChangedMeanwhile
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.kit.errors import Kind, YingdaError
from yingda.kit.ids import new_id
from yingda.kit.outbox import Entry, entries_of

log = structlog.get_logger(__name__)

_REMOTE_LENGTH = 64
_RETRY_S = 0.5
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The rooms and gateways calls work with."""

    reception: Reception
    agents: Agents
    voice: Voice
    router: Router
    recorder: Recorder
    dispositions: Dispositions


class CallService:
    """Every call of one voice node. `house` gives the pack's part as it stands now."""

    def __init__(
        self, database: Database, clock: Clock, house: Callable[[], House], around: Surroundings
    ) -> None:
        self._database = database
        self._keeping = CallKeeping(database, clock, around.agents, around.voice.node)
        self._clock = clock
        self._house = house
        self._around = around
        self._carrier = Carrier(around.voice, around.router, around.recorder)
        self._tasks: set[asyncio.Task[None]] = set()
        self.runs = Runs()

    async def arrive(self, arrived: ChannelArrived) -> None:
        """Open a contact for a customer's leg and begin the flow of their tier."""
        now = self._clock.now()
        async with self._database.looking() as tx:
            known = await self._around.reception.recognise(tx, arrived.caller)
        begun = _begun(arrived, known, now)
        kept = self._kept_place(begun.contact.remote)
        begun = replace(begun, live=replace(begun.live, kept=kept))
        turn = rules.begin(begun, now, self._house())
        raw = self._around.voice.raw_recording(arrived.channel)
        draft = await self._keeping.open(turn, self._around.recorder, raw)
        telling = await self._store(draft)
        run = self.runs.keep(draft.call)
        async with run.turn:
            await self._go_on(run, turn)
            await telling

    async def ask(self, contact: ContactId, asked: inputs.Input) -> Call:
        """Do what the desk asked.

        Raises:
            CallNotFound: no such live call here.
            NotYourCall, NotInThisStage, DispositionRequired: it does not fit.
        """
        run = self.runs.get(contact)
        if run is None:
            raise CallNotFound(contact=str(contact))
        async with run.turn:
            run.ahead.clear()
            try:
                await self._take(run, asked)
            finally:
                await self._take_back(run)
            return run.call

    async def wrap_up_done(self, contact: ContactId, agent: AgentId) -> Call:
        """Close after-call work.

        Raises:
            DispositionRequired: nothing was noted yet.
        """
        is_disposed = await self._around.dispositions.is_disposed(contact, agent)
        return await self.ask(contact, inputs.WrapUpDone(agent, is_disposed))

    async def supervisions(self) -> list[Entry]:
        """Return who supervises which call, as the live feed begins with it."""
        views = [supervision_view(run.call) for run in self.runs]
        return entries_of("supervision", [view for view in views if view is not None])

    def feed(self, contact: ContactId, happened: inputs.Input) -> None:
        """Let something happen to a call, after what happened to it before."""
        self.spawn(self._feed(contact, happened))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work of ours beside; a failure is logged, never lost."""
        task = asyncio.create_task(_watched(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def take_up(self, call: Call) -> Run:
        """Keep a stored call here and arm its timers."""
        run = self.runs.keep(call)
        self._arm(run)
        return run

    async def _feed(self, contact: ContactId, happened: inputs.Input) -> None:
        run = self.runs.get(contact)
        if run is None:
            return
        async with run.turn:
            run.ahead.clear()
            try:
                await self._take_in(run, happened)
            except YingdaError as refused:
                await self._hand_back(run, happened, refused)
            await self._take_back(run)

    async def _take_in(self, run: Run, happened: inputs.Input) -> None:
        """Take what has happened; it waits for a database that is away, as it cannot be undone."""
        while True:
            try:
                return await self._take(run, happened)
            except YingdaError as away:
                if away.kind is not Kind.UNAVAILABLE:
                    raise
                log.warning("input-waits", input=type(happened).__name__, code=away.code)
            await asyncio.sleep(_RETRY_S)

    async def _take(self, run: Run, happened: inputs.Input) -> None:
        """Decide, store, act. What was read too early is read again and decided anew."""
        for _ in range(_ATTEMPTS):
            if run.doubt is not None and await self._is_done(run, run.doubt, happened):
                return None
            try:
                return await self._try(run, happened)
            except ChangedMeanwhile:
                run.doubt = None
                await self._catch_up(run)
        raise ChangedMeanwhile(what=str(run.call.contact.id))

    async def _try(self, run: Run, happened: inputs.Input) -> None:
        given = await self._informed(run, happened)
        turn = rules.step(run.call, given, self._clock.now(), self._house())
        if turn.call == run.call and not turn.effects and not turn.happened:
            return
        await self._do_at_once(run, turn)
        draft = await self._keeping.draft(run.call, turn)
        run.doubt = Doubt(happened, draft)
        self._do_beside(run, turn)
        telling = await self._store(draft)
        await self._finish(run, draft)
        await telling

    async def _store(self, draft: Draft) -> asyncio.Task[None]:
        """Write the draft; the router hears of it beside, so that one commit keeps both.

        Return the telling. When storing fails it is called off, and done when storing is done
        again: the router may be told anything twice.
        """
        telling = asyncio.create_task(self._tell_router(draft))
        try:
            await self._keeping.keep(draft)
        except BaseException:
            telling.cancel()
            raise
        return telling

    async def _tell_router(self, draft: Draft) -> None:
        """Tell the router of everything at once, in order."""
        to_router = [each for each in draft.turn.effects if isinstance(each, TO_ROUTER)]
        await asyncio.gather(
            *(self._carrier.carry_out(draft.call, each) for each in to_router),
            *(self._around.router.available(agent, word) for agent, word in draft.moved),
        )

    async def _finish(self, run: Run, draft: Draft) -> None:
        """Go on with what is stored."""
        run.doubt = None
        self.runs.keep(draft.call)
        await self._go_on(run, draft.turn)

    async def _is_done(self, run: Run, doubt: Doubt, happened: inputs.Input) -> bool:
        """Clear up a turn that may have been stored as the database went; was it this input's?

        A desk that was told to try again asks with an input of its own that says the same.
        """
        stored = await self._keeping.stored(run.call.contact.id)
        if stored is None or not _are_alike(stored, doubt.draft.call):
            run.doubt = None
            return False
        await self._finish(run, doubt.draft)
        await self._tell_router(doubt.draft)
        return doubt.happened == happened

    async def _catch_up(self, run: Run) -> None:
        """Take the call as it is stored, if somebody else has changed it."""
        stored = await self._keeping.stored(run.call.contact.id)
        if stored is not None:
            self.runs.keep(stored)

    async def _go_on(self, run: Run, turn: Turn) -> None:
        """Arm the timers, carry out the effects, forget a call that is over."""
        self._arm(run)
        to_engine = [e for e in turn.effects if not isinstance(e, (*AT_ONCE, *BESIDE, *TO_ROUTER))]
        await self._do(run, to_engine)
        if is_over(run.call):
            self.runs.drop(run.call.contact.id)

    async def _do_at_once(self, run: Run, turn: Turn) -> None:
        """Do what does not wait to be stored, but not again when storing is tried again."""
        at_once = [e for e in turn.effects if isinstance(e, AT_ONCE) and e not in run.ahead]
        run.ahead.update(at_once)
        await self._do(run, at_once)

    def _do_beside(self, run: Run, turn: Turn) -> None:
        """Begin what need not wait for being stored, but not again when that is tried again."""
        for effect in turn.effects:
            if isinstance(effect, BESIDE) and effect not in run.ahead:
                run.ahead.add(effect)
                self.runs.expect(run, effect.ring.channel)
                self.spawn(self._do(run, [effect]))

    async def _take_back(self, run: Run) -> None:
        """Hang up a phone that rings for what was not stored after all."""
        rung = [each.ring.channel for each in run.ahead if isinstance(each, RingAgent)]
        for leg in set(rung).difference(legs_of(run.call)):
            run.call = rules.rung_in_vain(run.call)
            await self._around.voice.drop(leg)

    async def _do(self, run: Run, effects: Sequence[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, TakePlaceOf):
                self.feed(effect.contact, inputs.CalledAgain(run.call.contact.id))
            follows = await self._carrier.carry_out(run.call, effect)
            if follows is not None:
                self.feed(run.call.contact.id, follows)

    def _arm(self, run: Run) -> None:
        contact = run.call.contact.id
        arm(run, self._clock.now(), lambda fell: self.feed(contact, fell))

    async def _informed(self, run: Run, happened: inputs.Input) -> inputs.Input:
        """Return the input with what it must know of other rooms."""
        contact = run.call.contact
        if isinstance(happened, inputs.Offered) and happened.is_dial:
            return replace(happened, is_calling=self._is_calling(contact))
        if not isinstance(happened, inputs.Fell):
            return happened
        if happened.timer is Timer.ANNOUNCE:
            return await self._placed(run.call)
        is_wrapping = happened.timer is Timer.WRAP and contact.stage is Stage.WRAP_UP
        if (
            is_wrapping
            and contact.agent_id
            and await self._around.dispositions.is_disposed(contact.id, contact.agent_id)
        ):
            return inputs.WrapUpDone(AgentId(contact.agent_id), is_disposed=True)
        return happened

    async def _placed(self, call: Call) -> inputs.Fell:
        """Return what a waiting caller may be told now."""
        number = callback.number_of(call.contact, self._house())
        is_reachable = number is not None and await self._around.voice.reaches(number)
        place = await self._around.router.place(call.contact.id)
        if place is None:
            return inputs.Fell(Timer.ANNOUNCE, is_reachable=is_reachable)
        minutes = {} if place.minutes is None else {"minutes": str(place.minutes)}
        known = {"position": str(place.ahead + 1), **minutes}
        return inputs.Fell(Timer.ANNOUNCE, known, place.wait_ms, is_reachable)

    def _kept_place(self, remote: str) -> KeptPlace | None:
        """Return the place of a call-back that is due to this number."""
        for run in self.runs:
            earlier = run.call.contact
            if earlier.stage in callback.PARKED and earlier.remote == remote and earlier.queued_at:
                return KeptPlace(earlier.id, earlier.queued_at)
        return None

    def _is_calling(self, contact: Contact) -> bool:
        """Return whether the customer of a call-back is on the line to us in another call."""
        return any(
            run.call.contact.remote == contact.remote and run.call.contact.stage in callback.CALLING
            for run in self.runs
        )

    async def _hand_back(self, run: Run, happened: inputs.Input, refused: YingdaError) -> None:
        """An offer to an agent who just left goes back to the router; other refusals are noise."""
        if isinstance(happened, inputs.Offered):
            contact = run.call.contact.id
            await self._around.router.refused(contact, happened.agent, News.UNREACHABLE)
        else:
            log.warning("input-refused", input=type(happened).__name__, code=refused.code)


def _begun(arrived: ChannelArrived, known: Known, now: datetime) -> Call:
    """Return the call of a customer's leg before its flow begins."""
    contact = Contact(
        id=ContactId(new_id()),
        channel=Channel.VOICE,
        direction=Direction.IN,
        remote=arrived.caller[:_REMOTE_LENGTH],
        stage=Stage.ARRIVED,
        arrived_at=now,
        customer_id=known.customer_id,
        customer_name=known.name,
        access_number=arrived.dialled[:_REMOTE_LENGTH],
        tier=known.tier,
    )
    caller = Caller(known.language, known.familiar, known.figures)
    return Call(contact, Live(channel=arrived.channel, caller=caller))


def _are_alike(one: Call, other: Call) -> bool:
    return one.contact.version == other.contact.version and one.live == other.live


async def _watched(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("call-work-failed")
