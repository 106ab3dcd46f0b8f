"""The sound of voice contacts: what the engine left is put together, filed, and found again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, LiteralString

from typing_extensions import TypedDict

from yingda.contacts.errors import RecordingMissing, RecordingNotReady
from yingda.contacts.model import Contact, ContactId
from yingda.contacts.sound import Finished, Peaks
from yingda.kit.clauses import Clause, Pen
from yingda.kit.clock import Clock
from yingda.kit.db import Row, Tx
from yingda.kit.outbox import Fact


class RecordingState(StrEnum):
    RAW = "raw"
    READY = "ready"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """`path` is relative to the folder of recordings, empty until ready.

    `earlier` are the files of legs before the present one, in order.
    """

    contact_id: ContactId
    state: RecordingState
    started_at: datetime
    raw_in: str
    raw_out: str
    earlier: Sequence[Sequence[str]] = ()
    path: str = ""
    duration_ms: int | None = None
    size_bytes: int | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def parts(self) -> list[tuple[Path, Path]]:
        """The files of each leg, what came in and what went out."""
        legs = [*self.earlier, (self.raw_in, self.raw_out)]
        return [(Path(heard), Path(said)) for heard, said in legs]


class RecordingView(TypedDict):
    """A recording; where it lies is nobody's business."""

    contact_id: str
    state: RecordingState
    duration_ms: int | None
    size_bytes: int | None
    version: int


_STARTED: Final = Clause(
    "recording_started",
    """
    INSERT INTO recordings (contact_id, path, state, started_at, raw_in, raw_out)
    SELECT contact_id, '', 'raw', started_at, raw_in, raw_out
    FROM jsonb_populate_recordset(NULL::recordings, $1::jsonb) AS given
    """,
)


async def started(pen: Pen, contact: Contact, at: datetime, raw: tuple[Path, Path]) -> None:
    """Note that the engine records the contact into these two files."""
    heard, said = raw
    row = {"contact_id": contact.id, "started_at": at, "raw_in": heard, "raw_out": said}
    await pen.put(_STARTED, [row])


_SETTLED: Final = Clause(
    "recording_settled",
    """
    UPDATE recordings SET
        state = given.state, path = given.path, duration_ms = given.duration_ms,
        size_bytes = given.size_bytes, sha256 = coalesce(given.sha256, recordings.sha256),
        peaks = coalesce(given.peaks, recordings.peaks), version = given.version
    FROM jsonb_populate_recordset(NULL::recordings, $1::jsonb) AS given
    WHERE recordings.contact_id = given.contact_id AND recordings.version = given.version - 1
    RETURNING recordings.contact_id
    """,
    is_strict=True,
)


class RecordingBook:
    """What becomes of recordings, in a transaction or on a page of the ledger.

    All raise `ChangedMeanwhile` when somebody else has settled the recording.
    """

    def __init__(self, pen: Pen, clock: Clock) -> None:
        self._pen = pen
        self._clock = clock

    async def finished(self, recording: Recording, path: str, finished: Finished) -> None:
        """Note that the recording lies ready at `path`, which is relative to the folder."""
        ready = replace(
            recording,
            state=RecordingState.READY,
            path=path,
            duration_ms=finished.duration_ms,
            size_bytes=finished.size_bytes,
        )
        peaks = {"channels": finished.peaks.channels, "per_second": finished.peaks.per_second}
        await self._settle(ready, {"sha256": finished.sha256, "peaks": peaks})

    async def lost(self, recording: Recording, state: RecordingState) -> None:
        """Note that there is no sound: missing, or failed because it cannot be read."""
        await self._settle(replace(recording, state=state), {})

    async def _settle(self, recording: Recording, besides: Mapping[str, object]) -> None:
        after = replace(recording, version=recording.version + 1)
        row = {
            "contact_id": after.contact_id,
            "state": after.state,
            "path": after.path,
            "duration_ms": after.duration_ms,
            "size_bytes": after.size_bytes,
            "version": after.version,
        }
        await self._pen.put(_SETTLED, [{**row, **besides}])
        await self._pen.announce(_fact(after, self._clock.now()))


class RecordingService:
    """Recordings inside one transaction; `folder` is where all of them lie."""

    def __init__(self, tx: Tx, clock: Clock, folder: Path) -> None:
        self._store = RecordingStore(tx)
        self._book = RecordingBook(tx, clock)
        self._folder = folder

    async def get(self, contact: ContactId) -> Recording | None:
        return await self._store.get(contact)

    async def peaks(self, contact: ContactId) -> Peaks:
        """Return the peaks of a ready recording.

        Raises:
            RecordingMissing, RecordingNotReady: there are none, or not yet.
        """
        _check_ready(await self._store.get(contact), contact)
        return await self._store.peaks(contact)

    async def file(self, contact: ContactId) -> Path | None:
        """Return the file of a ready recording, or nothing after noting that it is gone.

        Raises:
            RecordingMissing, RecordingNotReady: there is none, or not yet.
        """
        recording = _check_ready(await self._store.get(contact), contact)
        path = file_inside(self._folder, recording.path)
        if path is None:
            await self._book.lost(recording, RecordingState.MISSING)
        return path


def file_inside(folder: Path, name: str) -> Path | None:
    """Return the file of that name if it exists and lies in the folder, links followed."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def recording_view(recording: Recording) -> RecordingView:
    """Return the recording as the desk reads it."""
    return {
        "contact_id": str(recording.contact_id),
        "state": recording.state,
        "duration_ms": recording.duration_ms,
        "size_bytes": recording.size_bytes,
        "version": recording.version,
    }


def _check_ready(recording: Recording | None, contact: ContactId) -> Recording:
    if recording is None or recording.state in {RecordingState.MISSING, RecordingState.FAILED}:
        raise RecordingMissing(contact=str(contact))
    if recording.state is RecordingState.RAW:
        raise RecordingNotReady(contact=str(contact))
    return recording


def _fact(recording: Recording, at: datetime) -> Fact:
    return Fact(
        f"recording.{recording.state}",
        "recording",
        str(recording.contact_id),
        recording.version,
        recording_view(recording),
        at,
    )


_RECORDING: Final[LiteralString] = """
SELECT r.contact_id, r.state, r.started_at, r.raw_in, r.raw_out, r.earlier, r.path, r.duration_ms,
       r.size_bytes, r.version, c.ended_at
FROM recordings r JOIN contacts c ON c.id = r.contact_id
"""
_GET: Final[LiteralString] = _RECORDING + " WHERE r.contact_id = %s"
_RAW: Final[LiteralString] = (
    _RECORDING
    + """
    WHERE r.state = 'raw' AND c.ended_at <= %s
    ORDER BY r.started_at, r.contact_id LIMIT %s OFFSET %s
    """
)


class RecordingStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def goes_on(self, contact: ContactId, raw_in: str, raw_out: str) -> None:
        """Write the files of a further leg, unless they are written already."""
        await self._tx.execute(
            """
            UPDATE recordings SET
                earlier = earlier || jsonb_build_array(jsonb_build_array(raw_in, raw_out)),
                raw_in = %s, raw_out = %s
            WHERE contact_id = %s AND raw_in <> %s
            """,
            (raw_in, raw_out, contact, raw_in),
        )

    async def get(self, contact: ContactId) -> Recording | None:
        row = await self._tx.fetch_one(_GET, (contact,))
        return _recording(row) if row else None

    async def raw(self, ended_before: datetime, limit: int, skipped: int) -> list[Recording]:
        """Return recordings to put together, oldest first."""
        return [
            _recording(row)
            for row in await self._tx.fetch_all(_RAW, (ended_before, limit, skipped))
        ]

    async def peaks(self, contact: ContactId) -> Peaks:
        row = await self._tx.fetch_one(
            "SELECT peaks FROM recordings WHERE contact_id = %s", (contact,)
        )
        found: dict[str, Any] = (row["peaks"] if row else None) or {}
        channels = tuple(tuple(channel) for channel in found.get("channels", ()))
        return Peaks(channels, found.get("per_second", 1.0))


def _recording(row: Row) -> Recording:
    return Recording(**{**row, "state": RecordingState(row["state"])})
