"""A call at the test phone: what both directions share once the two sides know each other."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tests.lab import sdp, sip
from tests.lab.audio import Spectrum
from tests.lab.dialog import Dialog
from tests.lab.hearing import Hearing
from tests.lab.media import Media
from tests.lab.wire import NoAnswer, Peer, Received, Wire

SDP_TYPE = ("Content-Type", "application/sdp")
KEY_TYPE = ("Content-Type", "application/dtmf-relay")


class Stage(StrEnum):
    PLACED = "placed"
    TRYING = "trying"
    RINGING = "ringing"
    EARLY = "early"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended: the SIP status that refused it (200 for a BYE) and Q.850 cause, if told."""

    by_peer: bool
    status: int = 200
    reason: str = ""
    cause: int | None = None


class CallFailed(AssertionError):
    """The call ended where it should have gone on."""

    def __init__(self, ending: Ending | None, wanted: str) -> None:
        super().__init__(f"{wanted}: {ending or 'nothing came in time'}")
        self.ending = ending


class Call:
    """One call; the methods that wait raise an AssertionError that says what came instead."""

    def __init__(self, wire: Wire, media: Media, dialog: Dialog, peer: Peer) -> None:
        self._wire, self._media, self._dialog, self._server = wire, media, dialog, peer
        self._invites: dict[int, Received] = {}
        self._version = 0
        self.stage = Stage.PLACED
        self.ending: Ending | None = None
        self.is_held = False

    @property
    def id(self) -> str:
        """The Call-ID."""
        return self._dialog.call_id

    @property
    def local_tag(self) -> str:
        return sip.address(self._dialog.local).tag

    @property
    def hearing(self) -> Hearing:
        return self._media.hearing

    @property
    def keys(self) -> str:
        """The keys that came in, by telephone event or INFO."""
        return self.hearing.keys

    @property
    def packets_sent(self) -> int:
        return self._media.sent

    def speak(self, tone_hz: int) -> None:
        """Change the tone that is sent."""
        self._media.tone_hz = tone_hz

    async def answered(self, within: float = 10.0) -> None:
        """Return once both sides are connected."""
        await self._reached("answered", {Stage.ANSWERED}, within)

    async def ended(self, within: float = 10.0) -> Ending:
        """Return how the call ended."""
        await self._until(lambda: self.ending is not None, "ended", within)
        assert self.ending is not None
        return self.ending

    async def hears(
        self, tone_hz: int, *, min_share: float = 0.8, within: float = 5.0, over_ms: int = 400
    ) -> None:
        """Return once `tone_hz` had `min_share` of all energy over the last `over_ms`."""
        await self.hears_all({tone_hz: min_share}, within=within, over_ms=over_ms)

    async def hears_all(
        self, shares: Mapping[int, float], *, within: float = 5.0, over_ms: int = 400
    ) -> None:
        """Return once every tone had its least share over the last `over_ms`."""

        def heard() -> bool:
            now = self.hearing.spectrum(over_ms)
            return all(now.share(hz) >= least for hz, least in shares.items())

        await self._until(heard, f"hears {dict(shares)}", within)

    async def hears_nothing(self, *, within: float = 5.0, over_ms: int = 400) -> None:
        """Return once the last `over_ms` were silent."""
        wanted = f"hears nothing for {over_ms} ms"
        await self._until(lambda: self.heard(over_ms).is_silent, wanted, within)

    async def hears_more(self, packets: int, *, within: float = 10.0) -> None:
        """Return once `packets` more packets of sound came in."""
        goal = self.hearing.packets + packets
        await self._until(lambda: self.hearing.packets >= goal, f"{packets} packets", within)

    async def hears_keys(self, keys: str, *, within: float = 5.0) -> None:
        """Return once exactly `keys` came in."""
        await self._until(lambda: self.keys == keys, f"keys {keys}", within)

    def heard(self, last_ms: int = 400) -> Spectrum:
        """Return the spectrum of what was heard in the last `last_ms`."""
        return self.hearing.spectrum(last_ms)

    async def press(self, keys: str, *, via: str = "rfc4733") -> None:
        """Press keys by telephone event (`rfc4733`) or SIP INFO (`info`)."""
        if via == "rfc4733":
            await self._media.press(keys)
            return
        for key in keys:
            body = f"Signal={key}\r\nDuration=160\r\n".encode()
            response = await self._ask("INFO", KEY_TYPE, body=body)
            if response.status != 200:
                raise AssertionError(f"INFO answered {response.status} {response.reason}")

    async def hold(self) -> None:
        """Put the peer on hold by re-INVITE."""
        await self._reinvite("sendonly")

    async def resume(self) -> None:
        """Take the peer back from hold."""
        await self._reinvite("sendrecv")

    async def hang_up(self) -> Ending:
        """End the call with BYE; one that has ended already stays as it ended."""
        if self.ending is None:
            self._end(Ending(by_peer=False))
            try:
                await self._ask("BYE")
            except NoAnswer:
                self.ending = Ending(by_peer=False, status=408, reason="BYE met silence")
        assert self.ending is not None
        return self.ending

    def take(self, received: Received) -> None:
        """Act on a request inside the dialog."""
        act = {
            "ACK": self._on_ack,
            "BYE": self._on_bye,
            "INFO": self._on_info,
            "INVITE": self._on_offer,
            "UPDATE": self._on_offer,
            "CANCEL": self._on_cancel,
        }.get(received.request.method, _accept)
        act(received)

    def abandon(self) -> None:
        """Close the media without a word to the peer."""
        if self.ending is None:
            self._end(Ending(by_peer=False, status=0, reason="phone stopped"))

    # -- for the two directions ------------------------------------------------------------

    async def _reached(self, wanted: str, stages: set[Stage], within: float) -> None:
        await self._until(lambda: self.stage in stages or self.ending is not None, wanted, within)
        if self.stage not in stages:
            raise CallFailed(self.ending, wanted)

    async def _until(self, holds: Callable[[], bool], wanted: str, within: float) -> None:
        if not await self.hearing.signal.until(holds, within):
            raise CallFailed(self.ending, f"{wanted} within {within} s; {self._witness()}")

    def _witness(self) -> str:
        tones = ", ".join(f"{hz} Hz {share:.0%}" for hz, share in self.heard().loudest())
        got = self.hearing.reception()
        return (
            f"call {self.stage}, {got.packets} packets, {got.lost} lost, hears {tones or 'nothing'}"
        )

    def _to(self, stage: Stage) -> None:
        if self.stage is not Stage.ENDED:
            self.stage = stage
        self.hearing.signal.wake()

    def _end(self, ending: Ending) -> None:
        self._to(Stage.ENDED)
        self.ending = ending
        self._media.close()
        for invite in self._invites.values():
            invite.acknowledged()
        self.hearing.signal.wake()

    def _session(self) -> sdp.Session:
        return sdp.Session(self._wire.host, self._media.port)

    def _contact(self) -> tuple[str, str]:
        return "Contact", f"<sip:lab@{self._wire.host}:{self._wire.port}>"

    def _describe(self, session: sdp.Session) -> bytes:
        self._version += 1
        return sdp.encode(session, self._version)

    def _connect(self, body: bytes) -> None:
        session = sdp.parse(body)
        self.is_held = session.is_held
        self._media.talk_to(session)
        self.hearing.signal.wake()

    async def _ask(self, method: str, *more: tuple[str, str], body: bytes = b"") -> sip.Response:
        request = self._dialog.request(method, self._wire.via(), more, body=body)
        return await self._wire.ask(request, self._hop()).final

    def _ack(self, number: int) -> sip.Request:
        return self._dialog.request("ACK", self._wire.via(), number=number)

    def _hop(self) -> Peer:
        found = re.search(r"(?:@|sips?:)(\d+\.\d+\.\d+\.\d+)(?::(\d+))?", self._dialog.next_hop)
        return (found[1], int(found[2] or 5060)) if found else self._server

    async def _reinvite(self, direction: str) -> None:
        body = self._describe(replace(self._session(), direction=direction))
        response = await self._ask("INVITE", self._contact(), SDP_TYPE, body=body)
        number, _ = sip.cseq(response.headers)
        if response.status != 200:
            raise AssertionError(f"re-INVITE answered {response.status} {response.reason}")
        self._wire.send(self._ack(number), self._hop())
        self._connect(response.body)

    # -- requests of the peer --------------------------------------------------------------

    def _on_ack(self, received: Received) -> None:
        number, _ = sip.cseq(received.request.headers)
        if number in self._invites:
            self._invites[number].acknowledged()
        if received.request.body:
            self._connect(received.request.body)
        self._to(Stage.ANSWERED)

    def _on_bye(self, received: Received) -> None:
        received.respond(200, "OK")
        self._end(Ending(by_peer=True, reason="BYE", cause=cause(received.request.headers)))

    def _on_info(self, received: Received) -> None:
        received.respond(200, "OK")
        key = re.search(rb"Signal\s*=\s*([0-9*#A-D])", received.request.body)
        if key:
            self.hearing.press(key[1].decode())

    def _on_offer(self, received: Received) -> None:
        number, method = sip.cseq(received.request.headers)
        if method == "INVITE":
            self._invites[number] = received
        self._accept_offer(received)

    def _on_cancel(self, received: Received) -> None:
        received.respond(481, "No such call")

    def _accept_offer(self, received: Received) -> None:
        """Answer 200 with our description, or with nothing to an UPDATE that offers none."""
        request = received.request
        if request.method == "UPDATE" and not request.body:
            received.respond(200, "OK", self._contact(), tag=self.local_tag)
            return
        ours = self._session()
        if request.body:
            ours = sdp.answer(sdp.parse(request.body), ours)
        body = self._describe(ours)
        received.respond(200, "OK", self._contact(), SDP_TYPE, tag=self.local_tag, body=body)
        if request.body:
            self._connect(request.body)


def cause(headers: sip.Headers) -> int | None:
    """Return the Q.850 cause of a Reason header, if there is one."""
    told = (re.search(r"Q\.850\s*;.*?cause=(\d+)", value) for value in headers.all("reason"))
    return next((int(found[1]) for found in told if found), None)


def _accept(received: Received) -> None:
    received.respond(200, "OK")
