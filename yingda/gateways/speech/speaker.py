"""Prompts spoken by espeak-ng, a program of its own (GPL), each text once."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import structlog

from yingda.kit.sound import RATE, as_wav, at_rate, read_wav

log = structlog.get_logger(__name__)

_AT_ONCE = 2
_SPEAK_S = 20.0


class Speaker:
    """Gives the sound file of a text; the folder is its cache and may be emptied at any time."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def sound(self, text: str, language: str) -> Path:
        """Return the WAV file that says `text`; it does not exist when nothing could be spoken."""
        voice = "cmn" if language.startswith("zh") else "en"
        name = hashlib.sha256(f"{voice}\n{text}".encode()).hexdigest()[:32]
        target = self._folder / f"{name}.wav"
        if not target.exists():
            async with self._turn:
                await self._make(text, voice, target)
        return target

    async def prepare(self, texts: Iterable[tuple[str, str]]) -> None:
        """Speak these (text, language) ahead of the first caller who needs them."""
        for text, language in texts:
            await self.sound(text, language)

    async def _make(self, text: str, voice: str, target: Path) -> None:
        try:
            spoken = await asyncio.wait_for(self._speak(text, voice), _SPEAK_S)
            sound = await asyncio.to_thread(_telephone_wav, spoken)
        except (OSError, TimeoutError, EOFError, ValueError) as failed:
            log.warning("speech-failed", reason=repr(failed))
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{id(sound)}.part")
        partial.write_bytes(sound)
        partial.replace(target)

    async def _speak(self, text: str, voice: str) -> bytes:
        program = await asyncio.create_subprocess_exec(
            *self._command,
            *("-v", voice, "-s", "150", "--stdin", "--stdout"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        spoken, _ = await program.communicate(text.encode())
        return spoken


def _telephone_wav(spoken: bytes) -> bytes:
    return as_wav(at_rate(*read_wav(spoken), RATE))
