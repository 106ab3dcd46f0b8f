import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yingda.accounts import Permission
from yingda.customers import IdentityKind, Numbering, masked, masked_number, normalise_phone, shown
from yingda.customers.identities import normalise
from yingda.customers.model import CHINA

MOBILE = "+8613800000001"
LAND = "+861088886666"


@pytest.mark.parametrize(
    "raw",
    [
        "13800000001",
        "+8613800000001",
        "+86 138 0000 0001",
        "008613800000001",
        "8613800000001",
        "86-138-0000-0001",
        "013800000001",
        "+86(138)00000001",
        "138 0000 0001",
        "138-0000-0001",
        "１３８０００００００１",
        "＋８６１３８０００００００１",
        "138—0000—0001",
        "sip:13800000001@10.0.0.1:5060",
        "sips:+8613800000001@example.cn;transport=tls",
        "tel:+86-138-0000-0001;ext=5",
        "  13800000001\t",
        "17951 138 0000 0001",
    ],
)
def test_a_mobile_number_in_any_form_is_one_number(raw: str) -> None:
    assert normalise_phone(raw, CHINA) == MOBILE


@pytest.mark.parametrize(
    "raw",
    [
        "01088886666",
        "010-88886666",
        "(010)88886666",
        "（010）8888 6666",
        "010 8888 6666",
        "+86 10 8888 6666",
        "+86 010 8888 6666",
        "861088886666",
        "00861088886666",
    ],
)
def test_a_fixed_line_with_area_code_is_one_number(raw: str) -> None:
    assert normalise_phone(raw, CHINA) == LAND


def test_a_local_line_is_completed_by_the_area_code_of_the_centre() -> None:
    assert normalise_phone("8888 6666", Numbering("CN", "010")) == LAND
    assert normalise_phone("8888 6666", CHINA) == "88886666"


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("10000", "10000"),
        ("8001", "8001"),
        ("95533", "95533"),
        ("+1 212 555 0100", "+12125550100"),
        ("00442079460018", "+442079460018"),
        ("400-800-1234", "+864008001234"),
    ],
)
def test_service_numbers_stay_short_and_foreign_ones_keep_their_country(
    raw: str, normal: str
) -> None:
    assert normalise_phone(raw, CHINA) == normal


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "1",
        "anonymous",
        "Unavailable",
        "'; DROP TABLE customers; --",
        "<script>alert(1)</script>",
        "138000000a1",
        "\x00",
        "1380000\x000001",
        "+" * 100,
        "9" * 5000,
        "１" * 64,
        "sip:@",
        "sip:anonymous@anonymous.invalid",
        "😀😀😀",
        "+-+-+-",
    ],
)
def test_nonsense_is_nobody(raw: str) -> None:
    assert normalise_phone(raw, CHINA) is None


@given(st.text(max_size=200) | st.from_regex(r"[+0-9() .\-]{0,40}"))
@example("+86" + "0" * 12)
def test_whatever_arrives_gives_safe_digits_or_nothing(raw: str) -> None:
    normal = normalise_phone(raw, CHINA)
    if normal is not None:
        assert normal.removeprefix("+").isascii()
        assert normal.removeprefix("+").isdigit()
        assert len(normal) <= 17
        assert normalise_phone(normal, CHINA) == normal


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        (" Zhang.Wei@Example.CN ", "zhang.wei@example.cn"),
        ("a@b", None),
        ("a b@c.d", None),
        ("x@y.z, other@y.z", None),
    ],
)
def test_mail_addresses_are_small_letters(raw: str, normal: str | None) -> None:
    assert normalise(IdentityKind.EMAIL, raw, CHINA) == normal


@pytest.mark.parametrize(
    ("kind", "value", "seen"),
    [
        (IdentityKind.PHONE, MOBILE, "138****0001"),
        (IdentityKind.PHONE, LAND, "010-****6666"),
        (IdentityKind.PHONE, "10000", "10000"),
        (IdentityKind.PHONE, "88886666", "8****6666"),
        (IdentityKind.EMAIL, "zhang@example.cn", "z***@example.cn"),
        (IdentityKind.ACCOUNT, "6222020200001234567", "622************4567"),
    ],
)
def test_the_middle_is_hidden(kind: IdentityKind, value: str, seen: str) -> None:
    assert masked(kind, value) == seen


def test_only_who_may_see_numbers_sees_them_whole() -> None:
    assert shown(IdentityKind.PHONE, MOBILE, {Permission.NUMBERS_REVEAL}) == "138****0001"
    assert shown(IdentityKind.PHONE, MOBILE, {Permission.NUMBERS_SEE}) == "13800000001"


@given(st.text(min_size=6, max_size=40))
def test_a_masked_number_never_holds_the_whole_one(raw: str) -> None:
    assert raw not in masked_number(raw) or set(raw) <= {"*", "-"}
