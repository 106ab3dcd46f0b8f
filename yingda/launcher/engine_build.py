"""Builds the voice engine from Debian packages, without root: private apt state, then unpacking.

apt checks the chain of signatures down to each package. What is unpacked is started with its own
dynamic loader, so that the system's libraries do not matter.
"""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from yingda.launcher.apt_sources import Archive
from yingda.launcher.errors import EngineMissing

Say = Callable[[str], None]

# Asked for by the packages' rules, needed by nothing that we run. An exclusion keeps working when
# the rolling suite renames a library; a list of what to take would not.
NOT_NEEDED = re.compile(
    r"^(perl|libperl|debconf|libdebconfclient|adduser|passwd|login|base-|gnupg|gpg|libgpgme|dirmngr"
    r"|pinentry|libassuan|libksba|libnpth|libpam|libsemanage|libsepol|libaudit|libgdbm|libdb5|libicu"
    r"|asterisk-config|asterisk-core-sounds|pci\.ids|tzdata|libc-gconv|libsensors|mount|util-linux"
    r"|dpkg|tar$|readline-common|libreadline|libsasl2-modules|libmount|libblkid|libsnmp|libjack"
    r"|libx11-data|libasound2-data)"
)
OLDEST_ENGINE = 22
NOT_UNPACKED = ("doc", "man", "locale", "lintian", "gdb", "gcc", "vim", "info", "bug")
MANIFEST = "manifest.json"
PACKAGES = "packages.sha256"


def build(target: Path, packages: Sequence[str], archive: Archive, say: Say) -> None:
    """Fill the empty folder `target` with the packages, unpacked, and a manifest of every file.

    Raises:
        EngineMissing: a tool, the network or a package is missing.
    """
    apt = _Apt(target / ".apt", archive)
    say("reading the package index")
    wanted = apt.choose(packages)
    say(f"fetching {len(wanted)} packages")
    apt.download(wanted)
    say("unpacking")
    debs = sorted(apt.debs.glob("*.deb"))
    for deb in debs:
        _unpack(deb, target / "root")
    sums = "".join(f"{file_sum(deb)}  {deb.name}\n" for deb in debs)
    (target / PACKAGES).write_text(sums, encoding="utf-8")
    apt.remove()
    write_manifest(target)


class _Apt:
    """apt with a state of its own; mirror settings such as proxies stay the machine's."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self._folder = folder
        self._archive = archive
        self._architecture = _run("dpkg", "--print-architecture").strip()
        self.debs = folder / "debs"
        for name in ("state/lists/partial", "cache/archives/partial", "debs", "none"):
            (folder / name).mkdir(parents=True)
        (folder / "status").touch()

    def choose(self, packages: Sequence[str]) -> list[str]:
        """Return `name=version` of each package to fetch, from the first suite that has them."""
        refused = None
        for suite in self._archive.suites:
            self._configure(suite)
            try:
                self._apt("update", "-o", "APT::Update::Error-Mode=any")
            except EngineMissing as missing:  # a partial mirror may hold the next one
                refused = missing
                continue
            plan = self._apt("--simulate", "install", *packages)
            chosen = re.findall(r"^Inst (\S+) \((\S+)", plan, re.MULTILINE)
            if has_new_engine(chosen) or "asterisk" not in packages:
                return [f"{name}={version}" for name, version in chosen if not _is_left(name)]
        if refused:
            raise refused
        raise EngineMissing(
            f"The package mirror has no Asterisk 22 in {' or '.join(self._archive.suites)}.",
            "Install Asterisk 22 by hand, or set YINGDA_MIRROR to a Debian mirror.",
        )

    def download(self, wanted: Sequence[str]) -> None:
        """Fetch the packages; apt refuses any whose signature chain does not hold."""
        self._apt("download", *wanted, folder=self.debs)

    def remove(self) -> None:
        """Remove the index and the fetched packages."""
        for path in sorted(self._folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        self._folder.rmdir()

    def _configure(self, suite: str) -> None:
        folder, archive = self._folder, self._archive
        source = (
            f"deb [arch={self._architecture} signed-by={archive.keyring}] "
            f"{archive.mirror} {suite} {archive.components}\n"
        )
        (folder / "sources.list").write_text(source, encoding="utf-8")
        lines = {
            "Dir::State": folder / "state",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": folder / "none",
            "Dir::Etc::preferencesparts": folder / "none",
            "Dir::Etc::preferences": folder / "none" / "preferences",
            "APT::Install-Recommends": "false",
            "APT::Architecture": self._architecture,
            "APT::Sandbox::User": "",
            "Acquire::Languages": "none",
        }
        text = "".join(f'{name} "{value}";\n' for name, value in lines.items())
        text += f'APT::Architectures {{ "{self._architecture}"; }};\n'
        (folder / "apt.conf").write_text(text, encoding="utf-8")

    def _apt(self, *arguments: str, folder: Path | None = None) -> str:
        settings = {"APT_CONFIG": str(self._folder / "apt.conf"), "LC_ALL": "C"}
        return _run("apt-get", "-q", *arguments, settings=settings, folder=folder)


def has_new_engine(chosen: Sequence[tuple[str, str]]) -> bool:
    """Return whether the packages hold an Asterisk of version 22 or newer."""
    major = re.match(r"(?:\d+:)?(\d+)", dict(chosen).get("asterisk", ""))
    return major is not None and int(major.group(1)) >= OLDEST_ENGINE


def _is_left(name: str) -> bool:
    return NOT_NEEDED.match(name) is not None


def _unpack(deb: Path, root: Path) -> None:
    root.mkdir(exist_ok=True)
    left = [f"--exclude=./usr/share/{name}" for name in NOT_UNPACKED]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as stream:
        subprocess.run(
            ["tar", "-x", "-C", root, "--no-same-owner", *left], stdin=stream.stdout, check=True
        )
    if stream.returncode:
        raise EngineMissing(f"The package {deb.name} cannot be unpacked.", "Is the disk full?")


def _run(
    *arguments: str, settings: dict[str, str] | None = None, folder: Path | None = None
) -> str:
    """Return what the program printed.

    Raises:
        EngineMissing: it is not installed, or it failed; its last lines are told.
    """
    try:
        ended = subprocess.run(
            arguments,
            env={**os.environ, **(settings or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as missing:
        raise EngineMissing(
            f"{arguments[0]} is needed to build the voice engine and is not installed.",
            "Install Asterisk 22 and espeak-ng by hand, or set YINGDA_ARI_URL.",
        ) from missing
    if ended.returncode:
        told = "\n".join((ended.stderr or ended.stdout).strip().splitlines()[-5:])
        raise EngineMissing(
            f"{' '.join(arguments[:3])} failed: {told}",
            "Is the package mirror of this machine reachable (apt-get update)? "
            "If it is, set YINGDA_MIRROR to a Debian mirror.",
        )
    return ended.stdout


def file_sum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(target: Path) -> None:
    """Write size and SHA-256 of every file below `root`."""
    files = sorted(path for path in (target / "root").rglob("*") if _is_plain(path))
    told = {str(path.relative_to(target)): [path.stat().st_size, file_sum(path)] for path in files}
    (target / MANIFEST).write_text(json.dumps(told, indent=0), encoding="utf-8")


def differences(target: Path, *, is_thorough: bool) -> list[str]:
    """Return the files that are missing or changed; only a thorough look reads them all."""
    manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    return [
        name
        for name, (size, digest) in manifest.items()
        if not _is_plain(target / name)
        or (target / name).stat().st_size != size
        or (is_thorough and file_sum(target / name) != digest)
    ]


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
