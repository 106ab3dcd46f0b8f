"""Where the voice engine is: the system's own, a folder that was named, or the cache we build."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from yingda.launcher.apt_sources import archive_here
from yingda.launcher.engine_build import (
    MANIFEST,
    NOT_NEEDED,
    OLDEST_ENGINE,
    Say,
    build,
    differences,
)
from yingda.launcher.errors import EngineMissing
from yingda.settings import Settings

RECIPE = "1"  # raise it when a build made by older code must not be used any more
ENGINE_PACKAGES = ("asterisk", "asterisk-modules")
SPEECH_PACKAGES = ("espeak-ng",)


@dataclass(frozen=True)
class Engine:
    """A voice engine that can be started: program, modules, its own data, and speech."""

    program: tuple[str, ...]
    modules: Path
    share: Path
    speech: tuple[str, ...]
    folder: Path | None


def find_engine(settings: Settings, say: Say) -> Engine:
    """Return the engine, built at first use.

    Raises:
        EngineMissing: it is not there and cannot be built, or its files were changed.
    """
    if settings.engine:
        return unpacked_engine(settings.engine)
    missing = missing_packages()
    return unpacked_engine(prepared(missing, settings.mirror, say)) if missing else system_engine()


def build_engine(settings: Settings, say: Say) -> str:
    """Build the engine when it is not there yet, and return in a few words where it is.

    Raises:
        EngineMissing: it cannot be built.
    """
    return str(find_engine(settings, say).folder or "of this system")


def missing_packages() -> tuple[str, ...]:
    """Return the packages the system does not have in a version we can use."""
    engine = () if system_version() >= OLDEST_ENGINE else ENGINE_PACKAGES
    speech = () if shutil.which("espeak-ng") else SPEECH_PACKAGES
    return engine + speech


def system_version() -> int:
    """Return the major version of the system's Asterisk, 0 when there is none."""
    program = shutil.which("asterisk", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        return 0
    told = subprocess.run([program, "-V"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"Asterisk (\d+)", told)
    return int(found.group(1)) if found else 0


def cache_folder(packages: Sequence[str]) -> Path:
    """Return where these packages are kept; another recipe gets another folder."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    recipe = "\n".join((RECIPE, os.uname().machine, NOT_NEEDED.pattern, *sorted(packages)))
    return base / "yingda" / f"engine-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"


def prepared(packages: Sequence[str], mirror: str | None, say: Say) -> Path:
    """Return the folder with these packages unpacked, built by at most one process at a time.

    Raises:
        EngineMissing: it cannot be built.
    """
    folder = cache_folder(packages)
    with _only_one(folder):
        if not (folder / MANIFEST).exists() or differences(folder, is_thorough=False):
            _build_whole(folder, packages, mirror, say)
    return folder


def _build_whole(folder: Path, packages: Sequence[str], mirror: str | None, say: Say) -> None:
    """Build beside the folder, then move into place: a broken build is never seen."""
    draft = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        build(draft, packages, archive_here(mirror), say)
        _prove(draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prove(folder: Path) -> None:
    """Raise when a program of a fresh build does not start."""
    for name, asks in (("usr/sbin/asterisk", "-V"), ("usr/bin/espeak-ng", "--version")):
        if (folder / "root" / name).exists():
            command = [*loader(folder), str(folder / "root" / name), asks]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode:
                raise EngineMissing(
                    f"The voice engine was built but {name} does not start: {ended.stderr.strip()}",
                    "Start again; if it stays, set YINGDA_MIRROR to another Debian mirror.",
                )


def loader(folder: Path) -> tuple[str, ...]:
    """Return the words that start a program of the folder with the folder's own libraries."""
    libraries = library_folder(folder)
    found = sorted(libraries.glob("ld-linux-*.so.*"))
    if not found:
        raise EngineMissing(
            f"{folder} holds no voice engine.", "Unset YINGDA_ENGINE, or name a prepared folder."
        )
    return (str(found[0]), "--library-path", f"{libraries}:{libraries / 'pulseaudio'}")


def library_folder(folder: Path) -> Path:
    """Return the folder of the libraries, which carries the name of the processor."""
    return next(iter(sorted((folder / "root" / "usr" / "lib").glob("*-linux-gnu*"))), folder)


def unpacked_engine(folder: Path) -> Engine:
    """Return the engine of a prepared folder; what it does not hold is the system's."""
    start, libraries, system = loader(folder), library_folder(folder), system_engine()
    voice, speech = folder / "root/usr/sbin/asterisk", folder / "root/usr/bin/espeak-ng"
    engine = replace(system, folder=folder)
    if voice.exists():
        modules, share = libraries / "asterisk/modules", folder / "root/usr/share/asterisk"
        engine = replace(engine, program=(*start, str(voice)), modules=modules, share=share)
    if speech.exists():
        engine = replace(engine, speech=(*start, str(speech), f"--path={libraries}"))
    return engine


def system_engine() -> Engine:
    """Return the engine installed on this machine."""
    modules = sorted(Path("/usr/lib").glob("*-linux-gnu*/asterisk/modules"))
    return Engine(
        program=(shutil.which("asterisk") or "/usr/sbin/asterisk",),
        modules=modules[0] if modules else Path("/usr/lib/asterisk/modules"),
        share=Path("/usr/share/asterisk"),
        speech=(shutil.which("espeak-ng") or "espeak-ng",),
        folder=None,
    )
