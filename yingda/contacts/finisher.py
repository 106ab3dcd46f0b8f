"""Puts recordings together once their contact has ended; a restart forgets none."""

import asyncio
import logging
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
        loop = asyncio.get_running_loop()
        loop.call_later(SETTLE.total_seconds(), self._woken.set)

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
            for recording in found:
                put_off += not await self._finish(recording)
            if len(found) < BATCH:
                return

    async def _raw(self, put_off: int) -> list[Recording]:
        async with self._database.looking() as tx:
            return await RecordingStore(tx).raw(self._clock.now() - SETTLE, BATCH, put_off)

    async def _finish(self, recording: Recording) -> bool:
        """Settle a recording, if it can be now; what is on record need not lie in parts."""
        page = Page()
        is_ready = await self._put_together(recording, RecordingBook(page, self._clock))
        try:
            await self._database.post(page)
        except ChangedMeanwhile:
            logger.info("recording of %s was settled by another", recording.contact_id)
        if is_ready:
            await asyncio.to_thread(_remove_raw, recording)
        return bool(page.rows)

    async def _put_together(self, recording: Recording, book: RecordingBook) -> bool:
        """Return whether the whole lies ready now; a full disk only puts it off."""
        target = self._target(recording)
        try:
            finished = await asyncio.to_thread(self._merge, recording, target)
        except FileNotFoundError:
            if recording.ended_at and recording.ended_at < self._clock.now() - GIVE_UP:
                await book.lost(recording, RecordingState.MISSING)
            return False
        except CorruptSound as broken:
            logger.warning("recording of %s: %s", recording.contact_id, broken)
            await book.lost(recording, RecordingState.FAILED)
            return False
        except OSError as refused:
            logger.warning("recording of %s waits: %s", recording.contact_id, refused)
            return False
        await book.finished(recording, str(target.relative_to(self._folder)), finished)
        return True

    def _merge(self, recording: Recording, target: Path) -> Finished:
        return merge_stereo(recording.parts, target)

    def _target(self, recording: Recording) -> Path:
        day = recording.started_at
        return self._folder / f"{day:%Y/%m/%d}" / f"{recording.contact_id}.wav"

    async def _rest(self) -> None:
        """Wait until woken, or until it is time to look anyway."""
        try:
            async with asyncio.timeout(LOOK_S):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()


def _remove_raw(recording: Recording) -> None:
    """Remove the engine's files once the whole is on record; those that failed are kept."""
    for side in chain(*recording.parts):
        side.unlink(missing_ok=True)
