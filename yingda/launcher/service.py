"""The service itself, as a part: our own program with the addresses of the other parts."""

import http.client
import json
import signal
import sys
from collections.abc import Callable, Mapping

from yingda.launcher.errors import NotReady, PortTaken
from yingda.launcher.ports import LOOPBACK, is_free, owner_of
from yingda.launcher.process import Command
from yingda.settings import Address

ANY_HOST = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104 -- compared with, never bound to


class Service:
    name = "service"
    stop_signal = signal.SIGTERM
    outlives_us = False  # a new launcher may bring new code; calls live in the engine meanwhile
    mark = ""

    def __init__(self, where: Address, environment: Callable[[], Mapping[str, str]]) -> None:
        self._where = where
        self._environment = environment

    def prepare(self) -> Command:
        where = self._where
        if not is_free(where):
            owner = owner_of(where.port)
            raise PortTaken(
                f"The web address {where} is taken{f' by {owner}' if owner else ''}.",
                "End that program, or set YINGDA_HTTP to another address, such as 127.0.0.1:8010.",
            )
        return Command(
            [sys.executable, "-m", "yingda.app"],
            environment=self._environment(),
        )

    def take_up(self) -> None:
        """Nothing is chosen at start: the address is a setting."""

    def check(self) -> None:
        check_health(self._where)

    def addresses(self) -> Mapping[str, str]:
        return {}


def check_health(where: Address) -> None:
    """Return when every part of the service serves.

    Raises:
        NotReady: it does not answer, or says which part does not.
    """
    status, told = get(where, "/healthz")
    if status != http.client.OK:
        raise NotReady(f"the service answers {status}: {told}", is_awake=True)


def demo_logins(where: Address) -> list[dict[str, str]]:
    """Return the demo log-ins a running service offers: login, password, name, role."""
    try:
        status, told = get(where, "/api/demo-logins")
    except NotReady:
        return []
    if status != http.client.OK:
        return []
    logins: list[dict[str, str]] = json.loads(told)
    return logins


def get(where: Address, path: str) -> tuple[int, str]:
    """Return status and text of a page of the service.

    Raises:
        NotReady: it does not answer.
    """
    line = http.client.HTTPConnection(ANY_HOST.get(where.host, where.host), where.port, timeout=3)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read(20_000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as refused:
        raise NotReady(f"the service does not answer: {refused}") from refused
    finally:
        line.close()
