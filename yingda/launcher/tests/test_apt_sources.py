from pathlib import Path

import pytest

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
