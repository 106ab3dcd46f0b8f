"""A sentence spoken into a file the voice engine can play, for words needed before the service."""

import io
import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yingda.launcher.music import RATE, as_wav


def speak(speech: Sequence[str], text: str, target: Path) -> None:
    """Speak `text` in Mandarin into `target`, a WAV at 8 kHz; an existing file is kept."""
    if target.exists():
        return
    spoken = subprocess.run(
        [*speech, "-v", "cmn", "-s", "150", "--stdin", "--stdout"],
        input=text.encode(),
        capture_output=True,
        check=True,
    ).stdout
    target.write_bytes(as_wav(at_rate(*read_wav(spoken), RATE)))


def read_wav(data: bytes) -> tuple[NDArray[np.float64], int]:
    """Return the sound, -1 to 1, and its rate. A stream's header may not know its length."""
    with wave.open(io.BytesIO(data)) as file:
        rate = file.getframerate()
    samples = np.frombuffer(data[44 : len(data) - len(data) % 2], dtype="<i2")
    return samples / 32_768.0, rate


def at_rate(sound: NDArray[np.float64], rate: int, wanted: int) -> NDArray[np.float64]:
    """Return the sound at a lower rate: its spectrum, cut off at half the wanted rate."""
    length = round(len(sound) * wanted / rate)
    spectrum = np.fft.rfft(sound)[: length // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, length) * (length / len(sound)))
