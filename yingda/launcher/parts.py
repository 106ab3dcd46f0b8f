"""What of a centre runs, and where it is reached."""

import os
import shlex
import signal
from collections.abc import Mapping
from dataclasses import dataclass

from yingda.launcher.engine_store import Engine
from yingda.launcher.places import Places
from yingda.launcher.postgres import Postgres
from yingda.launcher.supervisor import Supervisor
from yingda.settings import Address, Settings


@dataclass
class Parts:
    """The running parts of one data folder. Their addresses hold passwords: do not log them."""

    settings: Settings
    places: Places
    supervisor: Supervisor
    postgres: Postgres | None = None
    engine: Engine | None = None

    @property
    def database_url(self) -> str:
        """The centre's own database; the role owns it and no more."""
        return self._address("YINGDA_DATABASE_URL")

    @property
    def admin_url(self) -> str | None:
        """Where databases can be made, when the server is ours."""
        return self.postgres.admin_url() if self.postgres else None

    @property
    def nats_url(self) -> str:
        return self._address("YINGDA_NATS_URL")

    @property
    def ari_url(self) -> str:
        return self._address("YINGDA_ARI_URL")

    @property
    def phone_url(self) -> str:
        """The WebSocket for browser phones."""
        return self._address("YINGDA_PHONE_URL")

    @property
    def sip(self) -> Address:
        return self.settings.sip

    @property
    def http(self) -> Address:
        return self.settings.http

    @property
    def environment(self) -> Mapping[str, str]:
        """What the service is told: settings, addresses as they are now, what speaks prompts."""
        speech = {"YINGDA_SPEECH": shlex.join(self.engine.speech)} if self.engine else {}
        return {**speech, **self.settings.as_environment(), **self.supervisor.addresses()}

    @property
    def service_settings(self) -> Settings:
        """The settings as the service sees them."""
        told = {
            name.removeprefix("YINGDA_").lower(): text
            for name, text in self.supervisor.addresses().items()
        }
        if self.engine and self.settings.speech is None:
            told["speech"] = shlex.join(self.engine.speech)
        return self.settings.model_copy(update=told)

    def pid(self, name: str) -> int:
        """Return the process id of a part."""
        return self.supervisor.pid(name)

    def kill(self, name: str) -> None:
        """Kill a part as a crash would; the supervisor brings it back."""
        os.kill(self.pid(name), signal.SIGKILL)

    def _address(self, name: str) -> str:
        return self.environment[name]
