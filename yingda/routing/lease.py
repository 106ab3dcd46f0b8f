"""The lease: which router may write for a centre, and the fence that keeps the others out."""

from dataclasses import dataclass

from yingda.kit.db import Tx

# The database's clock alone decides what has expired. Two need not wait for that: the same owner at
# its start (it was killed; whatever of it still runs is fenced off by the higher number), and who
# held the lease last (the connection broke, nobody came in between).
TAKE = """
INSERT INTO routing_leases (centre, owner, fence, expires_at)
VALUES (%(centre)s, %(owner)s, 1, clock_timestamp() + %(lasts)s * interval '1 ms')
ON CONFLICT (centre) DO UPDATE SET
    owner = excluded.owner, fence = routing_leases.fence + 1, expires_at = excluded.expires_at
WHERE routing_leases.expires_at <= clock_timestamp()
    OR routing_leases.fence = %(held)s
    OR (%(held)s = 0 AND routing_leases.owner = excluded.owner)
RETURNING fence
"""
RENEW = """
UPDATE routing_leases SET expires_at = clock_timestamp() + %(lasts)s * interval '1 ms'
WHERE centre = %(centre)s AND fence = %(fence)s
"""
RELEASE = """
UPDATE routing_leases SET expires_at = clock_timestamp()
WHERE centre = %(centre)s AND fence = %(fence)s
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long a lease is good, and how often it is renewed or asked for."""

    lasts_ms: int = 2_000
    renew_ms: int = 500


class LeaseStore:
    def __init__(self, tx: Tx, centre: str, terms: Terms) -> None:
        self._tx = tx
        self._centre = centre
        self._terms = terms

    async def take(self, owner: str, held: int) -> int | None:
        """Return our fence, or None while another's lease is good; `held` was ours last, or 0."""
        values = {"centre": self._centre, "owner": owner, "held": held}
        row = await self._tx.fetch_one(TAKE, {**values, "lasts": self._terms.lasts_ms})
        return None if row is None else int(row["fence"])

    async def renew(self, fence: int) -> bool:
        """Return whether the lease is still ours, now for longer."""
        values = {"centre": self._centre, "fence": fence, "lasts": self._terms.lasts_ms}
        return await self._tx.execute(RENEW, values) == 1

    async def release(self, fence: int) -> None:
        """Let a standby take over at once."""
        await self._tx.execute(RELEASE, {"centre": self._centre, "fence": fence})
