"""The folders of one centre, and the secrets kept in them."""

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from yingda.launcher.errors import LauncherError

SOCKET_PATH_LIMIT = 100  # the kernel cuts the path of a Unix socket at 107 characters
CONTROL_SOCKET = "asterisk.ctl"


@dataclass(frozen=True)
class Places:
    """Where one centre keeps what; `data` is absolute."""

    data: Path

    @property
    def run(self) -> Path:
        """Who runs: one file a part, and the launcher's lock."""
        return self.data / "run"

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def nats(self) -> Path:
        return self.data / "nats"

    @property
    def engine(self) -> Path:
        return self.data / "engine"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    def make(self) -> None:
        """Make the folders, closed to other users.

        Raises:
            LauncherError: the data folder cannot be made or written.
        """
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            # As root the database runs as another user, who must be able to pass through.
            self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.run, self.log, self.secrets, self.engine, self.recordings):
                folder.mkdir(mode=0o700, exist_ok=True)
            (self.recordings / "raw").mkdir(mode=0o700, exist_ok=True)
        except OSError as refused:
            raise LauncherError(
                f"The data folder {self.data} cannot be used: {refused.strerror}.",
                "Give this user write access to it, or set YINGDA_DATA to another folder.",
            ) from refused

    def secret(self, name: str) -> str:
        """Return the secret kept under `name`, made up at first use; only this user reads it."""
        path = self.secrets / name
        try:
            return path.read_text(encoding="ascii")
        except FileNotFoundError:
            return keep_private(path, secrets.token_urlsafe(24))

    def kept_number(self, name: str) -> int | None:
        """Return the number kept under `name` in the run folder, if there is one."""
        try:
            return int((self.run / name).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def keep_number(self, name: str, number: int) -> None:
        write_whole(self.run / name, str(number))

    def socket_folder(self) -> Path:
        """Return a private folder whose sockets have short enough paths."""
        if len(str(self.run / CONTROL_SOCKET)) < SOCKET_PATH_LIMIT:
            return self.run
        mark = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        return private_folder(base / f"yingda-{os.geteuid()}-{mark}")


def private_folder(path: Path) -> Path:
    """Return the folder, made if missing, certain that only this user can use it.

    Raises:
        LauncherError: somebody else made it first.
    """
    path.mkdir(mode=0o700, exist_ok=True)
    seen = path.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.geteuid() or seen.st_mode & 0o077:
        raise LauncherError(f"{path} belongs to somebody else.", "Remove it and start again.")
    return path


def keep_private(path: Path, text: str) -> str:
    """Write a file only this user can read, and return its text."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
    return text


def write_whole(path: Path, text: str) -> None:
    """Replace a file at once: a reader sees the old text or the new, never half."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
