"""Calls 通话: flows, call control, recording. A call is the live side of a voice contact.

Rules are pure (`rules.step`); `CallService` decides, stores, carries out; `VoiceNode` joins it to
one node of the voice engine, whose gateway implements `ports.Voice`.
"""

from yingda.calls.errors import EngineAway, WebPhonesFull

__all__ = ["EngineAway", "WebPhonesFull"]
