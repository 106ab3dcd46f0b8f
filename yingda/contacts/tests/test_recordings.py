from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from yingda.contacts import ContactEvent, ContactService, RecordingFinisher, Stage
from yingda.contacts.errors import RecordingMissing, RecordingNotReady
from yingda.contacts.finisher import GIVE_UP, SETTLE
from yingda.contacts.recordings import RecordingService, RecordingState, file_inside
from yingda.contacts.tests.examples import NINE, StoppedClock, a_contact, arrived
from yingda.contacts.tests.test_sound import stereo_of, write_mono
from yingda.kit.db import Database

pytestmark = pytest.mark.anyio


class Recorded:
    """A finisher at work on one contact's recording."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.clock = StoppedClock()
        self.finisher = RecordingFinisher(database, self.clock, folder)
        self.raw = (folder / "raw" / "1-in.wav", folder / "raw" / "1-out.wav")
        self.contact = a_contact()

    async def begin(self) -> None:
        (self.folder / "raw").mkdir()
        async with self.database.transaction() as tx:
            self.contact = await ContactService(tx, self.clock).open(self.contact, arrived())
            await self.finisher.started(tx, self.contact, self.raw)

    async def end(self) -> None:
        ended = replace(self.contact, stage=Stage.DONE, ended_at=NINE)
        async with self.database.transaction() as tx:
            service = ContactService(tx, self.clock)
            self.contact = await service.change(self.contact, ended, [ContactEvent("ended", NINE)])

    async def finish(self, after: timedelta = SETTLE) -> None:
        self.clock.moment = NINE + after
        await self.finisher.finish_all()

    async def state(self) -> RecordingState:
        async with self.database.transaction() as tx:
            found = await RecordingService(tx, self.clock, self.folder).get(self.contact.id)
        assert found is not None
        return found.state

    async def ask(self, what: str) -> Any:
        async with self.database.transaction() as tx:
            service = RecordingService(tx, self.clock, self.folder)
            return await getattr(service, what)(self.contact.id)


@pytest.fixture
async def recorded(database: Database, tmp_path: Path) -> Recorded:
    made = Recorded(database, tmp_path)
    await made.begin()
    return made


async def test_a_recording_becomes_ready_and_the_engines_files_go(recorded: Recorded) -> None:
    write_mono(recorded.raw[0], [1, 2])
    write_mono(recorded.raw[1], [3, 4])
    await recorded.end()
    await recorded.finish()

    path = await recorded.ask("file")
    assert path == recorded.folder / "2026" / "03" / "02" / f"{recorded.contact.id}.wav"
    assert (await recorded.ask("peaks")).per_second == 20
    assert not any(path.exists() for path in recorded.raw)


async def test_a_contact_that_is_called_back_is_one_recording(recorded: Recorded) -> None:
    write_mono(recorded.raw[0], [1, 2])
    write_mono(recorded.raw[1], [3, 4])
    back = (recorded.folder / "raw" / "2-in.wav", recorded.folder / "raw" / "2-out.wav")
    write_mono(back[0], [5])
    for _ in range(2):
        await recorded.finisher.goes_on(recorded.contact, back)
    await recorded.end()
    await recorded.finish()

    path = await recorded.ask("file")
    assert stereo_of(path) == ([1, 2, 5], [3, 4, 0])
    assert list((recorded.folder / "raw").iterdir()) == []


async def test_a_call_that_runs_is_left_alone(recorded: Recorded) -> None:
    write_mono(recorded.raw[0], [1, 2])
    await recorded.finish(timedelta(hours=1))

    assert await recorded.state() is RecordingState.RAW
    with pytest.raises(RecordingNotReady):
        await recorded.ask("file")


async def test_the_engine_gets_time_to_close_its_files(recorded: Recorded) -> None:
    write_mono(recorded.raw[0], [1, 2])
    await recorded.end()
    await recorded.finish(SETTLE - timedelta(milliseconds=1))

    assert await recorded.state() is RecordingState.RAW


async def test_files_that_never_come_are_missing(recorded: Recorded) -> None:
    await recorded.end()
    await recorded.finish(GIVE_UP)
    assert await recorded.state() is RecordingState.RAW

    await recorded.finish(GIVE_UP + timedelta(seconds=1))
    assert await recorded.state() is RecordingState.MISSING
    with pytest.raises(RecordingMissing):
        await recorded.ask("file")


async def test_files_that_cannot_be_read_have_failed_and_are_kept(recorded: Recorded) -> None:
    recorded.raw[0].write_bytes(b"noise")
    await recorded.end()
    await recorded.finish()

    assert await recorded.state() is RecordingState.FAILED
    assert recorded.raw[0].exists()


async def test_one_that_cannot_be_read_keeps_no_other_back(
    recorded: Recorded, database: Database, tmp_path: Path
) -> None:
    other = Recorded(database, tmp_path / "other")
    other.folder.mkdir()
    await other.begin()
    recorded.raw[0].write_bytes(b"noise")
    write_mono(other.raw[0], [1, 2])
    await recorded.end()
    await other.end()
    await recorded.finish()

    assert await recorded.state() is RecordingState.FAILED
    assert await other.state() is RecordingState.READY
    assert not other.raw[0].exists()


async def test_a_deleted_file_is_noted_as_missing(recorded: Recorded) -> None:
    write_mono(recorded.raw[0], [1, 2])
    await recorded.end()
    await recorded.finish()
    (await recorded.ask("file")).unlink()

    assert await recorded.ask("file") is None
    assert await recorded.state() is RecordingState.MISSING


def test_paths_never_leave_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    secret = tmp_path / "secret.wav"
    secret.touch()
    (folder / "link.wav").symlink_to(secret)
    (folder / "fine.wav").touch()

    assert file_inside(folder, "fine.wav") == folder / "fine.wav"
    assert file_inside(folder, "../secret.wav") is None
    assert file_inside(folder, str(secret)) is None
    assert file_inside(folder, "link.wav") is None
    assert file_inside(folder, "") is None
