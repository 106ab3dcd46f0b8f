"""Phones of agents and of customers on the web: endpoints pushed to the engine, never in files.

The engine keeps them over its own restart; every sign-on has a new password.
"""

import secrets
from collections.abc import Mapping

from yingda.agents import AgentId
from yingda.agents.ports import PhoneCredentials, PhoneKind
from yingda.calls import EngineAway
from yingda.gateways.asterisk.client import AriClient

REALM = "asterisk"
_AGENTS = "from-agents"
_WEB = "from-web"
_COMMON = {
    "disallow": "all",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "dtmf_mode": "auto_info",
    "message_context": "no-messages",
    "rtp_timeout": "60",
}
_MEDIA = {
    PhoneKind.WEB: {"webrtc": "yes", "allow": "alaw,ulaw,opus"},
    PhoneKind.SIP: {"allow": "alaw,ulaw,g722"},
}


def agent_endpoint(agent: AgentId) -> str:
    """Return the name of an agent's phone in the engine."""
    return f"agent-{agent}"


class EnginePhones:
    """Makes phones known to the engine and says how to register them."""

    def __init__(self, client: AriClient, *, url: str) -> None:
        self._client = client
        self._url = url

    async def credentials(self, agent: AgentId, kind: PhoneKind) -> PhoneCredentials:
        """Return how the agent's phone registers, after making it known.

        Raises:
            EngineAway: the engine did not take it.
        """
        name = agent_endpoint(agent)
        return await self._push(name, {"context": _AGENTS, **_MEDIA[kind]})

    async def web_phone(self, name: str, shown: str) -> PhoneCredentials:
        """Return how a customer's web phone registers; it calls with the number `shown`.

        Raises:
            EngineAway: the engine did not take it.
        """
        media = _MEDIA[PhoneKind.WEB]
        return await self._push(f"web-{name}", {"context": _WEB, "callerid": shown, **media})

    async def forget_web_phone(self, name: str) -> None:
        """Take a customer's web phone away."""
        for kind in ("endpoint", "aor", "auth"):
            await self._client.request("DELETE", _path(kind, f"web-{name}"))

    async def _push(self, name: str, own: Mapping[str, str]) -> PhoneCredentials:
        password = secrets.token_hex(24)
        fields = {
            "auth": {"auth_type": "digest", "username": name, "password": password},
            "aor": {"max_contacts": "1", "remove_existing": "yes"},
            "endpoint": {"auth": name, "aors": name, **_COMMON, **own},
        }
        for kind, values in fields.items():
            body = {"fields": [{"attribute": a, "value": v} for a, v in values.items()]}
            answer = await self._client.request("PUT", _path(kind, name), body=body)
            if answer.status >= 300:
                raise EngineAway(request=f"{kind} {name}", status=answer.status)
        return PhoneCredentials(
            url=self._url,
            uri=f"sip:{name}@yingda.invalid",
            user=name,
            password=password,
            realm=REALM,
        )


def _path(kind: str, name: str) -> str:
    return f"asterisk/config/dynamic/res_pjsip/{kind}/{name}"
