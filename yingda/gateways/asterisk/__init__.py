"""Asterisk over ARI: one node of voice, and the phones pushed to it."""

from yingda.gateways.asterisk.phones import EnginePhones
from yingda.gateways.asterisk.voice import AsteriskVoice

__all__ = ["AsteriskVoice", "EnginePhones"]
