"""A whole centre, or some of its parts, as one thing that is started and stopped."""

import threading
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yingda.launcher.engine import VoiceEngine, check_ari
from yingda.launcher.engine_store import find_engine
from yingda.launcher.errors import LauncherError, NotReady
from yingda.launcher.nats import Nats, check_jetstream
from yingda.launcher.parts import Parts
from yingda.launcher.places import Places
from yingda.launcher.ports import LOOPBACK, free_port
from yingda.launcher.postgres import Postgres, check_database
from yingda.launcher.schema import migrate
from yingda.launcher.service import Service
from yingda.launcher.stopping import StopWish
from yingda.launcher.supervisor import Say, Supervisor
from yingda.settings import Address, Settings, load_settings

BASE_PARTS = frozenset({"postgres", "nats", "engine"})
ALL_PARTS = BASE_PARTS | {"service"}


def start_parts(settings: Settings, supervisor: Supervisor, names: Set[str], say: Say) -> Parts:
    """Start what is not configured elsewhere, in order; what is elsewhere is only checked.

    Raises:
        LauncherError: a part does not serve.
    """
    check_elsewhere(settings)
    places = Places(settings.data)
    parts = Parts(settings, places, supervisor)
    if "postgres" in names and settings.database_url is None:
        parts.postgres = Postgres(places)
        supervisor.start(parts.postgres)
    if "nats" in names and settings.nats_url is None:
        supervisor.start(Nats(places))
    if "engine" in names and settings.ari_url is None:
        parts.engine = find_engine(settings, say)
        supervisor.start(VoiceEngine(places, settings, parts.engine))
    if "service" in names:
        before = migrate(parts.database_url)
        if not before.is_current:
            say(f"database: schema {before.current or 'empty'} → {before.head}")
        supervisor.start(Service(settings.http, lambda: parts.environment))
    return parts


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
    """Run some of `postgres`, `nats`, `engine` and `service` in `data`, watched until the end.

    Addresses not given as settings are free ones; ports and passwords are kept in `data`.
    """
    free = {name: Address(LOOPBACK, free_port()) for name in ("sip", "http")}
    settings = load_settings(**{**free, **given, "data": data})
    wish = StopWish()
    supervisor = Supervisor(Places(settings.data), _silent, wish)
    supervisor.claim()
    try:
        parts = start_parts(settings, supervisor, names, _silent)
        watcher = threading.Thread(target=supervisor.watch, daemon=True)
        watcher.start()
        yield parts
        wish.event.set()
        watcher.join()
    finally:
        wish.event.set()
        supervisor.stop()


def _silent(_: str) -> None:
    """Say nothing: tests read the logs."""
