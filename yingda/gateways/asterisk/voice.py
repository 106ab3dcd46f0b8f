"""One Asterisk node behind the port of calls: commands out, typed events in."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from yingda.agents import AgentId
from yingda.calls import EngineAway
from yingda.calls.ports import EngineEvent, EngineState, NodeDown, NodeUp, Said
from yingda.gateways.asterisk.client import Answer, AriClient
from yingda.gateways.asterisk.events import BACK, EAR, IN, Raw, arrived, typed
from yingda.gateways.asterisk.phones import AgentPhones, newest_phones, web_phone_at
from yingda.gateways.speech import Speaker

log = structlog.get_logger(__name__)

APP = "yingda"
_GONE = {404, 409, 412}  # the leg or bridge is no more, or no more ours: its event says so
_RING = {"context": "ring", "timeout": "60"}
_DIAL = {"context": "call-back", "timeout": "90"}
_TRUNK = "trunk"
_NUMBER = re.compile(r"\+?[0-9]{1,20}")
_DOWN_AFTER_S = 3.0


class AsteriskVoice:
    """Speaks to one node; `listen` is called with every event, in order."""

    def __init__(
        self,
        url: str,
        *,
        node: str,
        recordings: Path,
        speaker: Speaker,
        listen: Callable[[EngineEvent], Awaitable[None]],
        has_trunk: bool = False,
    ) -> None:
        self.node = node
        self._has_trunk = has_trunk
        self._recordings = recordings
        self.speaker = speaker
        self._listen = listen
        self._events: asyncio.Queue[EngineEvent] = asyncio.Queue()
        self._lost: asyncio.TimerHandle | None = None
        self.is_up = False
        self.agent_phones: AgentPhones = {}
        self.before_up: Callable[[Collection[str]], Awaitable[None]] = _nothing
        self.client = AriClient(
            url,
            APP,
            on_event=self._receive,
            on_up=self._came_up,
            on_down=self._went_down,
            on_refused=_refused,
        )

    async def run(self) -> None:
        """Keep the line up and hand on its events until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.client.run())
            tasks.create_task(self._hand_on())

    async def answer(self, channel: str) -> None:
        await self._tell("POST", f"channels/{channel}/answer")

    async def play(self, channel: str, playback: str, text: str, language: str) -> None:
        sound = await self.speaker.sound(text, language)
        query = {"media": f"sound:{sound.with_suffix('')}"}
        answer = await self._do("POST", f"channels/{channel}/play/{playback}", query)
        if answer is None or answer.status >= 400:
            self._events.put_nowait(Said(playback))

    async def stop_playing(self, playback: str) -> None:
        await self._tell("DELETE", f"playbacks/{playback}")

    async def start_music(self, channel: str) -> None:
        await self._tell("POST", f"channels/{channel}/moh")

    async def stop_music(self, channel: str) -> None:
        await self._tell("DELETE", f"channels/{channel}/moh")

    async def ring(self, agent: AgentId, channel: str, shown: str, contact: str) -> bool:
        endpoint = f"PJSIP/{self.agent_phones.get(agent, 'none')}"
        headers = {"variables": {"PJSIP_HEADER(add,X-Yingda-Contact)": contact}}
        query = {**_RING, "channelId": channel, "callerId": shown}
        return await self._make(endpoint, query, headers)

    async def dial(self, channel: str, number: str, shown: str) -> bool:
        endpoint = await self._way_to(number)
        if endpoint is None:
            return False
        return await self._make(endpoint, {**_DIAL, "channelId": channel, "callerId": shown})

    async def _make(self, endpoint: str, query: dict[str, str], body: Any = None) -> bool:
        """Make a leg that goes into the dialplan once it is answered."""
        where = {"extension": "s", "priority": "1", "formats": "alaw"}
        answer = await self._do("POST", "channels", {"endpoint": endpoint, **where, **query}, body)
        return answer is not None and answer.status < 300

    async def reaches(self, number: str) -> bool:
        return await self._way_to(number) is not None

    async def _way_to(self, number: str) -> str | None:
        """Return the endpoint to dial: a web phone of that number, else the trunk."""
        answer = await self._do("GET", "endpoints/PJSIP")
        web = None if answer is None else web_phone_at(answer.json(), number)
        if web is not None:
            return f"PJSIP/{web}"
        is_ours_to_dial = self._has_trunk and _NUMBER.fullmatch(number)
        return f"PJSIP/{number}@{_TRUNK}" if is_ours_to_dial else None

    async def connect(self, bridge: str, channels: Sequence[str]) -> None:
        await self._tell("POST", f"bridges/{bridge}", {"type": "mixing"})
        await self._tell("POST", f"bridges/{bridge}/addChannel", {"channel": ",".join(channels)})

    async def take_out(self, bridge: str, channel: str) -> None:
        await self._tell("POST", f"bridges/{bridge}/removeChannel", {"channel": channel})

    async def put_ear(self, ear: str, channel: str, *, is_whispering: bool) -> None:
        whisper = "out" if is_whispering else "none"
        query = {"spy": "both", "whisper": whisper, "app": APP, "appArgs": EAR}
        await self._tell("POST", f"channels/{channel}/snoop/{ear}", query)

    async def send_keys(self, channel: str, keys: str) -> None:
        await self._tell("POST", f"channels/{channel}/dtmf", {"dtmf": keys})

    async def drop(self, channel: str) -> None:
        await self._tell("DELETE", f"channels/{channel}")

    async def close_bridge(self, bridge: str) -> None:
        await self._tell("DELETE", f"bridges/{bridge}")

    async def state(self) -> EngineState:
        channels = (await self.client.request("GET", "channels")).json()
        bridges = (await self.client.request("GET", "bridges")).json()
        ours = [channel for channel in channels if _arguments(channel)[:2] == [APP, IN]]
        back = [c for c in channels if _arguments(c)[:2] == [APP, BACK] and c["state"] == "Up"]
        return EngineState(
            legs={str(c["id"]): c["state"] == "Up" and _is_with_us(c) for c in channels},
            bridges={str(b["id"]): frozenset(map(str, b["channels"])) for b in bridges},
            called_back=frozenset(str(channel["id"]) for channel in back),
            arrivals={str(c["id"]): arrived(c, "".join(_arguments(c)[2:3])) for c in ours},
        )

    def raw_recording(self, channel: str) -> tuple[Path, Path]:
        raw = self._recordings / "raw"
        return raw / f"{channel}-in.wav", raw / f"{channel}-out.wav"

    async def _do(
        self, method: str, path: str, query: dict[str, str] | None = None, body: Any = None
    ) -> Answer | None:
        """Ask; what is gone already is fine, an engine that is away is told by its event."""
        try:
            answer = await self.client.request(method, path, query, body)
        except EngineAway:
            log.warning("engine-away", request=path)
            return None
        if answer.status >= 400:
            _refused(path, answer)
        return answer

    async def _tell(self, method: str, path: str, query: dict[str, str] | None = None) -> None:
        """Ask for what is not waited for: what is sent after it is done after it."""
        try:
            await self.client.tell(method, path, query)
        except EngineAway:
            log.warning("engine-away", request=path)

    def _receive(self, raw: Raw) -> None:
        event = typed(raw)
        if event is not None:
            self._events.put_nowait(event)

    async def _came_up(self) -> None:
        info = (await self.client.request("GET", "asterisk/info")).json()
        alive_since = datetime.fromisoformat(str(info["status"]["startup_time"]))
        endpoints = (await self.client.request("GET", "endpoints/PJSIP")).json()
        self.agent_phones.update({**newest_phones(endpoints), **self.agent_phones})
        await self.before_up([str(one["resource"]) for one in endpoints])
        if self._lost is not None:
            self._lost.cancel()
            self._lost = None
        self.is_up = True
        log.info("engine-up", node=self.node, alive_since=alive_since.isoformat())
        self._events.put_nowait(NodeUp(alive_since))

    def _went_down(self) -> None:
        self.is_up = False
        if self._lost is None:
            loop = asyncio.get_running_loop()
            self._lost = loop.call_later(_DOWN_AFTER_S, self._is_lost)

    def _is_lost(self) -> None:
        self._events.put_nowait(NodeDown())

    async def _hand_on(self) -> None:
        while True:
            await self._listen(await self._events.get())


async def _nothing(_: Collection[str]) -> None:
    """Do nothing before the engine counts as up."""


def _refused(path: str, answer: Answer) -> None:
    """Note a refusal; what is gone already is fine."""
    if answer.status not in _GONE:
        log.warning("engine-refused", request=path, status=answer.status, body=answer.body)


def _is_with_us(channel: Any) -> bool:
    """Return whether a leg is ours to act on; an answered one may still be offered to us."""
    return _arguments(channel)[:1] == [APP]


def _arguments(channel: Any) -> list[str]:
    """Return what a channel entered Stasis with: the application and its arguments."""
    dialplan = channel.get("dialplan", {})
    if dialplan.get("app_name") != "Stasis":
        return []
    return str(dialplan.get("app_data", "")).split(",")
