"""SIP that no server should ever receive and every server does: for fuzzing parsers and engines."""

import random
from collections.abc import Iterator

WELL_FORMED = (
    b"INVITE sip:10000@127.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKfuzz%d;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:13800000001@127.0.0.1>;tag=f%d\r\n"
    b"To: <sip:10000@127.0.0.1>\r\n"
    b"Call-ID: fuzz-%d@lab\r\n"
    b"CSeq: 1 INVITE\r\n"
    b"Contact: <sip:lab@127.0.0.1:5999>\r\n"
    b"Content-Type: application/sdp\r\n"
    b"Content-Length: 0\r\n\r\n"
)
CRAFTED = (
    b"",
    b"\0" * 64,
    b"\r\n\r\n",
    b"INVITE",
    b"INVITE sip:10000@127.0.0.1 SIP/2.0",
    b"INVITE  SIP/2.0\r\n\r\n",
    b"SIP/2.0 200 OK\r\n\r\n",
    b"SIP/2.0 99999 ?\r\nVia: x\r\nFrom: x\r\nTo: x\r\nCall-ID: x\r\nCSeq: x\r\n\r\n",
    b"INVITE sip:10000@127.0.0.1 SIP/7.0\r\n\r\n",
    b"\xff\xfe INVITE sip:\xe4\xba\xba SIP/2.0\r\nVia: \x80\r\n\r\n",
    b"A" * 4000 + b" sip:10000@127.0.0.1 SIP/2.0\r\n\r\n",
)
REPLACED = (
    (b"CSeq: 1 INVITE", b"CSeq: 99999999999999999999 INVITE"),
    (b"CSeq: 1 INVITE", b"CSeq: -1 BYE"),
    (b"Content-Length: 0", b"Content-Length: -5"),
    (b"Content-Length: 0", b"Content-Length: 99999999"),
    (b"Content-Length: 0", b"Content-Length: 0\r\nContent-Length: 7"),
    (b"Max-Forwards: 70", b"Max-Forwards: 99999"),
    (b"<sip:13800000001@127.0.0.1>", b'"\\" <sip:' + b"9" * 3000 + b"@[::1"),
    (b"<sip:13800000001@127.0.0.1>", b"<tel:;;;>,<>,<<>>"),
    (b"<sip:13800000001@127.0.0.1>", b"<sip:%00%ff%zz@127.0.0.1>"),
    (b"To: <sip:10000@127.0.0.1>", b"To: sip:10000@127.0.0.1;tag=" + b"t" * 2000),
    (b"sip:10000@127.0.0.1 SIP", b"sip:" + b"1" * 2500 + b"@127.0.0.1 SIP"),
    (b"Via: SIP/2.0/UDP", b"Via: SIP/9.9/CARRIER-PIGEON"),
    (b"Via:", b"Via: SIP/2.0/UDP 127.0.0.1:99999;branch=\r\nVia:"),
    (b"Contact: <sip:lab@127.0.0.1:5999>", b"Contact: *"),
    (b"Content-Type: application/sdp", b"X: " + b"y" * 3000),
)
ABSURD_CALLERS = (
    "0", "+", "*#*#", "9" * 128, "-1", "13800000001;drop table customers", "%s%s%n",
    "张三", "null", "+86 138 0000 0001", "00000000000000000000", "<script>", "a@b",
)  # fmt: skip


def well_formed(number: int) -> bytes:
    """Return an INVITE that is right but for its missing description."""
    return WELL_FORMED % (number, number, number)


def crafted() -> Iterator[bytes]:
    """Return the known torments, each once."""
    yield from CRAFTED
    for number, (old, new) in enumerate(REPLACED):
        yield well_formed(number).replace(old, new)


def mutated(seed: int, count: int) -> Iterator[bytes]:
    """Return `count` random damages of a right message, the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        message = bytearray(well_formed(number))
        for _ in range(chance.randint(1, 12)):
            _damage(message, chance)
        yield bytes(message)


def _damage(message: bytearray, chance: random.Random) -> None:
    if not message:
        return
    start = chance.randrange(len(message))
    end = min(len(message), start + chance.randint(1, 40))
    match chance.randrange(4):
        case 0:
            message[start] = chance.randrange(256)
        case 1:
            del message[start:end]
        case 2:
            message[start:start] = chance.randbytes(chance.randint(1, 20))
        case _:
            message[start:start] = message[start:end] * chance.randint(1, 8)
