"""Ids that sort by the time they were made."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a version 7 UUID (RFC 9562 section 5.7): 48 bits of milliseconds, then randomness."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
