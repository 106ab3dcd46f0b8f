"""SIP messages survive the wire, and nothing malformed gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab import malformed, sdp, sip

INVITE = (
    b"INVITE sip:10000@127.0.0.1 SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bK1, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK0\r\n"
    b'f: "Li, \\"Lei\\"" <sip:13800000001@127.0.0.1;user=phone>;tag=a\r\n'
    b"t: <sip:10000@127.0.0.1>\r\n"
    b"i: call-1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Subject: folded\r\n  over two lines\r\n"
    b"l: 4\r\n\r\nbodyand more"
)


def test_compact_folded_and_listed_headers_are_understood() -> None:
    message = sip.parse(INVITE)

    assert isinstance(message, sip.Request)
    assert sip.branch(message.headers) == "z9hG4bK1"
    assert sip.cseq(message.headers) == (7, "INVITE")
    assert message.headers.get("subject") == "folded over two lines"
    assert message.body == b"body"


def test_an_address_keeps_display_user_and_tag() -> None:
    caller = sip.address(sip.parse(INVITE).headers.get("from"))

    assert (caller.display, caller.user, caller.tag) == ('Li, "Lei"', "13800000001", "a")


def test_a_bare_address_has_its_parameters_outside_the_uri() -> None:
    assert sip.address("sip:10000@host;tag=x") == sip.Address("sip:10000@host", params={"tag": "x"})


def test_a_response_mirrors_its_request_and_tags_it_once() -> None:
    request = sip.parse(INVITE)
    assert isinstance(request, sip.Request)

    response = sip.response_to(request, 180, "Ringing", tag="b")
    again = sip.parse(sip.encode(response))

    assert isinstance(again, sip.Response)
    assert (again.status, again.reason) == (180, "Ringing")
    assert sip.address(again.headers.get("to")).tag == "b"
    assert again.headers.all("via") == request.headers.all("via")


@pytest.mark.parametrize("data", [*malformed.CRAFTED])
def test_a_known_torment_is_refused(data: bytes) -> None:
    with pytest.raises(sip.Malformed):
        sip.parse(data)


@given(st.binary(max_size=400))
def test_noise_is_refused_and_never_crashes(data: bytes) -> None:
    _only_malformed(data)


@given(st.integers(0, 2**32))
def test_damaged_messages_are_read_or_refused(seed: int) -> None:
    for data in malformed.mutated(seed, 5):
        _only_malformed(data)


@given(st.integers(1, 65535), st.sampled_from(sorted(sdp.MIRROR)), st.integers(96, 127))
def test_a_description_survives_the_wire(port: int, direction: str, events: int) -> None:
    session = sdp.Session("127.0.0.1", port, (sdp.PCMA,), events, direction)

    assert sdp.parse(sdp.encode(session)) == session


def test_an_answer_to_hold_only_listens() -> None:
    offer = sdp.Session("127.0.0.1", 4000, direction="sendonly")

    answer = sdp.answer(offer, sdp.Session("127.0.0.1", 5000))

    assert answer.direction == "recvonly"
    assert offer.is_held


@given(st.binary(max_size=300))
def test_a_noisy_description_is_refused_and_never_crashes(body: bytes) -> None:
    for data in (body, b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio " + body):
        try:
            sdp.parse(data)
        except sip.Malformed:
            continue


def _only_malformed(data: bytes) -> None:
    try:
        message = sip.parse(data)
        sip.address(message.headers.get("from"))
        sip.branch(message.headers)
        assert sip.parse(sip.encode(message)).start_line == message.start_line
    except sip.Malformed:
        return
