"""kill -9 in mid-stream, again and again: nobody lost, nobody assigned twice, journal first.

The same over a million events is a command: `make soak`.
"""

import pytest

from yingda.routing.tests.killing import kill_often, left_open, lives


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_twenty_times_nobody_is_lost_or_assigned_twice(own_database_url: str) -> None:
    planned = lives(20, kills=20, lines={"few": (50, 400), "many": (500, 4_000)})

    told = kill_often(own_database_url, planned)

    assert told.kills == 20
    assert told.lines > 15_000
    assert left_open(own_database_url) == 0
