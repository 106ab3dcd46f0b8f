"""Music on hold, made by rule: soft chords, so that no recording of anybody's is needed."""

import numpy as np
from numpy.typing import NDArray

from yingda.kit.sound import RATE, as_wav

CHORD_S = 4.0
# A slow round of pentatonic chords (宫 C, 角 E, 徵 G …), as semitones above the A of 220 Hz.
CHORDS = ((3, 7, 10, 15), (0, 7, 12, 15), (-2, 5, 10, 14), (-4, 3, 8, 12), (-2, 3, 10, 17))
MELODY = (15, 17, 19, 22, 24, 22, 19, 17)
NOTES_A_CHORD = 4
PEAK = 0.25  # of full scale: music must be quieter than speech


def hold_music(tone_hz: int | None = None) -> bytes:
    """Return a WAV of about forty seconds that loops without a click; a pure tone when asked."""
    sound = pure_tone(tone_hz) if tone_hz else _soft_round()
    return as_wav(sound)


def pure_tone(tone_hz: int) -> NDArray[np.float64]:
    """Return ten seconds of one sine; whole periods, as the frequency is a whole number."""
    return np.asarray(np.sin(2 * np.pi * tone_hz * np.arange(RATE * 10) / RATE) * PEAK)


def _soft_round() -> NDArray[np.float64]:
    chord_length = int(CHORD_S * RATE)
    total = np.zeros(chord_length * len(CHORDS) * 2)
    for place in range(len(CHORDS) * 2):
        start = place * chord_length
        for semitone in CHORDS[place % len(CHORDS)]:
            _add(total, start, _note(semitone, CHORD_S * 1.25, soft=0.5))
        for step in range(NOTES_A_CHORD):
            semitone = MELODY[(place * 3 + step) % len(MELODY)]
            at = start + step * chord_length // NOTES_A_CHORD
            _add(total, at, _note(semitone, 2.2, soft=0.1) * 0.6)
    return np.asarray(total / np.abs(total).max() * PEAK)


def _note(semitone: int, length_s: float, *, soft: float) -> NDArray[np.float64]:
    """Return a bell-like note: it swells for `soft` seconds and dies away."""
    at = np.arange(int(length_s * RATE)) / RATE
    pitch = 220.0 * 2 ** (semitone / 12)
    waves = sum(np.sin(2 * np.pi * pitch * k * at) / k**2 for k in (1, 2, 3))
    return np.asarray(waves * np.minimum(at / soft, 1.0) * np.exp(-1.6 * at / length_s * 2))


def _add(total: NDArray[np.float64], start: int, note: NDArray[np.float64]) -> None:
    """Add a note; what passes the end sounds at the beginning, so the loop has no seam."""
    places = (start + np.arange(len(note))) % len(total)
    total[places] += note * np.linspace(1, 0, len(note)) ** 0.5
