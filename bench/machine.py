"""Which machine a figure comes from."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("yingda", "aiohttp", "psycopg", "nats-py", "fastapi", "numpy")


def facts() -> dict[str, object]:
    """Return processor, memory, system, versions and the time, for the head of a result."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": _field("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": int(_field("/proc/meminfo", r"^MemTotal:\s*(\d+)") or 0) // 1024,
        "load_before": os.getloadavg()[0],
        "system": _field("/etc/os-release", r'^PRETTY_NAME="?([^"\n]+)'),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def short_name() -> str:
    """Return a name of this kind of machine that fits a file name."""
    model = _field("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.machine()
    words = re.sub(r"\(R\)|\(TM\)|CPU|@.*|[^A-Za-z0-9]+", " ", model).lower().split()
    return f"{'-'.join(words[:4])}-{len(os.sched_getaffinity(0))}c"


def _field(path: str, pattern: str) -> str:
    found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].strip() if found else ""
