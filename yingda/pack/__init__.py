"""Packs: a trade as a folder of files, read as a whole or refused with every mistake on its line.

`load_pack(folder)` gives a frozen `Pack`; `seed(pack, ...)` brings it into the database.
"""

from yingda.pack.errors import PackRefused
from yingda.pack.load import load_pack
from yingda.pack.model import Demo, Pack, view

__all__ = ["Demo", "Pack", "PackRefused", "load_pack", "view"]
