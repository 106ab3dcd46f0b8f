"""Packets in: what is counted as lost, late, sound or key."""

import pytest

from tests.lab import audio, rtp, sdp
from tests.lab.hearing import Hearing


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def sound(sequence: int, source: int = 1, hz: int = 440) -> rtp.Packet:
    payload = audio.tone_frames(hz)[sequence % 50]
    return rtp.Packet(sdp.PCMA, sequence % 65536, sequence * 160, source, payload)


def heard(numbers: list[int], clock: Clock, source: int = 1) -> Hearing:
    hearing = Hearing(clock)
    for number in numbers:
        clock.now += 0.02
        hearing.take(sound(number, source), sdp.EVENTS)
    return hearing


def test_loss_is_counted_over_the_wrap_of_the_sequence() -> None:
    reception = heard([65533, 65534, 65536, 65535, 65539], Clock()).reception()

    assert (reception.packets, reception.lost) == (5, 2)


def test_a_doubled_packet_is_counted_once() -> None:
    assert heard([1, 2, 2, 3], Clock()).reception().packets == 3


def test_two_sources_are_counted_apart() -> None:
    clock = Clock()
    hearing = heard([1, 2, 3], clock)

    hearing.take(sound(40_000, source=2), sdp.EVENTS)

    assert hearing.reception().lost == 0
    assert hearing.packets == 4


def test_the_worst_gap_is_that_after_the_mark() -> None:
    clock = Clock()
    hearing = heard([1], clock)
    clock.now += 3
    hearing.take(sound(2), sdp.EVENTS)
    mark = hearing.packets - 1
    clock.now += 0.05
    hearing.take(sound(3), sdp.EVENTS)

    assert hearing.reception().worst_gap_ms == pytest.approx(3000)
    assert hearing.reception(mark).worst_gap_ms == pytest.approx(50)


def test_sound_that_stopped_is_silence() -> None:
    clock = Clock()
    hearing = heard(list(range(50)), clock)
    assert hearing.spectrum(400).share(440) > 0.95

    clock.now += 0.3

    assert hearing.spectrum(400).is_silent


def test_a_key_sent_in_many_packets_is_one_key() -> None:
    hearing = Hearing(Clock())
    for stamp, key in ((160, "5"), (4800, "5"), (9600, "#")):
        for frame in rtp.key_frames(key, 4):
            packet = rtp.Packet(sdp.EVENTS, 1, stamp, 9, rtp.encode_key(frame))
            hearing.take(packet, sdp.EVENTS)

    assert hearing.keys == "55#"


def test_what_is_no_rtp_is_let_pass() -> None:
    stun = b"\x00\x01\x00\x00" + b"\x21\x12\xa4\x42" + b"0" * 12

    assert rtp.parse(stun) is None
    assert rtp.parse(b"") is None
    assert rtp.parse(b"\x80\xc8" + b"\0" * 20) is None


def test_a_packet_survives_the_wire() -> None:
    packet = rtp.Packet(101, 65535, 2**32 - 1, 7, b"abcd", marker=True)

    assert rtp.parse(rtp.encode(packet)) == packet
