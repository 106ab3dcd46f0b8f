"""Puts recordings together once their contact has ended; a restart forgets none."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path

from yingda.contacts.model import Contact, ContactId
from yingda.contacts.recordings import (
    Recording,
    RecordingBook,
    RecordingState,
    RecordingStore,
    started,
)
from yingda.contacts.sound import CorruptSound, Finished, merge_stereo
from yingda.kit.cancelling import heed_cancel
from yingda.kit.clauses import ChangedMeanwhile, Pen
from yingda.kit.clock import Clock
from yingda.kit.db import Database, DatabaseAway
from yingda.kit.ledger import Page

SETTLE = timedelta(seconds=2)
"""How long the engine may take to close its files after a contact ended."""
GIVE_UP = timedelta(minutes=1)
"""When files that have not appeared will not come any more."""
LOOK_S = 5.0
BATCH = 20

Merged = Finished | OSError | CorruptSound

logger = logging.getLogger(__name__)


class RecordingFinisher:
    """`folder` holds all recordings; the engine's own files lie in it under `raw`."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._woken = asyncio.Event()

    async def started(self, pen: Pen, contact: Contact, raw: tuple[Path, Path]) -> None:
        """Note, beside what opens the contact, where the engine records it."""
        await started(pen, contact, self._clock.now(), raw)

    async def goes_on(self, contact: Contact, raw: tuple[Path, Path]) -> None:
        """Note that the contact is recorded on in these files; said twice it changes nothing."""
        heard, said = raw
        async with self._database.transaction() as tx:
            await RecordingStore(tx).goes_on(contact.id, str(heard), str(said))

    async def finish(self, contact: ContactId) -> None:
        """Look after the recording of a contact that just ended, once the engine closed it."""
        logger.debug("the recording of %s will be put together", contact)
        self._woken.set()

    async def run(self) -> None:
        """Put recordings together until cancelled."""
        while True:
            heed_cancel()
            try:
                await self.finish_all()
            except DatabaseAway:
                logger.warning("recordings wait for the database")
            await self._rest()

    async def finish_all(self) -> None:
        """Put together every recording whose contact ended long enough ago."""
        put_off = 0
        while True:
            found = await self._raw(put_off)
            put_off += len(found) - await self._finish(found)
            if len(found) < BATCH:
                return

    async def _raw(self, put_off: int) -> list[Recording]:
        async with self._database.looking() as tx:
            return await RecordingStore(tx).raw(self._clock.now() - SETTLE, BATCH, put_off)

    async def _finish(self, found: Sequence[Recording]) -> int:
        """Settle recordings that can be now, return how many; the whole on record, parts can go."""
        if not found:
            return 0
        merged = await asyncio.to_thread(self._merge_each, found)
        settled = await asyncio.gather(*map(self._settle, found, merged))
        whole = [one for one, what in zip(found, merged, strict=True) if isinstance(what, Finished)]
        await asyncio.to_thread(_remove_raw, whole)
        return sum(settled)

    def _merge_each(self, found: Sequence[Recording]) -> list[Merged]:
        return [self._merge(recording) for recording in found]

    def _merge(self, recording: Recording) -> Merged:
        try:
            return merge_stereo(recording.parts, self._target(recording))
        except (OSError, CorruptSound) as refused:
            return refused

    async def _settle(self, recording: Recording, merged: Merged) -> bool:
        """Note what became of the recording and return true, unless it has to wait."""
        page = Page()
        await self._note(recording, merged, RecordingBook(page, self._clock))
        try:
            await self._database.post(page)
        except ChangedMeanwhile:
            logger.info("recording of %s was settled by another", recording.contact_id)
        return bool(page.rows)

    async def _note(self, recording: Recording, merged: Merged, book: RecordingBook) -> None:
        """Note the whole, or that there is none; files may still come, a full disk be cleared."""
        match merged:
            case Finished():
                path = str(self._target(recording).relative_to(self._folder))
                await book.finished(recording, path, merged)
            case FileNotFoundError():
                if recording.ended_at and recording.ended_at < self._clock.now() - GIVE_UP:
                    await book.lost(recording, RecordingState.MISSING)
            case CorruptSound():
                logger.warning("recording of %s: %s", recording.contact_id, merged)
                await book.lost(recording, RecordingState.FAILED)
            case _:
                logger.warning("recording of %s waits: %s", recording.contact_id, merged)

    def _target(self, recording: Recording) -> Path:
        day = recording.started_at
        return self._folder / f"{day:%Y/%m/%d}" / f"{recording.contact_id}.wav"

    async def _rest(self) -> None:
        """Wait until contacts end and the engine has closed their files, or look anyway."""
        try:
            async with asyncio.timeout(LOOK_S):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()
        await asyncio.sleep(SETTLE.total_seconds())


def _remove_raw(whole: Sequence[Recording]) -> None:
    """Remove the engine's files once the whole is on record; those that failed are kept."""
    for recording in whole:
        for side in chain(*recording.parts):
            side.unlink(missing_ok=True)
