"""Asterisk's events, turned at once into what calls understand. Pure.

A leg ends with `ChannelDestroyed` and its cause: whether an agent hung up or the phone died makes a
difference. Where a caller hung up, `ChannelHangupRequest` tells so earlier, before the prompt they
interrupted is told to have ended.
"""

from collections.abc import Mapping
from typing import Any, Final

from yingda.calls.ports import (
    ChannelArrived,
    ChannelLeft,
    CustomerAnswered,
    EarPut,
    EngineEvent,
    KeyHit,
    PhoneUp,
    Said,
)

Raw = Mapping[str, Any]

NOISE: Final = (
    "BridgeCreated",
    "BridgeDestroyed",
    "ChannelCallerId",
    "ChannelConnectedLine",
    "ChannelCreated",
    "ChannelDialplan",
    "ChannelEnteredBridge",
    "ChannelLeftBridge",
    "ChannelStateChange",
    "ChannelToneDetected",
    "ChannelVarset",
    "Dial",
    "PlaybackStarted",
    "StasisEnd",
)
"""Kinds of events the engine need not send. (To name those it should send stops its answers.)"""

IN = "in"
AGENT = "agent"
EAR = "ear"
BACK = "back"
OUR_LEGS = ("a-", "k-", "s-", "n-")
_NORMAL_CLEARING = 16  # Q.850


def typed(raw: Raw) -> EngineEvent | None:
    """Return the event of ours, or nothing when it does not concern calls."""
    match raw.get("type"):
        case "StasisStart":
            return _started(raw)
        case "ChannelDtmfReceived":
            return KeyHit(channel=str(raw["channel"]["id"]), key=str(raw["digit"]))
        case "PlaybackFinished":
            return Said(playback=str(raw["playback"]["id"]))
        case "ChannelHangupRequest" if not _is_ours(raw):
            return ChannelLeft(channel=str(raw["channel"]["id"]), cause=_NORMAL_CLEARING)
        case "ChannelDestroyed":
            cause = int(raw.get("cause", 0)) or _NORMAL_CLEARING  # at times it tells none
            return ChannelLeft(channel=str(raw["channel"]["id"]), cause=cause)
        case _:
            return None


def _is_ours(raw: Raw) -> bool:
    return str(raw["channel"]["id"]).startswith(OUR_LEGS)


def arrived(channel: Any, dialled: str) -> ChannelArrived:
    """Return the arrival of a customer's leg from Asterisk's channel object."""
    caller = channel.get("caller", {}).get("number", "")
    return ChannelArrived(channel=str(channel["id"]), caller=str(caller), dialled=dialled)


def _started(raw: Raw) -> EngineEvent | None:
    args = raw.get("args", [])
    if args[:1] == [IN]:
        return arrived(raw["channel"], str(args[1]) if len(args) > 1 else "")
    if args[:1] == [AGENT]:
        return PhoneUp(channel=str(raw["channel"]["id"]))
    if args[:1] == [EAR]:
        return EarPut(channel=str(raw["channel"]["id"]))
    if args[:1] == [BACK]:
        return CustomerAnswered(channel=str(raw["channel"]["id"]))
    return None
