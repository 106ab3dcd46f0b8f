"""A whole centre, or some of its parts, as one thing that is started and stopped."""

import os
import shlex
import signal
import threading
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yingda.launcher.engine import VoiceEngine, check_ari
from yingda.launcher.engine_store import Engine, find_engine
from yingda.launcher.errors import LauncherError, NotReady
from yingda.launcher.nats import Nats, check_jetstream
from yingda.launcher.places import Places
from yingda.launcher.ports import LOOPBACK, free_port
from yingda.launcher.postgres import Postgres, check_database
from yingda.launcher.supervisor import Say, Supervisor
from yingda.settings import Address, Settings, load_settings

BASE_PARTS = frozenset({"postgres", "nats", "engine"})


@dataclass(frozen=True)
class Parts:
    """What runs, and where it is reached. The addresses hold passwords: do not log them."""

    settings: Settings
    places: Places
    addresses: Mapping[str, str]
    engine: Engine | None
    supervisor: Supervisor
    admin_url: str | None

    @property
    def database_url(self) -> str:
        return self.addresses["YINGDA_DATABASE_URL"]

    @property
    def nats_url(self) -> str:
        return self.addresses["YINGDA_NATS_URL"]

    @property
    def ari_url(self) -> str:
        return self.addresses["YINGDA_ARI_URL"]

    @property
    def phone_url(self) -> str:
        return self.addresses["YINGDA_PHONE_URL"]

    @property
    def sip(self) -> Address:
        return self.settings.sip

    @property
    def service_settings(self) -> Settings:
        """The settings as the service sees them: with the addresses of what was started."""
        given = {
            name.removeprefix("YINGDA_").lower(): text for name, text in self.addresses.items()
        }
        return self.settings.model_copy(update=given)

    @property
    def environment(self) -> dict[str, str]:
        """What the service is told beside the settings: addresses, and what speaks prompts."""
        speech = {"YINGDA_SPEECH": shlex.join(self.engine.speech)} if self.engine else {}
        return {**speech, **self.addresses}

    def pid(self, name: str) -> int:
        """Return the process id of a part."""
        return self.supervisor.pid(name)

    def kill(self, name: str) -> None:
        """Kill a part as a crash would; the supervisor brings it back."""
        os.kill(self.pid(name), signal.SIGKILL)


def start_base(settings: Settings, supervisor: Supervisor, names: Set[str], say: Say) -> Parts:
    """Start what is not configured elsewhere, in order; what is elsewhere is only checked.

    Raises:
        LauncherError: a part does not serve.
    """
    check_elsewhere(settings)
    places = Places(settings.data)
    addresses: dict[str, str] = {}
    admin_url = None
    if "postgres" in names and settings.database_url is None:
        postgres = Postgres(places)
        supervisor.start(postgres)
        addresses |= postgres.addresses()
        admin_url = postgres.admin_url()
    if "nats" in names and settings.nats_url is None:
        nats = Nats(places)
        supervisor.start(nats)
        addresses |= nats.addresses()
    engine = None
    if "engine" in names and settings.ari_url is None:
        engine = find_engine(settings, say)
        voice = VoiceEngine(places, settings, engine)
        supervisor.start(voice)
        addresses |= voice.addresses()
    return Parts(settings, places, addresses, engine, supervisor, admin_url)


def check_elsewhere(settings: Settings) -> None:
    """Make sure that what the operator configured elsewhere answers.

    Raises:
        LauncherError: it does not.
    """
    checks = (
        ("YINGDA_DATABASE_URL", settings.database_url, check_database),
        ("YINGDA_NATS_URL", settings.nats_url, check_jetstream),
        ("YINGDA_ARI_URL", settings.ari_url, check_ari),
    )
    for name, url, check in checks:
        if url is None:
            continue
        try:
            check(url)
        except NotReady as seen:
            raise LauncherError(
                f"{name} is set, but {seen}.",
                f"Correct {name}, or unset it to let us start our own.",
            ) from seen


@contextmanager
def running_parts(data: Path, names: Set[str] = BASE_PARTS, **given: Any) -> Iterator[Parts]:
    """Run some of `postgres`, `nats` and `engine` in `data`, watched until the end.

    Addresses not given as settings are free ones; ports and passwords are kept in `data`.
    """
    free = {name: Address(LOOPBACK, free_port()) for name in ("sip", "http")}
    settings = load_settings(**{**free, **given, "data": data})
    supervisor = Supervisor(Places(settings.data), _silent)
    supervisor.claim()
    stop = threading.Event()
    try:
        parts = start_base(settings, supervisor, names, _silent)
        watcher = threading.Thread(target=supervisor.watch, args=(stop,), daemon=True)
        watcher.start()
        yield parts
        stop.set()
        watcher.join()
    finally:
        stop.set()
        supervisor.stop()


def _silent(_: str) -> None:
    """Say nothing: tests read the logs."""
