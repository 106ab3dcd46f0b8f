"""The live side of calls in the database: one row a call, its state as JSON."""

from pydantic import TypeAdapter

from yingda.calls.model import Call, Live
from yingda.contacts import ContactId, ContactService, Stage
from yingda.kit.clock import Clock
from yingda.kit.db import Tx

_LIVE = TypeAdapter(Live)


class CallStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def insert(self, node: str, call: Call) -> None:
        await self._tx.write(
            """
            INSERT INTO calls (contact_id, node, channel, state, is_live, updated_at)
            VALUES (%s, %s, %s, %s::jsonb, true, now())
            """,
            (call.contact.id, node, call.live.channel, _LIVE.dump_json(call.live).decode()),
        )

    async def save(self, call: Call) -> None:
        await self._tx.write(
            """
            UPDATE calls SET agent_channel = %s, state = %s::jsonb, is_live = %s, updated_at = now()
            WHERE contact_id = %s
            """,
            (
                call.live.agent_channel or None,
                _LIVE.dump_json(call.live).decode(),
                call.contact.stage is not Stage.DONE,
                call.contact.id,
            ),
        )

    async def live(self, node: str, clock: Clock) -> list[Call]:
        """Return every call of the node that is not over."""
        contacts = {contact.id: contact for contact in await ContactService(self._tx, clock).live()}
        rows = await self._tx.fetch_all(
            "SELECT contact_id, state FROM calls WHERE node = %s AND is_live", (node,)
        )
        return [
            Call(contacts[ContactId(row["contact_id"])], _LIVE.validate_python(row["state"]))
            for row in rows
            if row["contact_id"] in contacts
        ]
