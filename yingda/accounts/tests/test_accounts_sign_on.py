import asyncio

import pytest

from yingda.accounts import (
    SYSTEM,
    AccountService,
    Passwords,
    Permission,
    User,
    UserChange,
    UserSpec,
)
from yingda.accounts.errors import LoginLocked, NotSignedIn, SignOnBusy, WrongLogin
from yingda.accounts.tests.fakes import DEMO, TurnedClock
from yingda.kit.db import Database, Tx
from yingda.kit.errors import YingdaError

HERE = "10.0.0.7"
pytestmark = pytest.mark.anyio


async def test_the_right_password_opens_a_session_that_names_the_caller(
    accounts: AccountService,
) -> None:
    admission = await accounts.sign_on(" Li.Na ", "demo-8001", HERE)
    caller = await accounts.caller(admission.token, HERE)
    assert (caller.login, caller.name, caller.address) == ("li.na", "李娜", HERE)
    assert caller.may(Permission.DESK_USE)


async def test_an_unknown_login_and_a_wrong_password_get_the_same_answer(
    accounts: AccountService,
) -> None:
    for login in ("li.na", "nobody", "'; DROP TABLE users; --"):
        with pytest.raises(WrongLogin) as refused:
            await accounts.sign_on(login, "wrong", HERE)
        assert refused.value.details == {}


@pytest.mark.parametrize("login", ["li.na", "nobody"])
async def test_guessing_locks_the_login_whether_or_not_it_exists(
    accounts: AccountService, clock: TurnedClock, login: str
) -> None:
    for _ in range(5):
        with pytest.raises(WrongLogin):
            await accounts.sign_on(login, "wrong", HERE)
    with pytest.raises(LoginLocked):
        await accounts.sign_on(login, "demo-8001", "10.9.9.9")
    clock.turn(seconds=31)
    with pytest.raises(WrongLogin):
        await accounts.sign_on(login, "wrong", HERE)
    clock.turn(seconds=31)
    with pytest.raises(LoginLocked):
        await accounts.sign_on(login, "demo-8001", HERE)


async def test_a_hundred_tries_at_once_get_five_answers(accounts: AccountService) -> None:
    tries = [accounts.sign_on("li.na", f"guess-{n}", f"10.0.1.{n}") for n in range(40)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    codes = [one.code for one in results if isinstance(one, YingdaError)]
    assert (codes.count("wrong-login"), codes.count("login-locked")) == (5, 35)


async def test_one_address_cannot_try_many_logins(accounts: AccountService) -> None:
    for n in range(20):
        with pytest.raises(WrongLogin):
            await accounts.sign_on(f"user{n}", "wrong", HERE)
    with pytest.raises(LoginLocked):
        await accounts.sign_on("li.na", "demo-8001", HERE)
    await accounts.sign_on("li.na", "demo-8001", "10.0.0.8")


async def test_signing_on_clears_the_login_but_not_what_the_address_did(
    accounts: AccountService, database: Database
) -> None:
    for _ in range(3):
        with pytest.raises(WrongLogin):
            await accounts.sign_on("li.na", "wrong", HERE)
    await accounts.sign_on("li.na", "demo-8001", HERE)
    async with database.transaction() as tx:
        rows = await tx.fetch_all("SELECT scope, failed_count FROM sign_on_guesses")
    assert {row["scope"]: row["failed_count"] for row in rows} == {"address": 3}


async def test_an_idle_session_ends_after_twelve_hours_a_used_one_after_a_day(
    accounts: AccountService, clock: TurnedClock
) -> None:
    idle = (await accounts.sign_on("li.na", "demo-8001", HERE)).token
    used = (await accounts.sign_on("li.na", "demo-8001", HERE)).token
    for _ in range(2):
        clock.turn(hours=11)
        await accounts.caller(used, HERE)
    with pytest.raises(NotSignedIn):
        await accounts.caller(idle, HERE)
    clock.turn(hours=2, minutes=1)
    with pytest.raises(NotSignedIn):
        await accounts.caller(used, HERE)


@pytest.mark.parametrize("token", [None, "", "x" * 10_000, "\x00", "不是"])
async def test_a_made_up_token_is_nobody(accounts: AccountService, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        await accounts.caller(token, HERE)


async def test_the_database_never_holds_a_token_or_a_password(
    accounts: AccountService, database: Database
) -> None:
    token = (await accounts.sign_on("li.na", "demo-8001", HERE)).token
    with pytest.raises(WrongLogin):
        await accounts.sign_on("my-secret-word", "x", HERE)
    async with database.transaction() as tx:
        audit = await tx.fetch_all("SELECT audit::text AS line FROM audit")
        others = await tx.fetch_all(
            "SELECT users::text AS line FROM users UNION SELECT sessions::text FROM sessions"
        )
    told = "\n".join(row["line"] for row in audit)
    assert not any(word in told for word in (token, "demo-8001", "my-secret-word"))
    assert not any(word in row["line"] for row in others for word in (token, "demo-8001"))


async def test_sign_ons_failures_and_sign_offs_are_audited(accounts: AccountService) -> None:
    admission = await accounts.sign_on("li.na", "demo-8001", HERE)
    with pytest.raises(WrongLogin):
        await accounts.sign_on("li.na", "wrong", HERE)
    await accounts.sign_off(admission.token, admission.caller)
    lines = await accounts.audit(None, 3)
    assert [(line.action, line.target, line.address) for line in lines] == [
        ("session.closed", "li.na", HERE),
        ("session.refused", "li.na", HERE),
        ("session.opened", "li.na", HERE),
    ]


async def test_seeding_twice_changes_nothing(accounts: AccountService) -> None:
    before = await accounts.users()
    other = DEMO[0].model_copy(update={"name": "另一个", "password": "another-one"})
    await accounts.seed([other, *DEMO[1:]])
    assert await accounts.users() == before


async def test_demo_users_are_kept_out_where_others_can_reach_the_centre(
    accounts: AccountService, database: Database, clock: TurnedClock
) -> None:
    token = (await accounts.sign_on("li.na", "demo-8001", HERE)).token
    passwords = Passwords()
    strict = AccountService(database, clock, passwords, is_demo_allowed=False)
    await strict.seed(DEMO)
    with pytest.raises(WrongLogin):
        await strict.sign_on("li.na", "demo-8001", HERE)
    with pytest.raises(NotSignedIn):
        await strict.caller(token, HERE)
    assert await strict.demo_logins() == []
    passwords.close()


async def test_too_many_at_the_door_are_asked_to_come_again(
    database: Database, clock: TurnedClock
) -> None:
    passwords = Passwords(at_once=1, waiting_max=1)
    accounts = AccountService(database, clock, passwords, is_demo_allowed=True)
    spec = UserSpec(login="a", name="a", password="demo-a", roles=DEMO[0].roles)
    await accounts.seed([spec])
    tries = [accounts.sign_on("a", "demo-a", HERE) for _ in range(3)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignOnBusy) for one in results) >= 1
    passwords.close()


async def test_what_has_ended_is_swept_away(
    accounts: AccountService, database: Database, clock: TurnedClock
) -> None:
    await accounts.sign_on("li.na", "demo-8001", HERE)
    clock.turn(days=3)
    await accounts.forget_ended()
    async with database.transaction() as tx:
        left = await tx.fetch_one(
            "SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM sign_on_guesses) AS n"
        )
    assert left == {"n": 0}


async def test_who_shows_users_hears_of_another_name_in_the_same_transaction(
    database: Database, clock: TurnedClock
) -> None:
    heard: list[str] = []

    async def follow(tx: Tx, user: User) -> None:
        kept = await tx.fetch_one("SELECT name FROM users WHERE id = %s", (user.id,))
        assert kept == {"name": user.name}
        heard.append(user.name)

    passwords = Passwords()
    accounts = AccountService(database, clock, passwords, is_demo_allowed=True, follow=follow)
    (user, *_) = await accounts.seed(DEMO)

    renamed = await accounts.change_user(SYSTEM, user.id, UserChange(user.version, name="李小娜"))
    await accounts.change_user(SYSTEM, user.id, UserChange(renamed.version, password="another-one"))

    assert heard == ["李小娜"]
    passwords.close()
