"""`python -m yingda.launcher.sound_maker apology.wav "speech command" music.wav [tone]`."""

import shlex
import sys
from pathlib import Path

from yingda.launcher.music import hold_music
from yingda.launcher.speech import speak

APOLOGY = "非常抱歉,系统暂时无法为您服务,请稍后再拨。"


def main(apology: Path, speech: str, music: Path, tone: str) -> None:
    """Write both sounds."""
    speak(shlex.split(speech), APOLOGY, apology)
    music.write_bytes(hold_music(int(tone) if tone else None))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
