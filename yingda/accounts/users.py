"""Adding and changing users, in the transaction of the caller."""

from dataclasses import dataclass, field, replace
from typing import Any

from yingda.accounts import rules
from yingda.accounts.errors import LoginTaken, UserChanged, UserNotFound
from yingda.accounts.events import user_changed
from yingda.accounts.model import Actor, Caller, Role, User, UserId
from yingda.accounts.store import AuditTrail, SessionStore, UserStore
from yingda.kit.clock import Clock
from yingda.kit.db import Tx
from yingda.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class NewUser:
    login: str
    name: str
    password: str = field(repr=False)
    roles: frozenset[Role]
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class UserChange:
    """What to change; None leaves it. `version` is the one that was read."""

    version: int
    name: str | None = None
    roles: frozenset[Role] | None = None
    is_enabled: bool | None = None
    password: str | None = field(default=None, repr=False)


class UserBook:
    def __init__(self, tx: Tx, clock: Clock) -> None:
        self._users = UserStore(tx)
        self._sessions = SessionStore(tx)
        self._audit = AuditTrail(tx, clock)
        self._tx = tx
        self._clock = clock

    async def add(self, actor: Actor, new: NewUser, password_hash: str) -> User:
        user = User(
            id=UserId(new_id()),
            login=new.login,
            name=new.name,
            password_hash=password_hash,
            roles=new.roles,
            created_at=self._clock.now(),
            is_demo=new.is_demo,
        )
        if not await self._users.add(user):
            raise LoginTaken(login=new.login)
        seen = {"name": user.name, "roles": sorted(user.roles), "is_demo": user.is_demo}
        await self._audit.record(actor, "user.created", user.login, seen)
        await self._tx.announce(user_changed(user, user.created_at))
        return user

    async def change(
        self, actor: Actor, user_id: UserId, change: UserChange, password_hash: str | None
    ) -> User:
        administrators = await self._users.lock_administrators()
        before = await self._users.lock(user_id)
        if before is None:
            raise UserNotFound(user=str(user_id))
        if before.version != change.version:
            raise UserChanged(version=before.version)
        after = _changed(before, change, password_hash)
        rules.check_administrators(administrators, after)
        await self._users.save(after)
        if rules.ends_sessions(before, after):
            await self._sessions.remove_of(user_id)
        await self._audit.record(actor, "user.changed", after.login, _difference(before, after))
        await self._tx.announce(user_changed(after, self._clock.now()))
        return after

    async def set_own_password(self, caller: Caller, password_hash: str, *, keep: bytes) -> None:
        before = await self._users.lock(caller.id)
        if before is None:
            raise UserNotFound(user=str(caller.id))
        after = _changed(before, UserChange(before.version), password_hash)
        await self._users.save(after)
        await self._sessions.remove_of(caller.id, but=keep)
        await self._audit.record(caller, "user.changed", after.login, _difference(before, after))
        await self._tx.announce(user_changed(after, self._clock.now()))


def _changed(user: User, change: UserChange, password_hash: str | None) -> User:
    """Return the user after the change; a password of one's own ends being a demo user."""
    return replace(
        user,
        name=user.name if change.name is None else change.name,
        roles=user.roles if change.roles is None else change.roles,
        is_enabled=user.is_enabled if change.is_enabled is None else change.is_enabled,
        password_hash=password_hash or user.password_hash,
        is_demo=user.is_demo and password_hash is None,
        version=user.version + 1,
    )


def _difference(before: User, after: User) -> dict[str, Any]:
    """Return before and after of what changed; of a password only that it did."""
    changed: dict[str, Any] = {}
    if before.name != after.name:
        changed["name"] = [before.name, after.name]
    if before.roles != after.roles:
        changed["roles"] = [sorted(before.roles), sorted(after.roles)]
    if before.is_enabled != after.is_enabled:
        changed["is_enabled"] = [before.is_enabled, after.is_enabled]
    if before.password_hash != after.password_hash:
        changed["has_new_password"] = True
    return changed
