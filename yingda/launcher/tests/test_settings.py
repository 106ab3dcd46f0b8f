from pathlib import Path

import pytest

from yingda.settings import Address, Settings, SettingsRefused, load_settings

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "settings.md"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `YINGDA_{name.upper()}` |" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("http", "8000", "an address and a port"),
        ("http", "127.0.0.1:0", "an address and a port"),
        ("http", "example.org:80", "an IP address"),
        ("sip", "127.0.0.1:70000", "an address and a port"),
        ("rtp", "30000-30010", "two UDP ports"),
        ("trunks", "10.0.0.1/8", "addresses or networks"),
        ("trunk", "sip:carrier", "a host and a port"),
        ("trunk", "carrier:70000", "a host and a port"),
        ("database_url", "mysql://x", "begins with postgresql://"),
        ("nats_url", "nats:", "begins with nats://"),
        ("ari_url", "ws://x", "begins with http://"),
        ("demo", "perhaps", "boolean"),
        ("moh_tone", "loud", "integer"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str, expected: str
) -> None:
    monkeypatch.setenv(f"YINGDA_{name.upper()}", given)

    with pytest.raises(SettingsRefused) as refused:
        load_settings()

    assert len(refused.value.sentences) == 1
    assert refused.value.sentences[0].startswith(f'YINGDA_{name.upper()} is "')
    assert expected in refused.value.sentences[0]


def test_a_refusal_never_repeats_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINGDA_DATABASE_URL", "mysql://me:hidden@host/x")

    with pytest.raises(SettingsRefused) as refused:
        load_settings()

    assert "hidden" not in str(refused.value)


def test_settings_survive_the_way_into_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    given = load_settings(
        data=Path("/srv/x"), trunks="10.0.0.0/8, 192.0.2.1", rtp="30000-31999",
        trunk="sip.carrier.example:5060",
        sip="[::1]:5070", demo=False, moh_tone=350,
    )  # fmt: skip
    for name, text in given.as_environment().items():
        monkeypatch.setenv(name, text)

    assert load_settings() == given


@pytest.mark.parametrize(
    ("http", "demo", "is_demo"),
    [
        ("127.0.0.1:8000", None, True),
        ("127.0.0.1:8000", False, False),
        ("0.0.0.0:8000", None, False),
        ("0.0.0.0:8000", True, True),
    ],
)
def test_demo_is_for_this_machine_unless_asked_for(
    http: str, *, demo: bool | None, is_demo: bool
) -> None:
    assert load_settings(http=http, demo=demo).is_demo is is_demo


def test_addresses_know_who_reaches_them() -> None:
    assert Address("127.0.0.1", 1).is_loopback
    assert Address("::1", 1).is_loopback
    assert not Address("192.0.2.1", 1).is_loopback
    assert str(Address("::1", 5060)) == "[::1]:5060"
