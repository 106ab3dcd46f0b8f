"""The lab's ears: coding, purity and files."""

from pathlib import Path

import numpy as np
import pytest

from tests.lab import audio


def test_alaw_keeps_a_tone_pure() -> None:
    heard = audio.decode_alaw(audio.encode_alaw(audio.tone(440)))

    assert audio.spectrum(heard).share(440) > 0.99
    assert audio.spectrum(heard).share(880) < 0.01


def test_alaw_knows_the_levels_of_g_711() -> None:
    levels = audio.decode_alaw(bytes([0xD5, 0x55, 0xAA, 0x2A]))

    assert levels.tolist() == [8, -8, 32256, -32256]


@pytest.mark.parametrize("hz", [350, 440, 620, 660, 880])
def test_a_second_of_frames_repeats_without_a_click(hz: int) -> None:
    frames = audio.tone_frames(hz)

    heard = audio.decode_alaw(b"".join(frames + frames))

    assert len(frames) == 50
    assert audio.spectrum(heard).share(hz) > 0.99


def test_two_voices_share_the_energy() -> None:
    heard = audio.spectrum(audio.tone(440) + audio.tone(880))

    assert heard.share(440) == pytest.approx(0.5, abs=0.01)
    assert {hz for hz, _ in heard.loudest(2)} == {440, 880}


def test_silence_has_no_tone() -> None:
    idle = audio.spectrum(audio.decode_alaw(b"\xd5" * 4000))

    assert idle.is_silent
    assert idle.share(440) == 0.0
    assert idle.loudest() == []


def test_a_stereo_file_tells_its_channels_apart(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    quiet_then_agent = np.concatenate([np.zeros(audio.RATE), audio.tone(880)])
    audio.write_wav(path, [audio.tone(440, 2.0), quiet_then_agent])

    early = audio.channel_spectra(path, 0.0, 1.0)
    late = audio.channel_spectra(path, 1.0)

    assert early[0].share(440) > 0.99
    assert early[1].is_silent
    assert late[1].share(880) > 0.99
