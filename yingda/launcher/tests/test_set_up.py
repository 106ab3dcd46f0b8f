"""What `make` runs before there is any Python of ours."""

import os
import subprocess
from pathlib import Path

TOOLS = Path(__file__).parents[3] / "tools"


def test_a_home_that_cannot_be_written_is_told_with_the_mend(tmp_path: Path) -> None:
    ended = subprocess.run(
        [TOOLS / "venv"],
        cwd=tmp_path,
        env={**os.environ, "HOME": "/dev/null"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "/dev/null cannot be written" in ended.stderr
    assert "HOME=/some/folder make run" in ended.stderr
    assert not (tmp_path / ".venv").exists()
