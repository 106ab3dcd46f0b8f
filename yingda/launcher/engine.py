"""The voice engine: Asterisk with a configuration of our own, checked over ARI."""

import base64
import http.client
import signal
from collections.abc import Mapping
from urllib.parse import urlsplit

from yingda.launcher.engine_config import EnginePorts, config_mark, write_config
from yingda.launcher.engine_store import Engine
from yingda.launcher.errors import NotReady, PortTaken
from yingda.launcher.places import Places
from yingda.launcher.ports import LOOPBACK, free_port, is_free_for_sip, owner_of, rtp_block
from yingda.launcher.process import Command
from yingda.settings import Address, Settings

USER = "yingda"


class VoiceEngine:
    name = "engine"
    stop_signal = signal.SIGTERM
    outlives_us = True

    def __init__(self, places: Places, settings: Settings, engine: Engine) -> None:
        self._places = places
        self._settings = settings
        self._engine = engine
        self._port = 0

    @property
    def mark(self) -> str:
        return config_mark(self._settings, self._engine)

    def prepare(self) -> Command:
        sip = self._settings.sip
        if not is_free_for_sip(sip):
            owner = owner_of(sip.port)
            raise PortTaken(
                f"The SIP address {sip} is taken{f' by {owner}' if owner else ''}.",
                "End that program, or set YINGDA_SIP to another address, such as 127.0.0.1:5070.",
            )
        self._port = free_port(self._places.kept_number("engine.port"))
        self._places.keep_number("engine.port", self._port)
        rtp = rtp_block(self._places.kept_number("engine.rtp"))
        self._places.keep_number("engine.rtp", rtp[0])
        ports = EnginePorts(self._port, rtp)
        config = write_config(self._places, self._settings, self._engine, ports)
        return Command([*self._engine.program, "-C", str(config), "-f"])

    def take_up(self) -> None:
        self._port = self._places.kept_number("engine.port") or 0

    def check(self) -> None:
        check_ari(self._url())

    def addresses(self) -> Mapping[str, str]:
        return {
            "YINGDA_ARI_URL": self._url(),
            "YINGDA_PHONE_URL": f"ws://{LOOPBACK}:{self._port}/ws",
        }

    @property
    def sip(self) -> Address:
        return self._settings.sip

    def _url(self) -> str:
        return f"http://{USER}:{self._places.secret('ari')}@{LOOPBACK}:{self._port}/ari"


def check_ari(url: str) -> None:
    """Return when ARI answers at `url`.

    Raises:
        NotReady: nobody answers, the password is refused, or the engine is still loading.
    """
    where = urlsplit(url)
    login = f"{where.username}:{where.password}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(login).decode()}"}
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    line = kind(where.hostname or "", where.port, timeout=2)
    try:
        line.request("GET", f"{where.path}/asterisk/info?only=status", headers=headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as refused:
        raise NotReady(f"ARI does not answer: {refused}") from refused
    finally:
        line.close()
    if status != http.client.OK:
        raise NotReady(f"ARI answers {status}")
