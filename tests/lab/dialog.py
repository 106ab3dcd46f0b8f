"""A SIP dialog (RFC 3261 §12): who talks to whom, and requests inside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.lab import sip


@dataclass(slots=True)
class Dialog:
    """Local and remote are whole From/To values; `target` is where requests go."""

    call_id: str
    local: str
    remote: str
    target: str
    routes: list[str] = field(default_factory=list)
    number: int = 0

    @classmethod
    def of_invite(cls, request: sip.Request, tag: str) -> "Dialog":
        """Return the callee's dialog."""
        headers = request.headers
        return cls(
            headers.get("call-id"),
            f"{headers.get('to')};tag={tag}",
            headers.get("from"),
            sip.address(headers.get("contact")).uri,
            [route for line in headers.all("record-route") for route in sip.split_list(line)],
        )

    def learn(self, response: sip.Response) -> None:
        """Take the remote tag, target and routes of a response to our INVITE."""
        headers = response.headers
        if sip.address(headers.get("to")).tag:
            self.remote = headers.get("to")
        if headers.get("contact"):
            self.target = sip.address(headers.get("contact")).uri
        lines = headers.all("record-route")
        self.routes = [route for line in lines for route in sip.split_list(line)][::-1]

    def request(
        self,
        method: str,
        via: str,
        more: Iterable[tuple[str, str]] = (),
        *,
        body: bytes = b"",
        number: int | None = None,
    ) -> sip.Request:
        """Return the next request of this dialog; an ACK is given its INVITE's number."""
        if number is None:
            self.number += 1
        headers = (
            ("Via", via),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in self.routes),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{number or self.number} {method}"),
            *more,
        )
        return sip.Request(method, self.target, sip.Headers(headers), body)

    @property
    def next_hop(self) -> str:
        """The URI whose host and port take our requests."""
        return sip.address(self.routes[0]).uri if self.routes else self.target
