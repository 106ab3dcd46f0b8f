"""Digest access authentication of SIP (RFC 2617, RFC 8760): answers to a challenge."""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

HASHES: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: str


def answer(challenge: str, login: Login, method: str, uri: str) -> str:
    """Return the value of the Authorization header that meets `challenge`."""
    asked = _fields(challenge)
    algorithm = asked.get("algorithm", "MD5").upper()
    hashed = HASHES[algorithm]
    realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
    secret = hashed(f"{login.user}:{realm}:{login.password}".encode())
    target = hashed(f"{method}:{uri}".encode())
    given = {"username": login.user, "realm": realm, "nonce": nonce, "uri": uri}
    bare = f"algorithm={algorithm}"
    if "auth" in asked.get("qop", "").split(","):
        cnonce = secrets.token_hex(8)
        given["response"] = hashed(f"{secret}:{nonce}:00000001:{cnonce}:auth:{target}".encode())
        given["cnonce"] = cnonce
        bare += ", qop=auth, nc=00000001"
    else:
        given["response"] = hashed(f"{secret}:{nonce}:{target}".encode())
    if "opaque" in asked:
        given["opaque"] = asked["opaque"]
    return "Digest " + ", ".join(f'{k}="{v}"' for k, v in given.items()) + ", " + bare


def choose(challenges: list[str]) -> str | None:
    """Return the first challenge whose algorithm we know."""
    known = (c for c in challenges if _fields(c).get("algorithm", "MD5").upper() in HASHES)
    return next(known, None)


def _fields(challenge: str) -> dict[str, str]:
    pairs = re.findall(r'([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))', challenge)
    return {name.lower(): quoted or bare for name, quoted, bare in pairs}
