"""Sign on, sign off, and who is calling.

Checking a password takes tens of milliseconds, so no transaction is held meanwhile: a try is
charged in one, judged outside, and its result written in a second. That is why this service opens
its transactions itself.
"""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from yingda.accounts import rules
from yingda.accounts.errors import LoginLocked, NotSignedIn, WrongLogin
from yingda.accounts.model import SYSTEM, Actor, AuditLine, Caller, Session, User, UserId
from yingda.accounts.passwords import Passwords
from yingda.accounts.specs import UserSpec
from yingda.accounts.store import (
    AuditTrail,
    GuessStore,
    SessionStore,
    UserStore,
    audit_before,
)
from yingda.accounts.users import NewUser, UserBook, UserChange
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx

Follow = Callable[[Tx, User], Awaitable[None]]
"""Told of a user renamed, let in or shut out, in the transaction that does it."""


async def _nobody(_: Tx, __: User) -> None:
    """Nobody shows users beside this room."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A caller let in, and the token that the browser keeps."""

    caller: Caller
    token: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who tried to sign on; the login is named only if there is such a user."""

    login: str
    address: str
    id: None = None


class AccountService:
    """The door. `is_demo_allowed` is false where others than this machine can reach it.

    A try that is not `is_local` may not be a demo user's.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        passwords: Passwords,
        *,
        is_demo_allowed: bool,
        follow: Follow = _nobody,
    ) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._is_demo_allowed = is_demo_allowed
        self._follow = follow
        self._demo: tuple[UserSpec, ...] = ()

    async def seed(self, specs: Sequence[UserSpec]) -> list[User]:
        """Make sure that the demo users exist, and return them in the order of `specs`.

        One that exists is left as it is.
        """
        self._demo = tuple(specs)
        return [await self._seed_one(spec) for spec in specs]

    async def demo_logins(self, *, is_local: bool = True) -> list[UserSpec]:
        """Return the published logins that still work with their published password."""
        if not (self._is_demo_allowed and is_local):
            return []
        usable = {user.login for user in await self.users() if user.is_demo and user.is_enabled}
        return [spec for spec in self._demo if spec.login in usable]

    async def users(self) -> list[User]:
        async with self._database.transaction() as tx:
            return await UserStore(tx).all()

    async def create_user(self, actor: Actor, new: NewUser) -> User:
        """Add a user.

        Raises:
            LoginTaken: there is such a login.
            PasswordWeak: the password is too easy.
        """
        rules.check_password(new.password, new.login)
        hashed = await self._passwords.hash(new.password)
        async with self._database.transaction() as tx:
            return await UserBook(tx, self._clock).add(actor, new, hashed)

    async def change_user(self, actor: Actor, user: UserId, change: UserChange) -> User:
        """Change a user; a new password, other roles or a ban end the user's sessions.

        Raises:
            UserNotFound: no such user.
            UserChanged: somebody saved it meanwhile.
            LastAdministrator: nobody would be left who can edit users.
            PasswordWeak: the new password is too easy.
        """
        hashed = None
        if change.password is not None:
            rules.check_password(change.password, "")
            hashed = await self._passwords.hash(change.password)
        async with self._database.transaction() as tx:
            changed = await UserBook(tx, self._clock).change(actor, user, change, hashed)
            if change.name is not None or change.is_enabled is not None:
                await self._follow(tx, changed)
            return changed

    async def change_own_password(self, caller: Caller, token: str, old: str, new: str) -> None:
        """Change the caller's password and end the caller's other sessions.

        Raises:
            LoginLocked: too many wrong tries.
            WrongLogin: the old password is wrong.
            PasswordWeak: the new one is too easy.
        """
        rules.check_password(new, caller.login)
        user = await self._charge(caller.login, caller.address)
        if user is None or not await self._passwords.is_right(old, user.password_hash):
            await self._refuse(user, caller.address)
            raise WrongLogin
        hashed = await self._passwords.hash(new)
        async with self._database.transaction() as tx:
            await self._forgive(tx, caller.login, caller.address)
            book = UserBook(tx, self._clock)
            await book.set_own_password(caller, hashed, keep=token_hash(token))

    async def sign_on(
        self, login: str, password: str, address: str, *, is_local: bool = True
    ) -> Admission:
        """Let a user in and open a session.

        Raises:
            LoginLocked: too many wrong tries for this login or from this address.
            WrongLogin: no such user, a wrong password, or a user who may not come in.
            SignOnBusy: too many passwords are being checked.
        """
        login = login.strip().lower()[: rules.LOGIN_MAX]
        user = await self._charge(login, address)
        fits = await self._passwords.is_right(password, user.password_hash if user else None)
        if user is None or not fits or not self._may_enter(user, is_local=is_local):
            await self._refuse(user, address)
            raise WrongLogin
        return await self._admit(user, address)

    async def caller(self, token: str | None, address: str) -> Caller:
        """Return who holds this session, and keep it alive.

        Raises:
            NotSignedIn: no such session, ended, or its user may no longer come in.
        """
        if not token:
            raise NotSignedIn
        key, now = token_hash(token), self._clock.now()
        async with self._database.transaction() as tx:
            sessions = SessionStore(tx)
            session = await sessions.find(key)
            if session is None or session.expires_at <= now or not self._may_enter(session.user):
                raise NotSignedIn
            if now - session.seen_at >= rules.SEEN_EVERY:
                await sessions.seen(key, now, rules.session_end(session.created_at, now))
        return caller_of(session.user, address)

    async def sign_off(self, token: str, caller: Caller) -> None:
        async with self._database.transaction() as tx:
            await SessionStore(tx).remove(token_hash(token))
            await self._note(tx, caller, "session.closed", caller.login)

    async def audit(self, before: int | None, limit: int) -> list[AuditLine]:
        """Return the audit before a line, newest first."""
        async with self._database.transaction() as tx:
            return await audit_before(tx, before, limit)

    async def forget_ended(self) -> None:
        """Remove sessions that ended and guesses nobody counts any more; run now and then."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await SessionStore(tx).remove_ended(now - timedelta(days=1))
            await GuessStore(tx).remove_before(now - rules.LOGIN_LOCK.forget_after)

    def _may_enter(self, user: User, *, is_local: bool = True) -> bool:
        return rules.may_enter(user, is_demo_allowed=self._is_demo_allowed and is_local)

    async def _charge(self, login: str, address: str) -> User | None:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            store = GuessStore(tx)
            by_login = await store.lock("login", login)
            by_address = await store.lock("address", address)
            until = rules.locked_until((by_login, by_address), now)
            if until is None:
                await store.save("login", login, rules.charge(by_login, rules.LOGIN_LOCK, now))
                charged = rules.charge(by_address, rules.ADDRESS_LOCK, now)
                await store.save("address", address, charged)
                return await UserStore(tx).by_login(login)
        raise LoginLocked(until=until.isoformat())

    async def _admit(self, user: User, address: str) -> Admission:
        token, now = secrets.token_urlsafe(32), self._clock.now()
        caller = caller_of(user, address)
        session = Session(user, now, now, rules.session_end(now, now))
        async with self._database.transaction() as tx:
            await self._forgive(tx, user.login, address)
            await SessionStore(tx).add(token_hash(token), session, address)
            await self._note(tx, caller, "session.opened", user.login)
        return Admission(caller, token)

    async def _forgive(self, tx: Tx, login: str, address: str) -> None:
        guesses = GuessStore(tx)
        await guesses.clear("login", login)
        by_address = await guesses.lock("address", address)
        await guesses.save("address", address, rules.forgive(by_address))

    async def _seed_one(self, spec: UserSpec) -> User:
        async with self._database.transaction() as tx:
            known = await UserStore(tx).by_login(spec.login)
        if known is not None:
            return known
        new = NewUser(spec.login, spec.name, spec.password, frozenset(spec.roles), is_demo=True)
        hashed = await self._passwords.hash(spec.password)
        async with self._database.transaction() as tx:
            return await UserBook(tx, self._clock).add(SYSTEM, new, hashed)

    async def _refuse(self, user: User | None, address: str) -> None:
        """Write the failure down; an unknown login may be a password typed into the wrong box."""
        stranger = Stranger(user.login if user else "?", address)
        async with self._database.transaction() as tx:
            await self._note(tx, stranger, "session.refused", stranger.login)

    async def _note(self, tx: Tx, actor: Actor, action: str, target: str) -> None:
        await AuditTrail(tx, self._clock).record(actor, action, target)


def caller_of(user: User, address: str) -> Caller:
    """Return the user as others see who is calling."""
    permissions = rules.permissions_of(user.roles)
    return Caller(user.id, user.login, user.name, user.roles, permissions, address)


def token_hash(token: str) -> bytes:
    """Return what the database knows of a token: a stolen copy of it opens nothing."""
    return hashlib.sha256(token.encode()).digest()
