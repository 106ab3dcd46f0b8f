"""A sentence spoken into a file the voice engine can play, for words needed before the service."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from yingda.kit.sound import RATE, as_wav, at_rate, read_wav


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
