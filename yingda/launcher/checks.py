"""What must be true before a centre can serve; each refusal is a sentence with its mend."""

import os
import resource
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from yingda.launcher.engine_build import MANIFEST, differences
from yingda.launcher.engine_store import cache_folder, missing_packages
from yingda.launcher.errors import LauncherError
from yingda.launcher.places import Places
from yingda.launcher.ports import is_free, is_free_for_sip, is_ours, owner_of
from yingda.launcher.process import Child
from yingda.settings import Address, Settings

WEB = Path(__file__).resolve().parents[1] / "web"
MEGABYTE = 1024 * 1024
LEAST_DISK_MB = 300
LEAST_FILES = 4_096


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was seen, and the mend when it is not well."""

    subject: str
    seen: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mend


def essential(settings: Settings) -> list[LauncherError]:
    """Return what certainly keeps the centre from starting, without changing anything."""
    looks = (disk, sip_port, http_port, desk)
    findings = [look(settings) for look in looks]
    return [LauncherError(f"{f.seen}.", f.mend) for f in findings if not f.is_well]


def python(_: Settings) -> Finding:
    seen = f"Python {sys.version.partition(' ')[0]}"
    return Finding("Python", seen, "" if sys.version_info >= (3, 11) else "Install Python 3.11.")


def disk(settings: Settings) -> Finding:
    place = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    free = shutil.disk_usage(place).free // MEGABYTE
    seen = f"{free} MB free at {place}"
    mend = f"Make room: at least {LEAST_DISK_MB} MB are needed, recordings need more."
    return Finding("disk", seen, "" if free >= LEAST_DISK_MB else mend)


def folder(settings: Settings) -> Finding:
    data = settings.data
    if not data.exists():
        return Finding("data folder", f"{data} does not exist yet; the first start makes it")
    if not os.access(data, os.W_OK | os.X_OK):
        return Finding("data folder", f"{data} cannot be written", "Give this user write access.")
    mode, secrets = data.stat().st_mode & 0o777, Places(data).secrets
    is_open = mode & 0o066 or (secrets.exists() and secrets.stat().st_mode & 0o077)
    mend = f"Close it to other users: chmod 700 {data} {secrets}." if is_open else ""
    return Finding("data folder", f"{data} has mode {mode:o}", mend)


def files(_: Settings) -> Finding:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    seen = "unlimited" if hard == resource.RLIM_INFINITY else str(hard)
    is_enough = hard == resource.RLIM_INFINITY or hard >= LEAST_FILES
    mend = f"Raise the limit of open files to {LEAST_FILES} or more (ulimit -Hn, limits.conf)."
    return Finding("open files", f"{seen} may be open at once", "" if is_enough else mend)


def sip_port(settings: Settings) -> Finding:
    where = settings.sip
    if not is_ours(where.host):
        return _foreign("SIP", "YINGDA_SIP", where)
    if settings.ari_url or runs(settings, "engine") or is_free_for_sip(where):
        return Finding("SIP", f"{where} is ours to use")
    mend = "End that program, or set YINGDA_SIP to another address, such as 127.0.0.1:5070."
    return Finding("SIP", f"The SIP address {where} is taken{_by(where.port)}", mend)


def http_port(settings: Settings) -> Finding:
    where = settings.http
    if not is_ours(where.host):
        return _foreign("web", "YINGDA_HTTP", where)
    if runs(settings, "service") or is_free(where):
        return Finding("web", f"{where} is ours to use")
    mend = "End that program, or set YINGDA_HTTP to another address, such as 127.0.0.1:8010."
    return Finding("web", f"The web address {where} is taken{_by(where.port)}", mend)


def engine(settings: Settings) -> Finding:
    """Return whether the voice engine and the speech are there, every file read and compared."""
    missing = () if settings.engine else missing_packages()
    if settings.ari_url:
        return Finding("voice engine", "configured elsewhere (YINGDA_ARI_URL)")
    if not missing and not settings.engine:
        return Finding("voice engine", "Asterisk and espeak-ng of this system are used")
    place = settings.engine or cache_folder(missing)
    if not (place / MANIFEST).exists():
        return Finding("voice engine", f"not built yet in {place}", "Run: make setup.")
    changed = differences(place, is_thorough=True)
    mend = f"Remove {place} and run: make setup." if changed else ""
    seen = f"{len(changed)} files changed, such as {changed[0]}" if changed else "every file proved"
    return Finding("voice engine", f"{place}: {seen}", mend)


def desk(_: Settings) -> Finding:
    if (WEB / "index.html").exists():
        return Finding("desk", "built")
    return Finding("desk", f"The desk is not built ({WEB} is empty)", "Run: make setup.")


def runs(settings: Settings, name: str) -> bool:
    """Return whether a part of this data folder lives, watched or left over."""
    return Child.adopt(Places(settings.data).run / f"{name}.json") is not None


def _foreign(subject: str, name: str, where: Address) -> Finding:
    mend = f"Set {name} to an address of this machine, such as 127.0.0.1 or 0.0.0.0."
    return Finding(subject, f"{where.host} is no address of this machine", mend)


def _by(port: int) -> str:
    owner = owner_of(port)
    return f" by {owner}" if owner else ""
