"""Calls: flows, call control, recording. A call is the live side of a voice contact."""
