"""The live feed 实时推送: every desk holds what a fresh fetch would give it.

`Hub` reads the facts of NATS once a process; the route `api.router(Feed(...))` serves the desks.
The rule: keep the newest version of every entity, drop one whose body is null. `fold` is that
rule, and `tests/proof.py` proves any room's facts against a fresh fetch.
"""

from yingda.livefeed.desk import Feed
from yingda.livefeed.fold import State, apply, state_of
from yingda.livefeed.hub import Hub
from yingda.livefeed.ports import Presence, Sessions, Source
from yingda.livefeed.rules import Mask, Sight

__all__ = [
    "Feed",
    "Hub",
    "Mask",
    "Presence",
    "Sessions",
    "Sight",
    "Source",
    "State",
    "apply",
    "state_of",
]
