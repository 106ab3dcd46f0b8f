import os
from pathlib import Path

import pytest

from yingda.launcher.apt_sources import Archive
from yingda.launcher.engine_build import build, differences, has_new_engine, write_manifest
from yingda.launcher.engine_store import cache_folder, find_engine, unpacked_engine
from yingda.launcher.errors import EngineMissing
from yingda.settings import load_settings

PARTIAL_MIRROR = """\
#!/bin/sh
case "$*" in
  *update*) grep -q devel "$(dirname "$APT_CONFIG")/sources.list" ;;
  *--simulate*) echo "Inst asterisk (1:22.10.1 Mirror:devel [arm64])" ;;
esac
"""


@pytest.mark.parametrize(
    ("version", "is_new"),
    [("1:22.10.1+dfsg", True), ("1:20.6.0~dfsg", False), ("23.0.0", True), ("1:9.1", False)],
)
def test_only_an_asterisk_of_22_or_newer_will_do(version: str, is_new: bool) -> None:  # noqa: FBT001 -- a table's column
    assert has_new_engine([("asterisk", version), ("libc6", "99")]) is is_new


def test_no_asterisk_is_no_engine() -> None:
    assert not has_new_engine([("libc6", "99")])


def test_changed_and_missing_files_are_found(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    for name in ("same", "grown", "gone", "turned"):
        (root / name).write_text("four")
    write_manifest(tmp_path)
    (root / "grown").write_text("four and more")
    (root / "gone").unlink()
    (root / "turned").write_text("FOUR")

    assert differences(tmp_path, is_thorough=False) == ["root/gone", "root/grown"]
    assert differences(tmp_path, is_thorough=True) == ["root/gone", "root/grown", "root/turned"]


def test_a_mirror_that_does_not_answer_is_told_with_the_mend(tmp_path: Path) -> None:
    keyring = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    archive = Archive("http://127.0.0.1:1/debian", keyring, ("sid",), "main")

    with pytest.raises(EngineMissing, match="apt-get update"):
        build(tmp_path, ["asterisk"], archive, lambda _: None)


def test_a_mirror_without_the_first_suite_is_asked_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, target = tmp_path / "bin", tmp_path / "engine"
    for folder in (programs, target):
        folder.mkdir()
    for name, text in (("apt-get", PARTIAL_MIRROR), ("dpkg", "#!/bin/sh\necho arm64\n")):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    archive = Archive("http://127.0.0.1:1/ubuntu", tmp_path, ("resolute", "devel"), "main")
    said: list[str] = []

    build(target, ["asterisk"], archive, said.append)

    assert "fetching 1 packages" in said


def test_a_machine_without_apt_is_told_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    archive = Archive("http://127.0.0.1:1/debian", tmp_path, ("sid",), "main")

    with pytest.raises(EngineMissing, match="not installed"):
        build(tmp_path, ["asterisk"], archive, lambda _: None)


def test_another_recipe_has_another_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")
    one, other = cache_folder(["asterisk"]), cache_folder(["asterisk", "espeak-ng"])

    assert one != other
    assert one.parent == other.parent == Path("/c/yingda")


def test_a_folder_without_an_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="YINGDA_ENGINE"):
        unpacked_engine(tmp_path)


@pytest.mark.engine
def test_the_engine_is_found_again_without_building() -> None:
    said: list[str] = []
    first = find_engine(load_settings(), said.append)
    said.clear()

    assert find_engine(load_settings(), said.append) == first
    assert said == []
    assert all(os.access(program[0], os.X_OK) for program in (first.program, first.speech))
