"""The SQL of seeding."""

from typing import Final

from yingda.kit.db import Tx

_SEEDING: Final = 0x59_49_4E_47  # any number that nobody else locks


async def hold_seeding(tx: Tx) -> None:
    """Wait until nobody else seeds, and hold that until the transaction ends."""
    await tx.execute("SELECT pg_advisory_xact_lock(%s)", (_SEEDING,))
