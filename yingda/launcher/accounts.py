"""Which user the database runs as: PostgreSQL refuses to run as root.

As root we drop to an unprivileged account. When that account cannot reach a folder of ours (the
data folder lies below /root, say), what it needs is kept below /var/lib/yingda instead and the
data folder holds a link to it: no permission of a folder above ours is ever widened.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SHELTER = Path("/var/lib/yingda")
CANDIDATES = ("yingda", "postgres", "nobody")


def database_account() -> str | None:
    """Return the account for the database, or nothing when we are no root and stay who we are."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in CANDIDATES if name in known)


def can_reach(account: str, path: Path) -> bool:
    """Return whether the account can pass through every folder above `path`, and enter it."""
    entry = pwd.getpwnam(account)
    ended = subprocess.run(
        ["test", "-x", str(path)],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return ended.returncode == 0


def sheltered_folder(link: Path, account: str, mark: str) -> Path:
    """Return a folder the account owns: `link` itself, or a shelter that `link` points to."""
    if not link.exists() and not link.is_symlink() and not can_reach(account, link.parent):
        _make_shelter()
        link.symlink_to(SHELTER / mark)
    folder = link.resolve()
    folder.mkdir(mode=0o700, exist_ok=True)
    give(folder, account)
    return folder


def sheltered_copy(base: Path, trees: Sequence[str], account: str, name: str) -> Path:
    """Return `base` if the account can reach it, else a copy of it that it can.

    Only the trees are copied, each to its place, as programs look for their libraries beside them.
    """
    if all(can_reach(account, base / tree) for tree in trees):
        return base
    _make_shelter()
    copy = SHELTER / name
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=SHELTER))
        for tree in trees:
            shutil.copytree(base / tree, draft / tree, symlinks=True)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(draft)], check=True)  # whatever umask
        try:
            draft.rename(copy)
        except OSError:  # another launcher was first with the very same files
            shutil.rmtree(draft)
    return copy


def _make_shelter() -> None:
    SHELTER.mkdir(exist_ok=True)
    SHELTER.chmod(0o755)  # the umask may have closed it to the account


def give(path: Path, account: str) -> None:
    """Make the account the owner of one file or folder."""
    entry = pwd.getpwnam(account)
    os.chown(path, entry.pw_uid, entry.pw_gid)
