"""All SQL of users, sessions, guesses and the audit."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from yingda.accounts.model import Actor
from yingda.kit.clock import Clock
from yingda.kit.db import Tx


class AuditTrail:
    """Who did what, written in the transaction that does it."""

    def __init__(self, tx: Tx, clock: Clock) -> None:
        self._tx = tx
        self._clock = clock

    async def record(
        self, actor: Actor, action: str, target: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write one line; `action` is `noun.verb`, `target` names what it was done to.

        `detail` holds before and after, never a secret.
        """
        await self._tx.execute(
            """
            INSERT INTO audit (at, actor_id, actor_login, action, target, detail, address)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            """,
            (
                self._clock.now(),
                actor.id,
                actor.login,
                action,
                target,
                Jsonb(detail or {}),
                actor.address,
            ),
        )
