"""Spoken sound made fit for the telephone: 8 kHz, 16 bits, one channel."""

import io
import wave

import numpy as np
from numpy.typing import NDArray

RATE = 8000


def read_wav(content: bytes) -> tuple[NDArray[np.float64], int]:
    """Return the sound, -1 to 1, and its rate. A stream's header may not know its length."""
    with wave.open(io.BytesIO(content)) as file:
        rate = file.getframerate()
    samples = np.frombuffer(content[44 : len(content) - len(content) % 2], dtype="<i2")
    return samples / 32_768.0, rate


def at_rate(sound: NDArray[np.float64], rate: int, wanted: int) -> NDArray[np.float64]:
    """Return the sound at a lower rate: its spectrum, cut off at half the wanted rate."""
    length = round(len(sound) * wanted / rate)
    spectrum = np.fft.rfft(sound)[: length // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, length) * (length / len(sound)))


def as_wav(sound: NDArray[np.float64]) -> bytes:
    """Return the sound, -1 to 1, as a WAV file at `RATE`."""
    into = io.BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    return into.getvalue()
