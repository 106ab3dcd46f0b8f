"""G.711, tones, and how pure a tone is: what the lab's ears measure."""

import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 8000
FRAME = 160
BAND_HZ = 20
SILENCE_RMS = 60.0  # about -55 dBFS: comfort noise and alaw's idle pattern lie below
Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The energy of a stretch of sound by frequency; no energy at all when it was silent."""

    hz: NDArray[np.float64]
    energy: NDArray[np.float64]
    rms: float

    @property
    def is_silent(self) -> bool:
        return self.rms < SILENCE_RMS

    def share(self, tone_hz: float) -> float:
        """Return the share, 0 to 1, of all energy that lies within 20 Hz of `tone_hz`."""
        if self.is_silent:
            return 0.0
        near = np.abs(self.hz - tone_hz) <= BAND_HZ
        return float(self.energy[near].sum() / self.energy.sum())

    def loudest(self, count: int = 3) -> list[tuple[int, float]]:
        """Return the strongest tones as (Hz, share), strongest first; none in silence."""
        left = self.energy.copy()
        found: list[tuple[int, float]] = []
        while not self.is_silent and len(found) < count and left.max() > self.energy.max() / 100:
            peak = float(self.hz[left.argmax()])
            found.append((round(peak), round(self.share(peak), 3)))
            left[np.abs(self.hz - peak) <= BAND_HZ] = 0
        return found


def spectrum(samples: Samples, rate: int = RATE) -> Spectrum:
    """Return the spectrum of `samples`, without their constant part."""
    if samples.size < FRAME:
        return Spectrum(np.zeros(1), np.zeros(1), 0.0)
    level = samples - samples.mean()
    energy = np.abs(np.fft.rfft(level * np.hanning(level.size))) ** 2
    hz = np.arange(energy.size, dtype=np.float64) * (rate / level.size)
    return Spectrum(hz, energy.astype(np.float64), float(np.sqrt((level**2).mean())))


def tone(hz: int, seconds: float = 1.0, *, peak: int = 8000) -> Samples:
    """Return a sine at the telephone rate."""
    return peak * np.sin(2 * np.pi * hz * np.arange(round(RATE * seconds)) / RATE)


@cache
def tone_frames(hz: int) -> tuple[bytes, ...]:
    """Return one second of alaw frames that can be repeated without a click."""
    coded = encode_alaw(tone(hz))
    return tuple(coded[start : start + FRAME] for start in range(0, len(coded), FRAME))


def decode_alaw(coded: bytes) -> Samples:
    return _alaw_levels()[np.frombuffer(coded, np.uint8)]


def encode_alaw(samples: Samples) -> bytes:
    """Return `samples` (16-bit range) as the nearest of alaw's 256 levels."""
    order = np.argsort(_alaw_levels())
    levels = _alaw_levels()[order]
    nearest = np.searchsorted((levels[1:] + levels[:-1]) / 2, samples)
    return order[nearest].astype(np.uint8).tobytes()


def read_wav(path: Path) -> tuple[int, list[Samples]]:
    """Return the rate and the samples of each channel of a 16-bit wav file."""
    with wave.open(str(path), "rb") as source:
        if source.getsampwidth() != 2:
            raise ValueError(f"{path}: {8 * source.getsampwidth()}-bit samples, expected 16-bit")
        rate, count = source.getframerate(), source.getnchannels()
        frames = np.frombuffer(source.readframes(source.getnframes()), "<i2").astype(np.float64)
    return rate, [frames[channel::count] for channel in range(count)]


def write_wav(path: Path, channels: list[Samples], rate: int = RATE) -> None:
    """Write `channels` of equal length as one 16-bit wav file."""
    with wave.open(str(path), "wb") as target:
        target.setnchannels(len(channels))
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(np.stack(channels, 1).clip(-32768, 32767).astype("<i2").tobytes())


def channel_spectra(path: Path, start_s: float = 0.0, end_s: float | None = None) -> list[Spectrum]:
    """Return the spectrum of each channel of a wav file between two moments."""
    rate, channels = read_wav(path)
    stretch = slice(round(start_s * rate), None if end_s is None else round(end_s * rate))
    return [spectrum(channel[stretch], rate) for channel in channels]


@cache
def _alaw_levels() -> Samples:
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code >> 4) & 7, code & 15
    size = np.where(
        exponent == 0, mantissa * 16 + 8, (mantissa * 16 + 264) << np.maximum(exponent - 1, 0)
    )
    return np.where(code & 0x80, size, -size).astype(np.float64)
