"""What an operator may set, all by environment variables that begin with `YINGDA_`."""

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "YINGDA_"
_TRUNK = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}")
SECRET_NAMES = frozenset({"database_url", "nats_url", "ari_url"})


class Address(NamedTuple):
    """A host and a port, written `host:port`; an IPv6 host stands in brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host == "localhost" or ip_address(self.host).is_loopback


class SettingsRefused(Exception):
    """Settings that cannot be used: one sentence a mistake."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


def parse_address(text: object) -> Address:
    """Return the address written in `text`.

    Raises:
        ValueError: it is not `host:port` with an IP address or `localhost`.
    """
    if isinstance(text, Address):
        return text
    host, colon, port = str(text).strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("an address and a port, such as 127.0.0.1:8000")
    if host != "localhost":
        try:
            ip_address(host)
        except ValueError as odd:
            raise ValueError("an IP address (or localhost) before the colon") from odd
    return Address(host, int(port))


def parse_networks(text: object) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks written in `text`, divided by commas.

    Raises:
        ValueError: one of them is no network.
    """
    if isinstance(text, tuple):
        return text
    words = [word.strip() for word in str(text).split(",") if word.strip()]
    try:
        return tuple(ip_network(word) for word in words)
    except ValueError as odd:
        raise ValueError("addresses or networks divided by commas, such as 10.1.0.0/24") from odd


def url_of(*schemes: str) -> Callable[[object], str | None]:
    """Return a check that lets only URLs of these schemes pass; empty text means unset."""

    def check(text: object) -> str | None:
        if text is None or not str(text).strip():
            return None
        url = str(text).strip()
        if urlsplit(url).scheme not in schemes or not urlsplit(url).hostname:
            raise ValueError(f"an address that begins with {schemes[0]}://")
        return url

    return check


def parse_port_range(text: object) -> tuple[int, int] | None:
    """Return the first and last port of `text`, such as `30000-31999`; empty means unset.

    Raises:
        ValueError: it is not two ports with a hyphen, at least 100 apart.
    """
    if text is None or isinstance(text, tuple):
        return text
    first, _, last = str(text).partition("-")
    if not (first.isdigit() and last.isdigit() and 1024 <= int(first) <= int(last) - 99 < 65437):
        raise ValueError("two UDP ports at least 100 apart, such as 30000-31999")
    return int(first), int(last)


def parse_trunk(text: object) -> str | None:
    """Return host and port written in `text`; empty means unset.

    Raises:
        ValueError: it is not `host:port`.
    """
    where = "" if text is None else str(text).strip()
    if not where:
        return None
    if not _TRUNK.fullmatch(where) or not 0 < int(where.rpartition(":")[2]) < 65536:
        raise ValueError("a host and a port, such as sip.carrier.example:5060")
    return where


Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(parse_networks)
]
Where = Annotated[Address, NoDecode, BeforeValidator(parse_address)]
Trunk = Annotated[str | None, BeforeValidator(parse_trunk)]
PortRange = Annotated[tuple[int, int] | None, NoDecode, BeforeValidator(parse_port_range)]
DatabaseUrl = Annotated[str | None, BeforeValidator(url_of("postgresql", "postgres"))]
NatsUrl = Annotated[str | None, BeforeValidator(url_of("nats", "tls"))]
HttpUrl = Annotated[str | None, BeforeValidator(url_of("http", "https"))]
SocketUrl = Annotated[str | None, BeforeValidator(url_of("ws", "wss"))]


class Settings(BaseSettings):
    """The settings of one centre; each is described in `docs/settings.md`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True
    )

    data: Path = Path("var")
    http: Where = Address("127.0.0.1", 8000)
    sip: Where = Address("127.0.0.1", 5060)
    rtp: PortRange = None
    trunks: Networks = ()
    trunk: Trunk = None
    database_url: DatabaseUrl = Field(default=None, repr=False)
    nats_url: NatsUrl = Field(default=None, repr=False)
    ari_url: HttpUrl = Field(default=None, repr=False)
    phone_url: SocketUrl = None
    pack: str = Field(default="telecom", min_length=1)
    demo: bool | None = None
    speech: str | None = None
    engine: Path | None = None
    mirror: HttpUrl = None
    moh_tone: int | None = Field(default=None, ge=50, le=3400)

    def as_environment(self) -> dict[str, str]:
        """Return the settings that were given, as the variables another program would read."""
        return {
            PREFIX + name.upper(): ",".join(map(str, value))
            if name == "trunks"
            else "-".join(map(str, value))
            if name == "rtp"
            else str(value)
            for name in sorted(self.model_fields_set)
            if (value := getattr(self, name)) is not None
        }

    @property
    def is_demo(self) -> bool:
        """Whether the demo log-ins exist: asked for, or not said and only this machine sees us."""
        return self.http.is_loopback if self.demo is None else self.demo

    @property
    def recordings(self) -> Path:
        """Where the sound of calls is kept."""
        return self.data / "recordings"


def load_settings(**given: Any) -> Settings:
    """Return the settings of the environment, with `data` made absolute.

    Raises:
        SettingsRefused: at least one value cannot be used.
    """
    try:
        settings = Settings(**given)
    except ValidationError as refused:
        raise SettingsRefused([_sentence(dict(error)) for error in refused.errors()]) from None
    return settings.model_copy(update={"data": settings.data.expanduser().absolute()})


def _sentence(error: dict[str, Any]) -> str:
    """Return one sentence: the variable, what was given (secrets hidden), what was expected."""
    name = str(error["loc"][0]) if error["loc"] else ""
    given = "***" if name in SECRET_NAMES else error.get("input")
    expected = str(error["msg"]).removeprefix("Value error, ")
    return f'{PREFIX}{name.upper()} is "{given}", expected: {expected}.'
