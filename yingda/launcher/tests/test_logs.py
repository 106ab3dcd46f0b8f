from pathlib import Path

from yingda.launcher.logs import trim


def test_a_large_log_is_set_aside_while_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    with log.open("a") as writer:
        print("one", file=writer, flush=True)
        trim(tmp_path, most_bytes=3)
        print("two", file=writer, flush=True)

    assert log.read_text() == "two\n"
    assert (tmp_path / "part.log.1").read_text() == "one\n"


def test_a_small_log_stays(tmp_path: Path) -> None:
    (tmp_path / "part.log").write_text("one\n")

    trim(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["part.log"]
