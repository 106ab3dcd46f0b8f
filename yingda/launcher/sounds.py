"""The sounds an engine needs by itself: hold music, and an apology for when the service is away."""

import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MAKER = "yingda.launcher.sound_maker"  # a program apart: the launcher keeps no numpy in memory


def make_sounds(var: Path, speech: Sequence[str], tone_hz: int | None) -> None:
    """Make what is missing below `var`: the apology, and music of this tone and no other."""
    apology, folder = var / "apology.wav", var / "music"
    music = folder / f"{tone_hz or 'round'}.wav"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (music.exists() and apology.exists()):
        words = [str(apology), shlex.join(speech), str(music), str(tone_hz or "")]
        subprocess.run([sys.executable, "-m", MAKER, *words], check=True)
    for other in folder.glob("*.wav"):
        if other != music:
            other.unlink()
