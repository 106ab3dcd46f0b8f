"""A call that rings at the test phone."""

import secrets

from tests.lab import sdp, sip
from tests.lab.call import Call, Ending, Stage, cause
from tests.lab.dialog import Dialog
from tests.lab.media import Media
from tests.lab.wire import Peer, Received, Wire


class IncomingCall(Call):
    """Rings until it is answered, rejected or cancelled."""

    def __init__(self, wire: Wire, media: Media, invite: Received, peer: Peer) -> None:
        tag = secrets.token_hex(6)
        super().__init__(wire, media, Dialog.of_invite(invite.request, tag), peer)
        self._invite = invite
        self._is_picked_up = False
        self._invites[sip.cseq(invite.request.headers)[0]] = invite
        self.stage = Stage.RINGING
        invite.respond(180, "Ringing", self._contact(), tag=tag)

    @property
    def headers(self) -> sip.Headers:
        """The headers of the INVITE."""
        return self._invite.request.headers

    @property
    def dialled(self) -> str:
        """Which number was called, by the To header."""
        return sip.address(self.headers.get("to")).user

    @property
    def caller(self) -> sip.Address:
        """Who calls, by the From header."""
        return sip.address(self.headers.get("from"))

    async def answer(self, within: float = 10.0) -> None:
        """Answer and return once the caller's side acknowledged."""
        self.pick_up()
        await self.answered(within)

    def pick_up(self) -> None:
        """Answer without waiting for the acknowledgement."""
        if self.ending is not None:
            raise AssertionError(f"answered a call that had ended: {self.ending}")
        self._is_picked_up = True
        self._accept_offer(self._invite)

    def early_media(self) -> None:
        """Send our tone before answering (183)."""
        ours = sdp.answer(sdp.parse(self._invite.request.body), self._session())
        body = self._describe(ours)
        kind = ("Content-Type", "application/sdp")
        self._invite.respond(
            183, "Session Progress", self._contact(), kind, tag=self.local_tag, body=body
        )
        self._connect(self._invite.request.body)

    def reject(self, status: int = 486, reason: str = "Busy Here") -> None:
        """Refuse the call."""
        self._invite.respond(status, reason, tag=self.local_tag)
        self._end(Ending(by_peer=False, status=status, reason=reason))

    async def hang_up(self) -> Ending:
        """End the call: a refusal while it rings, BYE after."""
        if self.stage is Stage.RINGING and not self._is_picked_up:
            self.reject(603, "Decline")
        return await super().hang_up()

    def _on_cancel(self, received: Received) -> None:
        received.respond(200, "OK")
        if self.stage is not Stage.RINGING or self._is_picked_up:
            return
        self._invite.respond(487, "Request Terminated", tag=self.local_tag)
        told = cause(received.request.headers)
        self._end(Ending(by_peer=True, status=487, reason=_text(received), cause=told))


def _text(cancel: Received) -> str:
    return cancel.request.headers.get("reason", "cancelled")
