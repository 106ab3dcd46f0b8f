"""The live side of calls in the database: one row a call, its state as JSON."""

from typing import Final

from pydantic import TypeAdapter

from yingda.calls.model import Call, Live
from yingda.contacts import Contact, ContactId, ContactService, Stage
from yingda.kit.clauses import Clause, Pen
from yingda.kit.clock import Clock
from yingda.kit.db import Tx

_LIVE = TypeAdapter(Live)


_OPENED: Final = Clause(
    "call_opened",
    """
    INSERT INTO calls (contact_id, node, channel, state, is_live, updated_at)
    SELECT contact_id, node, channel, state, true, now()
    FROM jsonb_populate_recordset(NULL::calls, $1::jsonb) AS given
    """,
)
_SAVED: Final = Clause(
    "call_saved",
    """
    UPDATE calls SET agent_channel = given.agent_channel, state = given.state,
        is_live = given.is_live, updated_at = now()
    FROM jsonb_populate_recordset(NULL::calls, $1::jsonb) AS given
    WHERE calls.contact_id = given.contact_id
    """,
)


class CallBook:
    """Writing calls onto a page of the ledger."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    async def open(self, node: str, call: Call) -> None:
        await self._pen.put(_OPENED, [{"node": node, **_row(call)}])

    async def save(self, call: Call) -> None:
        await self._pen.put(_SAVED, [_row(call)])


def _row(call: Call) -> dict[str, object]:
    return {
        "contact_id": call.contact.id,
        "channel": call.live.channel,
        "agent_channel": call.live.agent_channel or None,
        "state": _LIVE.dump_python(call.live, mode="json"),
        "is_live": call.contact.stage is not Stage.DONE,
    }


class CallStore:
    """Reading calls."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def get(self, contact: Contact) -> Call | None:
        """Return the call of a contact."""
        row = await self._tx.fetch_one(
            "SELECT state FROM calls WHERE contact_id = %s", (contact.id,)
        )
        return Call(contact, _LIVE.validate_python(row["state"])) if row else None

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
