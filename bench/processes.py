"""What processes cost: CPU time and memory of whole trees, from /proc."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
PARENT, FIRST_TIME, LAST_TIME = 1, 11, 15


def tree(root: int) -> list[int]:
    """Return `root` and all that descends from it and is alive."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[PARENT]), []).append(int(entry.name))
    found, next_up = [], [root]
    while next_up:
        pid = next_up.pop()
        found.append(pid)
        next_up += children.get(pid, [])
    return found


def cpu_ms(roots: Iterable[int]) -> float:
    """Return the CPU time, in ms, of these trees so far; that of ended children is in theirs."""
    pids = {pid for root in roots for pid in tree(root)}
    return sum(_ticks(pid) for pid in pids) * TICK_MS


def pss_kib(roots: Iterable[int]) -> int:
    """Return the proportional set size of these trees: shared pages are counted once."""
    pids = {pid for root in roots for pid in tree(root)}
    return sum(_pss(pid) for pid in pids)


def _stat(pid: int) -> list[str]:
    """Return the fields after the program's name, or none when the process is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _ticks(pid: int) -> int:
    return sum(map(int, _stat(pid)[FIRST_TIME:LAST_TIME]))


def _pss(pid: int) -> int:
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0
