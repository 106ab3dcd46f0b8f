import hashlib
import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.contacts.sound import PEAKS_MAX, CorruptSound, merge_stereo, peaks_of, read_side

RATE = 8000


def write_mono(path: Path, samples: list[int], rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.array(samples, dtype="<i2").tobytes())
    return path


def stereo_of(path: Path) -> tuple[list[int], list[int]]:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (2, 2)
        both = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    return both[:, 0].tolist(), both[:, 1].tolist()


def test_the_customer_is_left_and_the_shorter_side_is_filled_up(tmp_path: Path) -> None:
    heard = write_mono(tmp_path / "in.wav", [1, 2, 3, 4])
    said = write_mono(tmp_path / "out.wav", [9, 8])

    finished = merge_stereo([(heard, said)], tmp_path / "day" / "whole.wav")

    whole = tmp_path / "day" / "whole.wav"
    assert stereo_of(whole) == ([1, 2, 3, 4], [9, 8, 0, 0])
    assert finished.sha256 == hashlib.sha256(whole.read_bytes()).hexdigest()
    assert finished.size_bytes == whole.stat().st_size
    assert list(whole.parent.iterdir()) == [whole]


def test_a_missing_side_is_silent(tmp_path: Path) -> None:
    said = write_mono(tmp_path / "out.wav", [5] * RATE)

    finished = merge_stereo([(tmp_path / "in.wav", said)], tmp_path / "whole.wav")

    assert stereo_of(tmp_path / "whole.wav") == ([0] * RATE, [5] * RATE)
    assert finished.duration_ms == 1000


def test_the_legs_of_a_contact_follow_each_other(tmp_path: Path) -> None:
    first = (write_mono(tmp_path / "1-in.wav", [1, 2]), write_mono(tmp_path / "1-out.wav", [3]))
    never = (tmp_path / "2-in.wav", tmp_path / "2-out.wav")
    last = (tmp_path / "3-in.wav", write_mono(tmp_path / "3-out.wav", [5, 6]))

    merge_stereo([first, never, last], tmp_path / "whole.wav")

    assert stereo_of(tmp_path / "whole.wav") == ([1, 2, 0, 0], [3, 0, 5, 6])


def test_legs_of_different_rates_do_not_fit(tmp_path: Path) -> None:
    first = (write_mono(tmp_path / "1.wav", [1]), tmp_path / "none.wav")
    last = (write_mono(tmp_path / "2.wav", [1], rate=16_000), tmp_path / "none.wav")

    with pytest.raises(CorruptSound):
        merge_stereo([first, last], tmp_path / "whole.wav")


def test_no_side_at_all_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        merge_stereo([(tmp_path / "in.wav", tmp_path / "out.wav")], tmp_path / "whole.wav")


@pytest.mark.parametrize("told", [0, 2, 0xFFFFFFFF, 1_000_000])
def test_the_sound_of_a_killed_engine_is_read_to_the_end_unless_the_header_says_less(
    tmp_path: Path, told: int
) -> None:
    path = write_mono(tmp_path / "in.wav", [1, 2, 3])
    content = bytearray(path.read_bytes())
    content[40:44] = struct.pack("<I", told)
    path.write_bytes(bytes(content) + b"\x07")

    samples, rate = read_side(path)

    assert (samples.tolist(), rate) == ([1] if told == 2 else [1, 2, 3], RATE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"not a wave file at all, but long enough to hold a header of one",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00",
        b"RIFF\x00\x00\x00\x00WAVEdata\x04\x00\x00\x00\x01\x00\x02\x00",
    ],
)
def test_what_is_no_sound_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(content)

    with pytest.raises(CorruptSound):
        read_side(path)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "in.wav"
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + content)
    try:
        read_side(path)
    except CorruptSound:
        return


def test_sides_of_different_rates_do_not_fit(tmp_path: Path) -> None:
    heard = write_mono(tmp_path / "in.wav", [1])
    said = write_mono(tmp_path / "out.wav", [1], rate=16_000)

    with pytest.raises(CorruptSound):
        merge_stereo([(heard, said)], tmp_path / "whole.wav")
    assert not (tmp_path / "whole.wav").exists()


def test_peaks_show_the_loudest_of_each_slice() -> None:
    stereo = np.zeros((RATE, 2), dtype="<i2")
    stereo[100, 0] = -32768
    stereo[500, 1] = 16384

    peaks = peaks_of(stereo, RATE)

    assert peaks.per_second == 20
    assert peaks.channels[0][:2] == (1.0, 0.0)
    assert peaks.channels[1][:2] == (0.0, 0.5)
    assert len(peaks.channels[0]) == 20


@given(length=st.integers(0, 5_000_000))
def test_peaks_are_few_and_span_the_whole(length: int) -> None:
    stereo = np.broadcast_to(np.zeros((1, 2), dtype="<i2"), (length, 2))[: length // 100]

    peaks = peaks_of(stereo, RATE)

    count = len(peaks.channels[0])
    assert count <= PEAKS_MAX
    assert count / peaks.per_second >= len(stereo) / RATE
