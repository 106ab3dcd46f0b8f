"""Phones of agents and of customers on the web: endpoints pushed to the engine, never in files.

The engine keeps them over its own restart. Every sign-on makes a phone with a name and a password
of its own, and takes the agent's earlier one away: what was registered there can ring no more.
"""

import asyncio
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from yingda.agents import AgentId
from yingda.agents.ports import PhoneCredentials, PhoneKind
from yingda.calls import EngineAway, WebPhonesFull
from yingda.gateways.asterisk.client import AriClient
from yingda.kit.clock import Clock, epoch_ms

log = structlog.get_logger(__name__)

REALM = "asterisk"
_AGENTS = "from-agents"
_WEB = "from-web"
_WEB_PREFIX = "web-"
_FRESH = timedelta(minutes=10)
_TIDY_S = 600.0
_COMMON = {
    "disallow": "all",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "dtmf_mode": "auto_info",
    "message_context": "no-messages",
    "rtp_timeout": "15",  # a browser that died: the customer must not talk to nobody for longer
}
_AGENT_PHONE = re.compile(r"agent-([0-9a-f-]{36})-[0-9a-f]{12}")
_MEDIA = {
    PhoneKind.WEB: {"webrtc": "yes", "allow": "alaw,ulaw,opus"},
    PhoneKind.SIP: {"allow": "alaw,ulaw,g722"},
}


_Objects = Mapping[str, Mapping[str, str]]
AgentPhones = dict[AgentId, str]
"""The name of each agent's newest phone in the engine."""


def newest_phones(endpoints: Iterable[Mapping[str, Any]]) -> AgentPhones:
    """Return the newest phone of each agent: names are `agent-<agent>-<hex of milliseconds>`."""
    found: AgentPhones = {}
    for name in sorted(str(one["resource"]) for one in endpoints):
        matched = _AGENT_PHONE.fullmatch(name)
        if matched:
            found[AgentId(UUID(matched[1]))] = name
    return found


class EnginePhones:
    """Makes phones known to the engine and says how to register them."""

    def __init__(
        self,
        client: AriClient,
        clock: Clock,
        *,
        url: str,
        agent_phones: AgentPhones,
        most_on_web: int = 200,
    ) -> None:
        self._client = client
        self._clock = clock
        self._url = url
        self._agent_phones = agent_phones
        self._pushed: dict[str, _Objects] = {}
        self._given: dict[str, datetime] = {}
        self._web: set[str] = set()
        self._most_on_web = most_on_web

    async def credentials(self, agent: AgentId, kind: PhoneKind) -> PhoneCredentials:
        """Return how the agent's phone registers, after making it known.

        Raises:
            EngineAway: the engine did not take it.
        """
        name = f"agent-{agent}-{epoch_ms(self._clock.now()):012x}"
        credentials = await self._push(name, {"context": _AGENTS, **_MEDIA[kind]})
        earlier = self._agent_phones.get(agent)
        self._agent_phones[agent] = name
        if earlier is not None and earlier != name:
            await self._forget(earlier)
        return credentials

    async def restore(self, endpoints: Collection[str]) -> None:
        """Push agents' phones again that the engine has not kept: it writes them down with delay.

        Raises:
            EngineAway: the engine did not take them.
        """
        for name in set(self._agent_phones.values()) & set(self._pushed) - set(endpoints):
            await self._put(name, self._pushed[name])

    async def web_phone(self, token: str, shown: str) -> PhoneCredentials:
        """Return how a customer's web phone registers; it calls with the number `shown`.

        The number stands in its name too, so that the customer can be called back there.

        Raises:
            EngineAway: the engine did not take it.
            WebPhonesFull: too many are open.
        """
        if len(self._web) >= self._most_on_web:
            await self.tidy()
        if len(self._web) >= self._most_on_web:
            raise WebPhonesFull(limit=self._most_on_web)
        name, media = f"{web_phones_of(shown)}{token}", _MEDIA[PhoneKind.WEB]
        self._given[name] = self._clock.now()
        self._web.add(name)
        return await self._push(name, {"context": _WEB, "callerid": shown, **media})

    async def run(self) -> None:
        """Take away web phones that nobody uses any more, until cancelled."""
        while True:
            try:
                await self.tidy()
            except EngineAway:
                log.info("tidying-waits")
            await asyncio.sleep(_TIDY_S)

    async def tidy(self) -> None:
        """Forget every web phone that is not registered and was not given out just now.

        Raises:
            EngineAway: the engine does not answer.
        """
        since = self._clock.now() - _FRESH
        self._given = {name: at for name, at in self._given.items() if at > since}
        found = (await self._client.request("GET", "endpoints/PJSIP")).json()
        there = {str(one["resource"]) for one in found}
        self._web = {name for name in there if name.startswith(_WEB_PREFIX)} | set(self._given)
        for name in unused(found, self._given):
            await self._forget(name)
            self._web.discard(name)

    async def _forget(self, name: str) -> None:
        self._pushed.pop(name, None)
        for kind in ("endpoint", "aor", "auth"):
            await self._client.request("DELETE", _path(kind, name))

    async def _push(self, name: str, own: Mapping[str, str]) -> PhoneCredentials:
        password = secrets.token_hex(24)
        objects: _Objects = {
            "auth": {"auth_type": "digest", "username": name, "password": password},
            "aor": {"max_contacts": "1", "remove_existing": "yes"},
            "endpoint": {"auth": name, "aors": name, **_COMMON, **own},
        }
        await self._put(name, objects)
        if not name.startswith(_WEB_PREFIX):
            self._pushed[name] = objects
        return PhoneCredentials(
            url=self._url,
            uri=f"sip:{name}@yingda.invalid",
            user=name,
            password=password,
            realm=REALM,
        )

    async def _put(self, name: str, objects: _Objects) -> None:
        for kind, values in objects.items():
            body = {"fields": [{"attribute": a, "value": v} for a, v in values.items()]}
            answer = await self._client.request("PUT", _path(kind, name), body=body)
            if answer.status >= 300:
                raise EngineAway(request=f"{kind} {name}", status=answer.status)


def web_phones_of(number: str) -> str:
    """Return how the names of the web phones of this number begin."""
    return f"{_WEB_PREFIX}{number}-"


def web_phone_at(endpoints: Iterable[Mapping[str, Any]], number: str) -> str | None:
    """Return a registered web phone of this number."""
    begin = web_phones_of(number)
    found = (str(one["resource"]) for one in endpoints if one["state"] == "online")
    return next((name for name in found if name.startswith(begin)), None)


def unused(endpoints: Iterable[Mapping[str, Any]], given: Collection[str]) -> list[str]:
    """Return the names of web phones that are not registered, hold no call and are not fresh."""
    names = [
        str(one["resource"])
        for one in endpoints
        if one["state"] == "offline" and not one.get("channel_ids")
    ]
    return [name for name in names if name.startswith(_WEB_PREFIX) and name not in given]


def _path(kind: str, name: str) -> str:
    return f"asterisk/config/dynamic/res_pjsip/{kind}/{name}"
