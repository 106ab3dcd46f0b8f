"""The real parts, started the way every test starts them."""

import base64
import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from yingda.launcher import Parts, running_parts
from yingda.launcher.nats import check_jetstream
from yingda.launcher.schema import known_steps, schema_state


def test_the_database_has_the_newest_schema(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    assert schema_state(database_url).is_current


def test_the_migrations_are_one_line() -> None:
    steps = known_steps()
    assert len(set(steps.values())) == len(steps)


def test_a_test_can_have_a_database_of_its_own(own_database_url: str, database_url: str) -> None:
    assert own_database_url != database_url
    assert schema_state(own_database_url).is_current


def test_jetstream_answers(nats_url: str) -> None:
    check_jetstream(nats_url)


@pytest.mark.engine
def test_the_engine_loads_without_complaint(parts_folder: Path) -> None:
    with running_parts(parts_folder / "untouched", {"engine"}) as parts:
        log = (parts.places.engine / "log" / "messages.log").read_text()
    assert [line for line in log.splitlines() if "WARN" in line or "ERR" in line] == []


@pytest.mark.engine
@pytest.mark.parametrize("is_web", [False, True])
def test_phones_are_pushed_over_ari(engine: Parts, *, is_web: bool) -> None:
    name = f"agent-{is_web}"
    push(engine, "auth", name, {"auth_type": "digest", "username": name, "password": "p" * 16})
    push(engine, "aor", name, {"max_contacts": "1", "remove_existing": "yes"})
    phone = {"context": "from-agents", "auth": name, "aors": name, "disallow": "all"}
    phone |= {"allow": "opus,g722,alaw", "direct_media": "no", "message_context": "no-messages"}
    push(engine, "endpoint", name, phone | ({"webrtc": "yes"} if is_web else {}))
    assert ask(engine, "GET", f"/endpoints/PJSIP/{name}")["state"] == "offline"


def push(engine: Parts, kind: str, name: str, fields: dict[str, str]) -> None:
    body = {"fields": [{"attribute": key, "value": text} for key, text in fields.items()]}
    ask(engine, "PUT", f"/asterisk/config/dynamic/res_pjsip/{kind}/{name}", body)


def ask(engine: Parts, method: str, path: str, body: object = None) -> Any:
    where = urlsplit(engine.ari_url)
    login = base64.b64encode(f"{where.username}:{where.password}".encode()).decode()
    request = urllib.request.Request(
        f"http://{where.hostname}:{where.port}{where.path}{path}",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"Basic {login}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 -- as above
        told: Any = json.loads(answer.read() or b"{}")
        return told
