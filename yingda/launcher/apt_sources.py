"""Which archive this machine already trusts: read from apt's own configuration."""

import re
from dataclasses import dataclass
from pathlib import Path

from yingda.launcher.errors import EngineMissing

ETC_APT = Path("/etc/apt")
OS_RELEASE = Path("/etc/os-release")
KEYRINGS = Path("/usr/share/keyrings")


@dataclass(frozen=True)
class Source:
    """One line of apt's configuration: where, and what is taken from there."""

    uri: str
    suites: tuple[str, ...]
    components: tuple[str, ...]


@dataclass(frozen=True)
class Archive:
    """An archive to build from: the suites are tried in order."""

    mirror: str
    keyring: Path
    suites: tuple[str, ...]
    components: str


# Suites whose Asterisk is 22 or newer. Debian keeps it in its rolling suite only.
ARCHIVES = {
    "debian": (("sid",), "main", "debian-archive-keyring"),
    "ubuntu": (("resolute", "devel"), "main universe", "ubuntu-keyring"),
}


def archive_here(mirror: str | None = None, etc: Path = ETC_APT) -> Archive:
    """Return the archive to build the engine from; `mirror` names a Debian mirror to use instead.

    Raises:
        EngineMissing: this is neither Debian nor Ubuntu, or its keys or mirror are missing.
    """
    system = "debian" if mirror else distribution(OS_RELEASE.read_text(encoding="utf-8"))
    if system not in ARCHIVES:
        raise EngineMissing(
            "The voice engine can be built on Debian and Ubuntu only.",
            "Install Asterisk 22 and espeak-ng by hand, or set YINGDA_ARI_URL.",
        )
    suites, components, package = ARCHIVES[system]
    keyring = KEYRINGS / f"{system}-archive-keyring.gpg"
    if not keyring.exists():
        raise EngineMissing(
            f"The keys that prove the packages of {system} are missing ({keyring}).",
            f"Install them: apt-get install {package}.",
        )
    found = mirror or main_mirror(sources(etc))
    if found is None:
        raise EngineMissing(
            "apt on this machine names no package mirror.",
            f"Add one to {etc}/sources.list.d, or set YINGDA_MIRROR to a Debian mirror.",
        )
    return Archive(found, keyring, suites, components)


def distribution(os_release: str) -> str:
    """Return `debian` or `ubuntu` for these and what is made from them, else the system's id."""
    fields = dict(re.findall(r'^(ID|ID_LIKE)="?([^"\n]*)"?$', os_release, re.MULTILINE))
    names = [fields.get("ID", ""), *fields.get("ID_LIKE", "").split()]
    return next((name for name in ("ubuntu", "debian") if name in names), names[0])


def main_mirror(found: list[Source]) -> str | None:
    """Return the mirror of the distribution itself: `main`, and no security archive.

    Other archives end in /ubuntu or /debian too, such as Launchpad's and many vendors'. Only the
    distribution has updates beside its suite, and mostly it has more components.
    """
    whole = [source for source in found if _may_be_whole(source)]
    updated = {s.uri for s in whole if any(suite.endswith("-updates") for suite in s.suites)}
    best = max(whole, key=lambda s: (s.uri in updated, len(s.components)), default=None)
    return best.uri if best else None


def _may_be_whole(source: Source) -> bool:
    is_whole = "main" in source.components and not any("/" in s for s in source.suites)
    is_extra = any("security" in word for word in (source.uri, *source.suites[:1]))
    # A mirror list is a file of any name; hosted builders of Ubuntu use one that ends in .txt.
    is_named = re.search(r"/(debian|ubuntu)(-ports)?/?$|^mirror[:+]|\.list$", source.uri)
    return is_whole and not is_extra and is_named is not None


def sources(etc: Path) -> list[Source]:
    """Return every enabled binary source, of both notations, in apt's order."""
    found: list[Source] = []
    for path in [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]:
        if path.suffix == ".sources":
            found += parse_stanzas(path.read_text(encoding="utf-8"))
        elif path.suffix == ".list" and path.is_file():
            found += parse_lines(path.read_text(encoding="utf-8"))
    return found


def parse_lines(text: str) -> list[Source]:
    """Return the sources of the one-line notation: `deb [options] uri suite components`."""
    pattern = re.compile(r"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s*([^#\n]*)", re.MULTILINE)
    return [
        Source(uri, (suite,), tuple(components.split()))
        for uri, suite, components in pattern.findall(text)
    ]


def parse_stanzas(text: str) -> list[Source]:
    """Return the sources of the deb822 notation: stanzas of fields divided by empty lines."""
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    found: list[Source] = []
    for stanza in re.split(r"\n\s*\n", bare):
        pairs = re.findall(r"^(\S+):[ \t]*((?:.*)(?:\n[ \t]+.*)*)", stanza, re.MULTILINE)
        fields = {name.lower(): words.split() for name, words in pairs}
        if "deb" not in fields.get("types", []) or fields.get("enabled") == ["no"]:
            continue
        suites, components = fields.get("suites", []), fields.get("components", [])
        found += [Source(uri, tuple(suites), tuple(components)) for uri in fields.get("uris", [])]
    return found
