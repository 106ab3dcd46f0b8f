"""The voice engine's configuration of one centre, filled in from `engine/config`."""

import hashlib
import re
import resource
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yingda.launcher.engine_store import Engine
from yingda.launcher.errors import LauncherError
from yingda.launcher.places import Places, keep_private
from yingda.launcher.sounds import make_sounds
from yingda.settings import Settings

TEMPLATES = Path(__file__).resolve().parents[2] / "engine" / "config"
TRUNK = "trunk.conf"
# The engine complains of these when they are missing; empty means: nothing of the kind.
EMPTY = ("features", "acl", "udptl", "ccss", "cli_aliases", "queues", "queuerules", "confbridge",
         "chan_websocket", "res_fax", "cel", "manager", "websocket_client",
         "amd", "codecs", "res_http_media_cache", "pjproject", "sip_notify")  # fmt: skip
SHARED = ("documentation", "rest-api", "firmware", "keys")
HOLD_LIMIT_S = 600
ANSWERED_LIMIT_S = 60
MOST_FILES = 65_536


@dataclass(frozen=True)
class EnginePorts:
    """The ports one engine has: HTTP on loopback, and the first and last for sound."""

    http: int
    rtp: tuple[int, int]


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with each `@name@` replaced; an unknown name is a mistake of ours."""
    return re.sub(r"@([a-z_]+)@", lambda found: values[found.group(1)], template)


def trunk_section(template: str, settings: Settings) -> str:
    """Return the part for callers without a password and for call-backs, empty without either."""
    allowed = [str(network) for network in settings.trunks]
    if settings.sip.is_loopback:
        allowed.insert(0, "127.0.0.0/8")
    if not allowed and settings.trunk is None:
        return ""
    contact = "" if settings.trunk is None else f"contact = sip:{settings.trunk}"
    matches = [f"match = {network}" for network in allowed]
    identify = ["[trunk]", "type = identify", "endpoint = trunk", *matches] if allowed else []
    return fill(template, {"contact": contact, "identify": "\n".join(identify)})


def config_mark(settings: Settings, engine: Engine) -> str:
    """Return a digest of all that decides how an engine behaves, beside its ports."""
    chosen = (
        settings.sip,
        settings.rtp,
        settings.trunks,
        settings.trunk,
        settings.moh_tone,
        engine.program,
    )
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.conf"))]
    return hashlib.sha256("\0".join([repr(chosen), *texts]).encode()).hexdigest()


def write_config(places: Places, settings: Settings, engine: Engine, ports: EnginePorts) -> Path:
    """Write the whole configuration and return its main file."""
    etc, var = places.engine / "etc", places.engine / "var"
    for folder in (etc, var, places.engine / "spool", places.engine / "log"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(mark in str(places.data) for mark in ",;()${}\"'\n"):
        raise LauncherError(
            f"The voice engine cannot use the data folder {places.data}.",
            "Set YINGDA_DATA to a path without commas, semicolons, brackets, quotes and $.",
        )
    values = _values(places, settings, engine, ports)
    for template in sorted(TEMPLATES.glob("*.conf")):
        if template.name != TRUNK:
            keep_private(etc / template.name, fill(template.read_text(encoding="utf-8"), values))
    for name in EMPTY:
        keep_private(etc / f"{name}.conf", "")
    for name in SHARED:
        _link(var / name, engine.share / name)
    make_sounds(var, engine.speech, settings.moh_tone)
    return etc / "asterisk.conf"


def _values(
    places: Places, settings: Settings, engine: Engine, ports: EnginePorts
) -> dict[str, str]:
    first, last = settings.rtp or ports.rtp
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    trunk = (TEMPLATES / TRUNK).read_text(encoding="utf-8")
    return {
        "etc": str(places.engine / "etc"),
        "var": str(places.engine / "var"),
        "spool": str(places.engine / "spool"),
        "log": str(places.engine / "log"),
        "music": str(places.engine / "var" / "music"),
        "run": str(places.socket_folder()),
        "modules": str(engine.modules),
        "recordings": str(places.recordings),
        "apology": str(places.engine / "var" / "apology"),
        "node": "voice-1",
        "maxfiles": str(most),
        "http_port": str(ports.http),
        "ari_password": places.secret("ari"),
        "rtp_first": str(first),
        "rtp_last": str(last),
        # Phones on one machine may send from another port than they told; elsewhere that is abuse.
        "strict_rtp": "no" if settings.sip.is_loopback else "yes",
        "sip": str(settings.sip),
        "hold_limit_s": str(HOLD_LIMIT_S),
        "answered_limit_s": str(ANSWERED_LIMIT_S),
        "trunk": trunk_section(trunk, settings),
    }


def _link(link: Path, target: Path) -> None:
    if link.is_symlink():
        link.unlink()
    link.symlink_to(target)
