"""The outside, behind the ports of the features: the voice engine, speech."""
