"""SIP messages (RFC 3261 §7, §25): bytes to values and back, and nothing else."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

COMPACT = {
    "b": "referred-by",
    "c": "content-type",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
}
TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~-]+\Z")
NEEDED = ("via", "from", "to", "call-id", "cseq")


class Malformed(ValueError):
    """The bytes are not a SIP message we can act on."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in the order of the wire; names compare without case or compact form."""

    items: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.items)

    def all(self, name: str) -> list[str]:
        """Return every value of `name`, top first, one a header line."""
        wanted = name.lower()
        return [value for key, value in self.items if _long(key) == wanted]

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of `name`, or `default`."""
        return next(iter(self.all(name)), default)

    def plus(self, *more: tuple[str, str]) -> "Headers":
        """Return these headers followed by `more`."""
        return Headers((*self.items, *more))


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    uri: str
    headers: Headers
    body: bytes = b""

    @property
    def start_line(self) -> str:
        return f"{self.method} {self.uri} SIP/2.0"


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    reason: str
    headers: Headers
    body: bytes = b""

    @property
    def start_line(self) -> str:
        return f"SIP/2.0 {self.status} {self.reason}"


Message = Request | Response


@dataclass(frozen=True, slots=True)
class Address:
    """A name-addr: `"Display" <sip:user@host>;tag=...`."""

    uri: str
    display: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def user(self) -> str:
        """The part of the URI before `@`, without the scheme; empty when there is none."""
        rest = self.uri.partition(":")[2]
        return rest.rpartition("@")[0].partition(";")[0] if "@" in rest else ""

    @property
    def tag(self) -> str:
        return self.params.get("tag", "")


def parse(data: bytes) -> Message:
    """Return the message in one datagram.

    Raises:
        Malformed: it lacks a start line, a needed header, or part of its body.
    """
    head, body = _split(data)
    lines = _unfold(head.decode("utf-8", "surrogateescape"))
    if not lines:
        raise Malformed("empty message")
    headers = Headers(tuple(_header(line) for line in lines[1:]))
    missing = [name for name in NEEDED if not headers.get(name)]
    if missing:
        raise Malformed(f"missing {missing[0]}")
    cseq(headers)
    body = _measured(headers, body)
    if lines[0].startswith("SIP/2.0 "):
        return _response(lines[0], headers, body)
    return _request(lines[0], headers, body)


def encode(message: Message) -> bytes:
    """Return the bytes of `message` with its Content-Length."""
    lines = [message.start_line]
    lines += [f"{k}: {v}" for k, v in message.headers if _long(k) != "content-length"]
    lines.append(f"Content-Length: {len(message.body)}")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("utf-8", "surrogateescape") + message.body


def cseq(headers: Headers) -> tuple[int, str]:
    """Return the number and method of the CSeq header."""
    number, _, method = headers.get("cseq").strip().partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise Malformed(f"CSeq {headers.get('cseq')!r}")
    return int(number), method.strip().upper()


def address(value: str) -> Address:
    """Return the first name-addr of a From, To, Contact or Route value."""
    first = next(iter(split_list(value)), "")
    found = re.match(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>(.*)\Z', first, re.DOTALL)
    if found:
        display = re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2].strip()
        return Address(found[3], display, params(found[4]))
    uri, _, rest = first.strip().partition(";")
    if not uri:
        raise Malformed(f"address {value!r}")
    return Address(uri, params=params(rest))


def params(text: str) -> dict[str, str]:
    """Return the `;name=value` parameters of a header, names in lower case."""
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def split_list(value: str) -> list[str]:
    """Return the members of a comma-separated header, minding quotes and angle brackets."""
    members = re.findall(r'(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,])+', value)
    return [member.strip() for member in members if member.strip()]


def branch(headers: Headers) -> str:
    """Return the branch of the topmost Via."""
    top = next(iter(split_list(headers.get("via"))), "")
    return params(top.partition(";")[2]).get("branch", "")


def response_to(
    request: Request,
    status: int,
    reason: str,
    more: "Iterable[tuple[str, str]]" = (),
    *,
    tag: str = "",
    body: bytes = b"",
) -> Response:
    """Return a response that mirrors Via, From, To, Call-ID and CSeq of `request`."""
    kept = [
        (k, v)
        for k, v in request.headers
        if _long(k) in {"via", "from", "call-id", "cseq", "record-route"}
    ]
    to = request.headers.get("to")
    if tag and not address(to).tag:
        to = f"{to};tag={tag}"
    return Response(status, reason, Headers((*kept, ("To", to), *more)), body)


def _long(name: str) -> str:
    lower = name.lower()
    return COMPACT.get(lower, lower)


def _split(data: bytes) -> tuple[bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", data)
    if found is None:
        raise Malformed("no end of headers")
    return data[: found.start()], data[found.end() :]


def _unfold(head: str) -> list[str]:
    return [line for line in re.split(r"\r?\n", re.sub(r"\r?\n[ \t]+", " ", head)) if line]


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not TOKEN.match(name.rstrip(" \t")):
        raise Malformed(f"header {line[:60]!r}")
    return name.rstrip(" \t"), value.strip()


def _measured(headers: Headers, body: bytes) -> bytes:
    given = headers.get("content-length")
    if not given:
        return body
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise Malformed(f"Content-Length {given!r}")
    if int(given) > len(body):
        raise Malformed("body shorter than its Content-Length")
    return body[: int(given)]


def _response(line: str, headers: Headers, body: bytes) -> Response:
    found = re.match(r"SIP/2\.0 ([1-6][0-9]{2})(?: (.*))?\Z", line, re.DOTALL)
    if not found:
        raise Malformed(f"status line {line[:60]!r}")
    return Response(int(found[1]), found[2] or "", headers, body)


def _request(line: str, headers: Headers, body: bytes) -> Request:
    parts = line.split(" ")
    if len(parts) != 3 or parts[2] != "SIP/2.0" or not TOKEN.match(parts[0]) or not parts[1]:
        raise Malformed(f"request line {line[:60]!r}")
    if cseq(headers)[1] != parts[0].upper():
        raise Malformed("CSeq of another method")
    return Request(parts[0], parts[1], headers, body)
