"""One voice node and its calls: events to calls, and setting right what happened while away."""

import asyncio
from uuid import UUID

import structlog

from yingda.agents import AgentId
from yingda.calls import rules
from yingda.calls.carry import bridge_of, bridges_of
from yingda.calls.inputs import (
    Adopted,
    AgentGone,
    AgentUp,
    CustomerGone,
    CustomerUp,
    EarUp,
    EngineLost,
    Input,
    KeyPressed,
    Offered,
    PlaybackEnded,
)
from yingda.calls.model import Call
from yingda.calls.ports import (
    ChannelArrived,
    ChannelLeft,
    CustomerAnswered,
    EarPut,
    EngineEvent,
    EngineState,
    KeyHit,
    NodeDown,
    NodeUp,
    PhoneUp,
    Said,
    Voice,
)
from yingda.calls.service import CallService
from yingda.calls.store import CallStore
from yingda.contacts import ContactId, Stage
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.kit.errors import YingdaError

log = structlog.get_logger(__name__)

_ON_THE_LINE = {
    Stage.ARRIVED,
    Stage.MENU,
    Stage.QUEUED,
    Stage.DIALLING,
    Stage.OFFERED,
    Stage.TALKING,
    Stage.HELD,
}
_UNKNOWN_CAUSE = 16
_OUR_LEGS = ("a-", "k-", "s-", "n-")  # of agents, called back, of supervisors, their ears
_OUR_BRIDGES = ("b-", "sb-")
_RETRY_S = 1.0


class VoiceNode:
    """Hands events to the calls; on each (re)connection makes stored and live calls agree."""

    def __init__(
        self, *, calls: CallService, voice: Voice, database: Database, clock: Clock
    ) -> None:
        self._calls = calls
        self._voice = voice
        self._database = database
        self._clock = clock
        self._early: dict[str, list[KeyHit | PhoneUp | ChannelLeft]] = {}

    async def on_event(self, event: EngineEvent) -> None:
        """Take one event of the engine; nothing here waits for a call's turn."""
        match event:
            case ChannelArrived():
                self._arrive(event)
            case NodeUp():
                await self._make_agree(event)
            case NodeDown():
                self._lose_all()
            case _:
                self._to_call(event)

    async def on_offer(self, contact: ContactId, agent: AgentId, *, is_dial: bool) -> None:
        """Take an offer of the router."""
        self._calls.feed(contact, Offered(agent, is_dial=is_dial))

    def _to_call(self, event: EngineEvent) -> None:
        match event:
            case KeyHit():
                self._to_leg(event.channel, event, KeyPressed(event.key))
            case PhoneUp():
                self._to_leg(event.channel, event, AgentUp(event.channel))
            case EarPut():
                self._to_ear(event.channel)
            case CustomerAnswered():
                self._answered(event.channel)
            case ChannelLeft():
                self._left(event)
            case Said():
                self._calls.feed(_contact_in(event.playback), PlaybackEnded(event.playback))
            case _:
                pass

    def _arrive(self, arrived: ChannelArrived) -> None:
        if arrived.channel not in self._early:
            self._early[arrived.channel] = []
            self._calls.spawn(self._greet(arrived))

    async def _greet(self, arrived: ChannelArrived) -> None:
        """Open the contact; while the database is away the caller is kept, not lost."""
        act = self._calls.arrive
        while not self._has_left(arrived.channel):
            try:
                await act(arrived)
                break
            except YingdaError as away:
                log.warning("arrival-waits", code=away.code)
                act = self._arrive_again
                await asyncio.sleep(_RETRY_S)
        for event in self._early.pop(arrived.channel, []):
            self._to_call(event)

    async def _arrive_again(self, arrived: ChannelArrived) -> None:
        """Open the contact, unless an earlier try was stored though nobody heard of it."""
        async with self._database.transaction() as tx:
            stored = await CallStore(tx).live(self._voice.node, self._clock)
        opened = next((call for call in stored if call.live.channel == arrived.channel), None)
        if opened is None:
            await self._calls.arrive(arrived)
        else:
            self._calls.take_up(opened)
            self._calls.feed(opened.contact.id, Adopted(is_agent_up=False, is_bridged=True))

    def _has_left(self, channel: str) -> bool:
        return any(isinstance(event, ChannelLeft) for event in self._early.get(channel, ()))

    def _to_leg(self, channel: str, event: KeyHit | PhoneUp | ChannelLeft, input_: Input) -> None:
        """Feed the call of a leg; what comes before its contact is opened is kept for it."""
        contact = self._calls.runs.of_leg(channel)
        if contact is not None:
            self._calls.feed(contact, input_)
        elif channel in self._early:
            self._early[channel].append(event)

    def _to_ear(self, ear: str) -> None:
        """Tell the call of its ear; one that belongs to no call any more is hung up."""
        contact = self._calls.runs.of_leg(ear)
        if contact is not None:
            self._calls.feed(contact, EarUp(ear))
        else:
            self._calls.spawn(self._voice.drop(ear))

    def _left(self, left: ChannelLeft) -> None:
        contact = self._calls.runs.of_leg(left.channel)
        run = self._calls.runs.get(contact) if contact else None
        is_agent = run is not None and run.call.live.channel != left.channel
        gone = AgentGone(left.channel, left.cause) if is_agent else CustomerGone(left.cause)
        self._to_leg(left.channel, left, gone)

    def _answered(self, channel: str) -> None:
        """Tell the call-back that its customer is there; one given up meanwhile is let go."""
        contact = self._calls.runs.of_leg(channel)
        if contact is not None:
            self._calls.feed(contact, CustomerUp(channel))
        else:
            self._calls.spawn(self._voice.drop(channel))

    async def _make_agree(self, up: NodeUp) -> None:
        """Set right what happened while nobody listened: legs that went, offers, new callers."""
        try:
            state = await self._voice.state()
            await self._load()
        except YingdaError as away:
            log.warning("adoption-waits", code=away.code)
            await asyncio.sleep(_RETRY_S)
            self._calls.spawn(self._make_agree(up))
            return
        for run in self._calls.runs:
            self._agree(run.call, state, up)
        for arrived in state.arrivals.values():
            if self._calls.runs.of_leg(arrived.channel) is None:
                self._arrive(arrived)
        await self._drop_orphans(state)

    async def _load(self) -> None:
        async with self._database.transaction() as tx:
            stored = await CallStore(tx).live(self._voice.node, self._clock)
        for call in stored:
            if self._calls.runs.get(call.contact.id) is None:
                self._calls.take_up(rules.taken_up(call, self._clock.now()))

    def _agree(self, call: Call, state: EngineState, up: NodeUp) -> None:
        contact, live = call.contact, call.live
        if contact.stage is Stage.CALLBACK:
            self._calls.feed(contact.id, Adopted(is_agent_up=False, is_bridged=True))
        if contact.stage not in _ON_THE_LINE:
            return
        if contact.stage is Stage.DIALLING and live.channel in state.called_back:
            self._calls.feed(contact.id, CustomerUp(live.channel))
            return
        if live.channel not in state.legs:
            began = contact.offered_at or contact.arrived_at
            died = began < up.alive_since or contact.stage is Stage.DIALLING
            self._calls.feed(contact.id, EngineLost() if died else CustomerGone(_UNKNOWN_CAUSE))
            return
        leg = live.ring.channel if live.ring else live.agent_channel
        if leg and leg not in state.legs:
            self._calls.feed(contact.id, AgentGone(leg, _UNKNOWN_CAUSE))
            return
        is_agent_up = bool(leg) and state.legs[leg]
        together = state.bridges.get(bridge_of(call), frozenset())
        is_whole = contact.stage is not Stage.TALKING or {live.channel, leg} <= together
        self._calls.feed(contact.id, Adopted(is_agent_up=is_agent_up, is_bridged=is_whole))

    async def _drop_orphans(self, state: EngineState) -> None:
        """Hang up legs we made and close bridges that belong to no call."""
        for leg in state.legs:
            if leg.startswith(_OUR_LEGS) and self._calls.runs.of_leg(leg) is None:
                await self._voice.drop(leg)
        bridges = {bridge for run in self._calls.runs for bridge in bridges_of(run.call)}
        for bridge in state.bridges:
            if bridge.startswith(_OUR_BRIDGES) and bridge not in bridges:
                await self._voice.close_bridge(bridge)

    def _lose_all(self) -> None:
        for run in self._calls.runs:
            if run.call.contact.stage in _ON_THE_LINE:
                self._calls.feed(run.call.contact.id, EngineLost())


def _contact_in(playback: str) -> ContactId:
    """Return the contact a playback belongs to: ids are `p-<contact>-<count>`."""
    return ContactId(UUID(playback[2:38]))
