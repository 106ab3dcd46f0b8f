"""Two recordings of one side each become one stereo file, however the engine left them."""

import hashlib
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

PEAKS_PER_SECOND = 20
PEAKS_MAX = 2000
PCM = 1
Samples = npt.NDArray[np.int16]


class CorruptSound(Exception):
    """The file holds no sound that we can read."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The loudest sample of each slice, 0 to 1, by channel: the customer first."""

    channels: tuple[tuple[float, ...], ...]
    per_second: float


@dataclass(frozen=True, slots=True)
class Finished:
    duration_ms: int
    size_bytes: int
    sha256: str
    peaks: Peaks


def merge_stereo(parts: Sequence[tuple[Path, Path]], target: Path) -> Finished:
    """Write `target` with what came in at the left and what went out at the right.

    Parts, one a leg, follow each other; one of which nothing exists is left out. The shorter side
    of each is filled up with silence, a missing one is silent. The file appears whole or not at
    all. It reads whole files: call it in a thread.

    Raises:
        FileNotFoundError: nothing of the last leg exists.
        CorruptSound: a side cannot be read, or the sides do not fit together.
    """
    *earlier, last = parts
    there = [part for part in earlier if any(path.exists() for path in part)]
    legs = [_both_sides(*part) for part in (*there, last)]
    rate = legs[0][1]
    if any(leg[1] != rate for leg in legs):
        raise CorruptSound("the legs have different rates")
    stereo = np.concatenate([leg[0] for leg in legs])
    _write(target, stereo, rate)
    return Finished(
        duration_ms=round(len(stereo) * 1000 / rate),
        size_bytes=target.stat().st_size,
        sha256=_digest(target),
        peaks=peaks_of(stereo, rate),
    )


def _both_sides(in_wav: Path, out_wav: Path) -> tuple[Samples, int]:
    """Return one leg in stereo, and its rate."""
    sides = [read_side(path) if path.exists() else None for path in (in_wav, out_wav)]
    known = [side for side in sides if side is not None]
    if not known:
        raise FileNotFoundError(in_wav)
    rate = known[0][1]
    if any(side[1] != rate for side in known):
        raise CorruptSound("the sides have different rates")
    stereo = np.zeros((max(len(side[0]) for side in known), 2), dtype="<i2")
    for column, side in enumerate(sides):
        if side is not None:
            stereo[: len(side[0]), column] = side[0]
    return stereo, rate


def read_side(path: Path) -> tuple[Samples, int]:
    """Return the samples and the rate of a mono file of 16 bits.

    The sound reaches to the end of the file when the header, which an engine writes last, says
    nothing or too much.

    Raises:
        CorruptSound: it is no such file.
    """
    content = path.read_bytes()
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise CorruptSound(f"{path.name} is no WAVE file")
    rate, place = 0, 12
    while place + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        place += 8
        if name == b"data":
            return _samples(content, place, size, rate), rate
        if name == b"fmt ":
            rate = _rate(path, content[place : place + 16])
        place += size + size % 2
    raise CorruptSound(f"{path.name} holds no sound")


def peaks_of(stereo: Samples, rate: int) -> Peaks:
    """Return at most `PEAKS_MAX` peaks a channel."""
    slice_length = max(rate // PEAKS_PER_SECOND, -(-len(stereo) // PEAKS_MAX), 1)
    starts = np.arange(0, len(stereo), slice_length)
    if not len(starts):
        return Peaks(((), ()), rate / slice_length)
    loud = np.abs(stereo.astype(np.int32))
    tops = np.maximum.reduceat(loud, starts, axis=0) / 32768
    channels = tuple(tuple(round(float(top), 3) for top in column) for column in tops.T)
    return Peaks(channels, rate / slice_length)


def _samples(content: bytes, place: int, size: int, rate: int) -> Samples:
    if not rate:
        raise CorruptSound("the format comes after the sound")
    end = place + size if 0 < size <= len(content) - place else len(content)
    end -= (end - place) % 2
    return np.frombuffer(content, dtype="<i2", count=(end - place) // 2, offset=place)


def _rate(path: Path, head: bytes) -> int:
    if len(head) < 16:
        raise CorruptSound(f"{path.name} ends in its header")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", head)
    if (kind, channels, bits) != (PCM, 1, 16) or not 4000 <= rate <= 192_000:
        raise CorruptSound(f"{path.name} is not mono of 16 bits")
    return int(rate)


def _write(target: Path, stereo: Samples, rate: int) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with wave.open(str(draft), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(stereo.tobytes())
    draft.chmod(0o600)
    draft.replace(target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
