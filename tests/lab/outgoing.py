"""A call the test phone places."""

import asyncio
import secrets
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.lab import digest, sip
from tests.lab.call import SDP_TYPE, Call, Ending, Stage, cause
from tests.lab.dialog import Dialog
from tests.lab.media import Media
from tests.lab.wire import Asked, NoAnswer, Peer, Wire

USER_SAFE = "+*$&=,/-_.!~()'"
REALMS = {
    401: ("www-authenticate", "Authorization"),
    407: ("proxy-authenticate", "Proxy-Authorization"),
}


@dataclass(frozen=True, slots=True)
class Dialled:
    """Whom to call, as whom, and with which further headers."""

    number: str
    from_number: str
    display: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    login: digest.Login | None = field(default=None, repr=False)


class OutgoingCall(Call):
    """Placed at once; `ringing`, `early` and `answered` wait for the far side."""

    def __init__(self, wire: Wire, media: Media, dialled: Dialled, server: Peer) -> None:
        target = f"sip:{quote(dialled.number, safe=USER_SAFE)}@{server[0]}:{server[1]}"
        display = f"{_quoted(dialled.display)} " if dialled.display else ""
        user = quote(dialled.from_number, safe=USER_SAFE)
        caller = f"{display}<sip:{user}@{wire.host}:{wire.port}>"
        dialog = Dialog(
            f"{secrets.token_hex(12)}@{wire.host}",
            f"{caller};tag={secrets.token_hex(6)}",
            f"<{target}>",
            target,
        )
        super().__init__(wire, media, dialog, server)
        self._dialled = dialled
        self._last_ack: sip.Request | None = None
        self._asked = self._invite(())
        self._task = asyncio.create_task(self._follow())
        self.placed_at = asyncio.get_running_loop().time()

    async def ringing(self, within: float = 10.0) -> None:
        """Return once the far side rings (or is further)."""
        reached = {Stage.RINGING, Stage.EARLY, Stage.ANSWERED}
        await self._reached("ringing", reached, within)

    async def early(self, within: float = 10.0) -> None:
        """Return once sound flows before the answer."""
        await self._reached("early media", {Stage.EARLY}, within)

    async def hang_up(self) -> Ending:
        """End the call: CANCEL before the answer, BYE after it."""
        if self.stage in {Stage.ANSWERED, Stage.ENDED}:
            return await super().hang_up()
        await self._until(lambda: self.stage is not Stage.PLACED, "any response", 32.0)
        if self.stage in {Stage.TRYING, Stage.RINGING, Stage.EARLY}:
            await self._asked.cancel().final
        await self._task
        return await super().hang_up()

    def abandon(self) -> None:
        self._task.cancel()
        super().abandon()

    def _invite(self, more: tuple[tuple[str, str], ...]) -> Asked:
        headers = (
            self._contact(),
            ("Allow", "INVITE, ACK, BYE, CANCEL, INFO, UPDATE, OPTIONS"),
            *self._dialled.headers,
            SDP_TYPE,
            *more,
        )
        body = self._describe(self._session())
        request = self._dialog.request("INVITE", self._wire.via(), headers, body=body)
        return self._wire.ask(request, self._server, self._on_further)

    async def _follow(self) -> None:
        try:
            response = await self._asked.final
            if response.status in REALMS and self._dialled.login is not None:
                self._asked = self._invite((self._credentials(response),))
                response = await self._asked.final
        except NoAnswer:
            self._end(Ending(by_peer=True, status=408, reason="no answer to INVITE"))
            return
        self._conclude(response)

    def _credentials(self, response: sip.Response) -> tuple[str, str]:
        assert self._dialled.login is not None
        return credentials(response, self._dialled.login, "INVITE", self._asked.request.uri)

    def _conclude(self, response: sip.Response) -> None:
        if response.status >= 300:
            told = cause(response.headers)
            self._end(Ending(True, response.status, response.reason, told))  # noqa: FBT003 - its first field
            return
        self._dialog.learn(response)
        number, _ = sip.cseq(response.headers)
        self._last_ack = self._ack(number)
        self._wire.send(self._last_ack, self._hop())
        self._connect(response.body)
        self._to(Stage.ANSWERED)

    def _on_further(self, response: sip.Response) -> None:
        if response.status >= 200:
            if self._last_ack is not None:
                self._wire.send(self._last_ack, self._hop())
        elif self.stage in {Stage.ANSWERED, Stage.ENDED}:
            return
        elif response.body:
            self._connect(response.body)
            self._to(Stage.EARLY)
        elif response.status >= 180:
            self._to(Stage.RINGING)
        elif self.stage is Stage.PLACED:
            self._to(Stage.TRYING)


def credentials(
    response: sip.Response, login: digest.Login, method: str, uri: str
) -> tuple[str, str]:
    """Return the header that meets the challenge of a 401 or 407.

    Raises:
        AssertionError: it asks for a way to log in that we do not know.
    """
    asked, given = REALMS[response.status]
    challenge = digest.choose(response.headers.all(asked))
    if challenge is None:
        raise AssertionError(f"no digest we know in {response.headers.all(asked)}")
    return given, digest.answer(challenge, login, method, uri)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
