"""Carrying out what a call decided, after it is stored."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from yingda.agents import AgentId
from yingda.calls import effects
from yingda.calls.inputs import AgentGone, CustomerGone, Input
from yingda.calls.model import Call
from yingda.calls.ports import Recorder, Router, Voice
from yingda.customers import IdentityKind, masked

_UNREACHABLE = 20  # Q.850: subscriber absent
_REFUSALS = {effects.News.REJECTED, effects.News.RING_TIMEOUT, effects.News.UNREACHABLE}


def bridge_of(call: Call) -> str:
    """Return the id of the call's bridge in the engine."""
    return f"b-{call.contact.id}"


def bridges_of(call: Call) -> list[str]:
    """Return the ids of every bridge of the call."""
    supervision = call.live.supervision
    return [bridge_of(call), *([supervision.room] if supervision else [])]


class Carrier:
    """Knows how each effect is done; an input that follows at once is returned."""

    def __init__(self, voice: Voice, router: Router, recorder: Recorder) -> None:
        self._voice = voice
        self._router = router
        self._recorder = recorder
        self._how: Mapping[type, Callable[[Call, Any], Awaitable[Input | None]]] = {
            effects.Answer: self._answer,
            effects.Play: self._play,
            effects.StopPlaying: self._stop_playing,
            effects.StartMusic: self._start_music,
            effects.StopMusic: self._stop_music,
            effects.RingAgent: self._ring,
            effects.Dial: self._dial,
            effects.RecordOn: self._record_on,
            effects.Connect: self._connect,
            effects.PullOut: self._pull_out,
            effects.PutBack: self._put_back,
            effects.Drop: self._drop,
            effects.CloseBridge: self._close_bridge,
            effects.Enqueue: self._enqueue,
            effects.TellRouter: self._tell_router,
            effects.KeepRecording: self._keep_recording,
            effects.RingSupervisor: self._ring_supervisor,
            effects.PutEar: self._put_ear,
            effects.JoinRoom: self._join_room,
            effects.JoinTalk: self._join_talk,
            effects.CloseRoom: self._close_room,
        }

    async def carry_out(self, call: Call, effect: effects.Effect) -> Input | None:
        how = self._how.get(type(effect))
        return await how(call, effect) if how else None

    async def _answer(self, call: Call, _: effects.Answer) -> None:
        await self._voice.answer(call.live.channel)

    async def _play(self, call: Call, play: effects.Play) -> None:
        language = call.live.caller.language
        await self._voice.play(call.live.channel, play.playback, play.text, language)

    async def _stop_playing(self, _: Call, stop: effects.StopPlaying) -> None:
        await self._voice.stop_playing(stop.playback)

    async def _start_music(self, call: Call, _: effects.StartMusic) -> None:
        await self._voice.start_music(call.live.channel)

    async def _stop_music(self, call: Call, _: effects.StopMusic) -> None:
        await self._voice.stop_music(call.live.channel)

    async def _ring(self, call: Call, ringing: effects.RingAgent) -> Input | None:
        ring = ringing.ring
        return await self._ring_at(call, ring.agent, ring.channel)

    async def _ring_at(self, call: Call, agent: AgentId, channel: str) -> Input | None:
        """Ring; the phone shows a masked number, as it cannot know what its agent may see."""
        contact = call.contact
        number = masked(IdentityKind.PHONE, contact.remote)
        is_ringing = await self._voice.ring(agent, channel, number, str(contact.id))
        return None if is_ringing else AgentGone(channel, _UNREACHABLE)

    async def _dial(self, call: Call, dial: effects.Dial) -> Input | None:
        shown = call.contact.access_number
        is_ringing = await self._voice.dial(dial.channel, dial.number, shown)
        return None if is_ringing else CustomerGone(_UNREACHABLE)

    async def _record_on(self, call: Call, leg: effects.RecordOn) -> None:
        await self._recorder.goes_on(call.contact, self._voice.raw_recording(leg.channel))

    async def _connect(self, call: Call, connect: effects.Connect) -> None:
        await self._voice.stop_music(call.live.channel)
        legs = (call.live.channel, connect.agent_channel)
        await self._voice.connect(bridge_of(call), legs)

    async def _pull_out(self, call: Call, _: effects.PullOut) -> None:
        await self._voice.take_out(bridge_of(call), call.live.channel)
        await self._voice.start_music(call.live.channel)

    async def _put_back(self, call: Call, _: effects.PutBack) -> None:
        await self._voice.stop_music(call.live.channel)
        await self._voice.connect(bridge_of(call), (call.live.channel,))

    async def _drop(self, _: Call, drop: effects.Drop) -> None:
        await self._voice.drop(drop.channel)

    async def _close_bridge(self, call: Call, _: effects.CloseBridge) -> None:
        await self._voice.close_bridge(bridge_of(call))

    async def _enqueue(self, call: Call, enqueue: effects.Enqueue) -> None:
        await self._router.enqueue(call.contact, enqueue)

    async def _tell_router(self, call: Call, told: effects.TellRouter) -> None:
        if told.news is effects.News.ANSWERED and told.agent:
            await self._router.answered(call.contact.id, told.agent)
        elif told.news in _REFUSALS and told.agent:
            await self._router.refused(call.contact.id, told.agent, told.news)
        elif told.news is effects.News.CONNECTED:
            await self._router.customer_answered(call.contact.id)
        else:
            await self._router.withdraw(call.contact.id, told.news)

    async def _keep_recording(self, call: Call, _: effects.KeepRecording) -> None:
        await self._recorder.finish(call.contact.id)

    async def _ring_supervisor(self, call: Call, asked: effects.RingSupervisor) -> Input | None:
        return await self._ring_at(call, asked.supervisor, asked.channel)

    async def _put_ear(self, _: Call, put: effects.PutEar) -> None:
        await self._voice.put_ear(put.ear, put.agent_channel, is_whispering=put.is_whispering)

    async def _join_room(self, _: Call, join: effects.JoinRoom) -> None:
        await self._voice.connect(join.room, (join.channel,))

    async def _join_talk(self, call: Call, join: effects.JoinTalk) -> None:
        await self._voice.connect(bridge_of(call), (join.channel,))

    async def _close_room(self, _: Call, close: effects.CloseRoom) -> None:
        await self._voice.close_bridge(close.room)
