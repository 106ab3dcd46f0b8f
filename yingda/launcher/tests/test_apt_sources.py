from pathlib import Path

import pytest

from yingda.launcher import apt_sources
from yingda.launcher.apt_sources import (
    archive_here,
    distribution,
    main_mirror,
    parse_lines,
    parse_stanzas,
    sources,
)
from yingda.launcher.errors import EngineMissing

STANZAS = """\
Types: deb
# http://snapshot.test/2025
URIs: http://mirror.test/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.test/debian
Suites: bookworm
Components: main

Types: deb deb-src
URIs: http://mirror.test/debian http://second.test/debian/
Suites: bookworm
 bookworm-updates
Components: main contrib
"""
MIRROR_LIST = """\
Types: deb
URIs: mirror+file:/etc/apt/mirrors/debian.list
Suites: bookworm
Components: main
"""
UBUNTU = """\
Types: deb
URIs: mirror+file:/etc/apt/apt-mirrors.txt
Suites: noble noble-updates noble-backports
Components: main universe restricted multiverse
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

Types: deb
URIs: http://security.test/ubuntu/
Suites: noble-security
Components: main universe restricted multiverse
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
"""
PRIVATE = """\
Types: deb
URIs: https://ppa.test/deadsnakes/ppa/ubuntu/
Suites: noble
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBGY=
 -----END PGP PUBLIC KEY BLOCK-----
"""
PRO = """\
Types: deb
URIs: https://esm.test/apps/ubuntu/
Suites: noble-apps-security noble-apps-updates
Components: main
"""
MOVED = """\
# Ubuntu sources have moved to the /etc/apt/sources.list.d/ubuntu.sources
# file, which uses the deb822 format.
"""
LINES = """\
# deb http://old.test/debian bookworm main
deb-src http://mirror.test/ubuntu noble main
deb [arch=amd64 signed-by=/x.gpg] https://cloud.test/apt cloud-sdk main
deb http://security.test/ubuntu noble-security main
deb http://mirror.test/ubuntu/ noble main universe # here
"""


def test_stanzas_are_read_with_continuation_lines_and_comments() -> None:
    found = parse_stanzas(STANZAS)

    assert [source.uri for source in found] == [
        "http://mirror.test/debian-security",
        "http://mirror.test/debian",
        "http://second.test/debian/",
    ]
    assert found[1].suites == ("bookworm", "bookworm-updates")


def test_lines_are_read_with_options_and_comments() -> None:
    assert [source.uri for source in parse_lines(LINES)] == [
        "https://cloud.test/apt",
        "http://security.test/ubuntu",
        "http://mirror.test/ubuntu/",
    ]


@pytest.mark.parametrize(
    ("text", "mirror"),
    [
        (STANZAS, "http://mirror.test/debian"),
        ("", None),
        (MIRROR_LIST, "mirror+file:/etc/apt/mirrors/debian.list"),
    ],
)
def test_the_distribution_s_own_mirror_is_chosen(text: str, mirror: str | None) -> None:
    assert main_mirror(parse_stanzas(text)) == mirror
    assert main_mirror(parse_lines(LINES)) == "http://mirror.test/ubuntu/"


@pytest.mark.parametrize(
    ("before", "after"), [(PRIVATE, ""), (PRO, ""), ("", PRIVATE), (PRIVATE, PRO)]
)
def test_on_ubuntu_private_archives_are_passed_over(
    before: str, after: str, tmp_path: Path
) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text(MOVED)
    for name, text in (("deadsnakes", before), ("ubuntu", UBUNTU), ("zeta", after)):
        (parts / f"{name}.sources").write_text(text)

    assert main_mirror(sources(tmp_path)) == "mirror+file:/etc/apt/apt-mirrors.txt"


def test_a_vendor_s_archive_before_the_distribution_s_own_is_passed_over() -> None:
    vendor = "deb https://vendor.test/stable/debian trixie main\n"
    own = "deb http://mirror.test/debian trixie main\n"
    updates = "deb http://mirror.test/debian trixie-updates main\n"

    assert main_mirror(parse_lines(vendor + own + updates)) == "http://mirror.test/debian"


@pytest.mark.parametrize("system", ["debian", "ubuntu"])
def test_missing_keys_are_told_with_their_package(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "os-release").write_text(f"ID={system}\n")
    monkeypatch.setattr(apt_sources, "OS_RELEASE", tmp_path / "os-release")
    monkeypatch.setattr(apt_sources, "KEYRINGS", tmp_path)
    package = {"debian": "debian-archive-keyring", "ubuntu": "ubuntu-keyring"}[system]

    with pytest.raises(EngineMissing) as told:
        archive_here(None, tmp_path)
    assert told.value.mend.endswith(f"apt-get install {package}.")


def test_on_ubuntu_a_debian_mirror_may_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "os-release").write_text("ID=ubuntu\nID_LIKE=debian\n")
    (tmp_path / "ubuntu-archive-keyring.gpg").touch()
    (tmp_path / "debian-archive-keyring.gpg").touch()
    (tmp_path / "sources.list").write_text(LINES)
    monkeypatch.setattr(apt_sources, "OS_RELEASE", tmp_path / "os-release")
    monkeypatch.setattr(apt_sources, "KEYRINGS", tmp_path)

    own, named = archive_here(None, tmp_path), archive_here("http://m.test/debian", tmp_path)

    assert (own.mirror, own.components) == ("http://mirror.test/ubuntu/", "main universe")
    assert (named.mirror, named.suites) == ("http://m.test/debian", ("sid",))
    assert named.keyring.name == "debian-archive-keyring.gpg"


def test_both_notations_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(LINES)
    (tmp_path / "sources.list.d" / "debian.sources").write_text(STANZAS)
    (tmp_path / "sources.list.d" / "old.list.save").write_text(LINES)

    assert len(sources(tmp_path)) == 6


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('ID=debian\nVERSION_ID="12"\n', "debian"),
        ("ID=ubuntu\nID_LIKE=debian\n", "ubuntu"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "ubuntu"),
        ("ID=fedora\n", "fedora"),
    ],
)
def test_the_distribution_is_known_by_its_kin(text: str, name: str) -> None:
    assert distribution(text) == name


def test_a_machine_without_a_mirror_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="YINGDA_MIRROR"):
        archive_here(None, tmp_path)
