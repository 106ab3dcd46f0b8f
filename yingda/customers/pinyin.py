"""Chinese names as they are typed on a Latin keyboard."""

import re

from pypinyin import lazy_pinyin


def typed(name: str) -> str:
    """Return initials and whole sounds, in small letters: `wxm wangxiaoming`."""
    sounds = [
        part for sound in lazy_pinyin(name) for part in re.findall(r"[a-z0-9]+", str(sound).lower())
    ]
    return f"{''.join(sound[0] for sound in sounds)} {''.join(sounds)}" if sounds else ""
