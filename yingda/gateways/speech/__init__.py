"""Speech for prompts: text in, a sound file the engine can play out, kept by its text."""

from yingda.gateways.speech.speaker import Speaker

__all__ = ["Speaker"]
