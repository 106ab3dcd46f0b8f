"""What the supervisor tells of a part that cannot serve."""

import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from yingda.launcher.errors import NotReady, PartFailed
from yingda.launcher.places import Places
from yingda.launcher.process import Command
from yingda.launcher.stopping import StopWish
from yingda.launcher.supervisor import Supervisor


class Failing:
    """A part that says why it cannot start, and ends."""

    name, stop_signal, outlives_us, mark = "failing", signal.SIGTERM, False, ""

    def __init__(self, why: str) -> None:
        self._why = why

    def prepare(self) -> Command:
        return Command(["sh", "-c", f"echo '{self._why}'; exit 1"])

    def take_up(self) -> None: ...

    def check(self) -> None:
        raise NotReady("silent")

    def addresses(self) -> Mapping[str, str]:
        return {}


def refusal(places: Places, why: str) -> str:
    supervisor = Supervisor(places, say=lambda _: None, wish=StopWish())
    supervisor.claim()
    try:
        with pytest.raises(PartFailed) as failed:
            supervisor.start(Failing(why))
    finally:
        supervisor.stop()
    return str(failed.value)


def test_a_start_that_fails_is_told_by_its_own_last_lines_only(tmp_path: Path) -> None:
    places = Places(tmp_path / "data")

    assert "calls.yaml:209" in refusal(places, "calls.yaml:209: expected a whole number")
    told = refusal(places, "tiers.yaml:1: not UTF-8 text")

    assert "tiers.yaml:1" in told
    assert "calls.yaml" not in told
