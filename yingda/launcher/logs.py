"""Keeps the logs of a centre that runs for years from filling the disk."""

import shutil
from pathlib import Path

MOST_BYTES = 20 * 1024 * 1024


def trim(folder: Path, most_bytes: int = MOST_BYTES) -> None:
    """Set aside each log that grew too large, as `name.1`, and empty it.

    Their writers keep them open and append, so they are emptied in place; a line written in the
    same instant may be lost.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size > most_bytes:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            with log.open("r+b") as file:
                file.truncate(0)
