import pytest

from yingda.accounts import Role
from yingda.customers import (
    CustomerChanged,
    CustomerNotFound,
    CustomerService,
    IdentityKind,
    PreferencesSpec,
    seeded_id,
)
from yingda.customers.changes import CustomerChange, NewIdentity
from yingda.customers.errors import IdentityInvalid, IdentityNotFound, IdentityTaken
from yingda.customers.pinyin import typed
from yingda.customers.tests.fakes import LI, WANG, caller_with
from yingda.kit.db import PgTx

pytestmark = pytest.mark.anyio
WANG_ID, LI_ID = seeded_id(WANG.key), seeded_id(LI.key)
AGENT = caller_with(Role.AGENT)


@pytest.mark.parametrize(
    "raw", ["13876543210", "+86 138 7654 3210", "008613876543210", "01087654321", "010-8765 4321"]
)
async def test_a_caller_is_found_by_any_form_of_any_number(
    customers: CustomerService, raw: str
) -> None:
    found = await customers.find_by_phone(raw)
    assert found is not None
    assert found.id == WANG_ID


@pytest.mark.parametrize("raw", ["", "anonymous", "\x00", "13000000000", "';--", "9" * 999])
async def test_nobody_is_found_by_nonsense_or_a_new_number(
    customers: CustomerService, raw: str
) -> None:
    assert await customers.find_by_phone(raw) is None


async def test_looking_up_a_number_reads_one_index(customers: CustomerService, tx: PgTx) -> None:
    await tx.execute("SET LOCAL enable_seqscan = off")
    plan = await tx.fetch_all(
        """
        EXPLAIN SELECT c.* FROM identities i JOIN customers c ON c.id = i.customer_id
        WHERE i.kind = 'phone' AND i.value = '+8613876543210'
        """
    )
    assert "identities_pkey" in str(plan)


async def test_a_mail_address_finds_its_customer(customers: CustomerService) -> None:
    found = await customers.find_by_email("wang.xm@EXAMPLE.cn")
    assert found is not None
    assert found.id == WANG_ID


@pytest.mark.parametrize(
    "text",
    [
        "王",
        "王小明",
        "小明",
        "wxm",
        "WangXiao",
        "43210",
        "876543210",
        "wang.xm@example.cn",
        "小明茶",
    ],
)
async def test_search_takes_name_sound_tail_and_mail(customers: CustomerService, text: str) -> None:
    found = [file.customer.id for file in await customers.search(text, 20)]
    assert WANG_ID in found
    assert LI_ID not in found or text == "43210"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("3210", True), ("43210", False), ("876543210", False), ("3876543210", True)],
)
async def test_hidden_digits_are_not_found_out_by_searching(
    customers: CustomerService, text: str, *, is_found: bool
) -> None:
    found = await customers.search(text, 20, sees_numbers=False)
    assert (WANG_ID in [file.customer.id for file in found]) is is_found


@pytest.mark.parametrize("text", ["%", "_", "\\", "王%明", "()", "' OR 1=1 --"])
async def test_search_reads_signs_literally(customers: CustomerService, text: str) -> None:
    assert await customers.search(text, 20) == []


async def test_search_without_text_lists_somebody(customers: CustomerService) -> None:
    assert len(await customers.search("  ", 1)) == 1


def test_names_are_typed_by_initials_or_sounds() -> None:
    assert typed("王小明") == "wxm wangxiaoming"
    assert typed("John Smith") == "js johnsmith"
    assert typed("！？") == ""


async def test_seeding_twice_finds_the_same_customers(customers: CustomerService, tx: PgTx) -> None:
    await customers.change(AGENT, WANG_ID, CustomerChange(1, note="常客"))
    again = await customers.seed([WANG, LI])
    assert again == {WANG.key: WANG_ID, LI.key: LI_ID}
    assert (await customers.get(WANG_ID)).customer.note == "常客"


async def test_a_change_says_what_was_changed_and_announces_the_masked_customer(
    customers: CustomerService, tx: PgTx
) -> None:
    change = CustomerChange(
        1,
        name="王晓明",
        note="喜欢先说结论",
        preferences=PreferencesSpec(channel="chat", do_not_call=True),
        add=(NewIdentity(IdentityKind.PHONE, "13111112222", "办公室"),),
        remove=(1,),
    )
    file = await customers.change(AGENT, WANG_ID, change)
    assert file.customer.version == 2
    assert file.customer.name_pinyin == "wxm wangxiaoming"
    assert [one.value for one in file.identities if one.kind is IdentityKind.PHONE] == [
        "+861087654321",
        "+8613111112222",
    ]
    audit = await tx.fetch_one("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
    assert audit is not None
    assert audit["actor_login"] == AGENT.login
    assert audit["detail"]["name"] == ["王小明", "王晓明"]
    assert audit["detail"]["note"] == [0, 6]
    assert audit["detail"]["added"] == ["131****2222"]
    assert audit["detail"]["removed"] == ["138****3210"]
    fact = await tx.fetch_one("SELECT * FROM outbox ORDER BY id DESC LIMIT 1")
    assert fact is not None
    assert (fact["topic"], fact["entity_id"], fact["version"]) == (
        "customer.changed",
        str(WANG_ID),
        2,
    )
    assert "13111112222" not in str(fact["body"])


async def test_two_editors_do_not_overwrite_each_other(customers: CustomerService) -> None:
    await customers.change(AGENT, WANG_ID, CustomerChange(1, note="先到"))
    with pytest.raises(CustomerChanged):
        await customers.change(AGENT, WANG_ID, CustomerChange(1, note="后到"))


async def test_a_number_belongs_to_one_customer(customers: CustomerService) -> None:
    taken = NewIdentity(IdentityKind.PHONE, "+86 138-7654-3210")
    with pytest.raises(IdentityTaken):
        await customers.change(AGENT, LI_ID, CustomerChange(1, add=(taken,)))


async def test_nonsense_is_no_identity(customers: CustomerService) -> None:
    bad = NewIdentity(IdentityKind.PHONE, "call me")
    with pytest.raises(IdentityInvalid):
        await customers.change(AGENT, LI_ID, CustomerChange(1, add=(bad,)))
    with pytest.raises(IdentityNotFound):
        await customers.change(AGENT, WANG_ID, CustomerChange(1, remove=(7,)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "010-87654321"),
        ("identities.1", "13876543210"),
        ("email", "wang.xm@example.cn"),
    ],
)
async def test_revealing_a_number_is_written_down_without_the_number(
    customers: CustomerService, tx: PgTx, field: str, value: str
) -> None:
    assert await customers.reveal(AGENT, WANG_ID, field, "客户要求回电") == value
    audit = await tx.fetch_one("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
    assert audit is not None
    assert (audit["action"], audit["target"]) == ("customer.revealed", str(WANG_ID))
    assert audit["detail"]["reason"] == "客户要求回电"
    assert value not in str(audit["detail"])


@pytest.mark.parametrize("field", ["identities.9", "identities.-1", "identities.٣", "shoe", ""])
async def test_there_is_nothing_to_reveal_elsewhere(customers: CustomerService, field: str) -> None:
    with pytest.raises(IdentityNotFound):
        await customers.reveal(AGENT, WANG_ID, field, "why not")


async def test_who_is_not_there_is_not_found(customers: CustomerService) -> None:
    with pytest.raises(CustomerNotFound):
        await customers.get(seeded_id("nobody"))
