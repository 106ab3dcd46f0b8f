"""A running engine as seen by the lab: its REST interface and its command line."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp

from yingda.launcher import Parts


class Remote:
    """Pushes endpoints, runs commands: `async with Remote(parts) as engine`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        url = urlsplit(parts.ari_url)
        self._base = f"http://{url.hostname}:{url.port}{url.path}"
        login = b64encode(f"{url.username}:{url.password}".encode()).decode()
        self._http = aiohttp.ClientSession(headers={"Authorization": f"Basic {login}"})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.close()

    @property
    def etc(self) -> Path:
        """The engine's configuration folder."""
        return self._parts.places.engine / "etc"

    async def ari(self, method: str, path: str, **query: str) -> Any:
        """Return the answer to a request without body."""
        return await self._ask(method, path, query, None)

    async def push(self, kind: str, name: str, **fields: str) -> None:
        """Create or replace one SIP object: `auth`, `aor` or `endpoint`."""
        pairs = [{"attribute": key, "value": value} for key, value in fields.items()]
        path = f"asterisk/config/dynamic/res_pjsip/{kind}/{name}"
        await self._ask("PUT", path, {}, {"fields": pairs})

    async def push_phone(self, name: str, password: str, **more: str) -> None:
        """Create an endpoint that one phone may register at."""
        await self.push("auth", name, auth_type="userpass", username=name, password=password)
        await self.push("aor", name, max_contacts="1", remove_existing="yes")
        endpoint = {
            "auth": name,
            "aors": name,
            "disallow": "all",
            "allow": "alaw",
            "direct_media": "no",
            "rtp_symmetric": "yes",
            "force_rport": "yes",
            "rewrite_contact": "yes",
            "context": "from-agents",
        }
        await self.push("endpoint", name, **(endpoint | more))

    async def command(self, line: str) -> str:
        """Return what the engine's own console says to `line`."""
        engine = self._parts.engine
        assert engine is not None
        call = await asyncio.create_subprocess_exec(
            *engine.program, "-C", str(self.etc / "asterisk.conf"), "-rx", line,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await call.communicate()
        if call.returncode:
            raise RuntimeError(f"{line}: {said.decode(errors='replace')}")
        return said.decode(errors="replace")

    @asynccontextmanager
    async def serving(self, app: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """Be the application `app`, as the service would be: yields its events as they come."""
        url = f"{self._base}/events"
        async with self._http.ws_connect(url, params={"app": app}) as socket:
            yield (message.json() async for message in socket)

    async def callers(self) -> list[str]:
        """Return the caller's number of every live channel."""
        return [channel["caller"]["number"] for channel in await self.ari("GET", "channels")]

    async def _ask(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        url = f"{self._base}/{path}"
        async with self._http.request(method, url, params=query, json=body) as answer:
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json() if answer.content_type == "application/json" else None
