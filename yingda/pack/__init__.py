"""Packs: a trade as a folder of files, read as a whole or refused with every mistake on its line.

`load_pack(folder)` gives a frozen `Pack`; `seed(pack, rooms, is_demo=...)` brings it into the
database; `api.router(pack, signed_on)` shows the desk what it needs of it.
"""

from yingda.pack.errors import PackRefused
from yingda.pack.load import load_pack
from yingda.pack.model import Demo, Pack
from yingda.pack.seed import Seeding, seed
from yingda.pack.views import view

__all__ = ["Demo", "Pack", "PackRefused", "Seeding", "load_pack", "seed", "view"]
