"""All SQL of users, sessions, guesses and the audit."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final, Literal

from yingda.accounts.model import (
    Actor,
    AuditLine,
    Guesses,
    Role,
    Session,
    User,
    UserId,
)
from yingda.kit.clauses import Clause, Pen
from yingda.kit.clock import Clock
from yingda.kit.db import Row, Tx

Scope = Literal["login", "address"]


_AUDITED: Final = Clause(
    "audited",
    """
    INSERT INTO audit (at, actor_id, actor_login, action, target, detail, address)
    SELECT at, actor_id, actor_login, action, target, detail, address
    FROM jsonb_populate_recordset(NULL::audit, $1::jsonb) AS given
    """,
)
_AUDITED_ONCE: Final = Clause(
    "audited_once",
    _AUDITED.sql
    + """
    WHERE NOT EXISTS (
        SELECT FROM audit AS known
        WHERE known.at > given.at - interval '10 minutes' AND known.actor_id = given.actor_id
            AND known.action = given.action AND known.target = given.target
    )
    """,
)


class AuditTrail:
    """Who did what, written with what they did."""

    def __init__(self, pen: Pen, clock: Clock) -> None:
        self._pen = pen
        self._clock = clock

    async def record(
        self, actor: Actor, action: str, target: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write one line; `action` is `noun.verb`, `target` names what it was done to.

        `detail` holds before and after, never a secret.
        """
        await self._pen.put(_AUDITED, [self._line(actor, action, target, detail)])

    async def record_once(self, actor: Actor, action: str, target: str) -> None:
        """Write one line for what is done piece by piece, unless one was in the last 10 minutes."""
        await self._pen.put(_AUDITED_ONCE, [self._line(actor, action, target, None)])

    def _line(
        self, actor: Actor, action: str, target: str, detail: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        return {
            "at": self._clock.now(),
            "actor_id": actor.id,
            "actor_login": actor.login,
            "action": action,
            "target": target,
            "detail": detail or {},
            "address": actor.address,
        }


async def audit_before(tx: Tx, line: int | None, limit: int) -> list[AuditLine]:
    """Return the lines of the audit older than `line`, newest first."""
    rows = await tx.fetch_all(
        """
        SELECT id, at, actor_id, actor_login, action, target, detail, address FROM audit
        WHERE %(line)s::bigint IS NULL OR id < %(line)s ORDER BY id DESC LIMIT %(limit)s
        """,
        {"line": line, "limit": limit},
    )
    return [AuditLine(**row) for row in rows]


class UserStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def all(self) -> list[User]:
        return [
            _user(row) for row in await self._tx.fetch_all("SELECT * FROM users ORDER BY login")
        ]

    async def by_login(self, login: str) -> User | None:
        row = await self._tx.fetch_one("SELECT * FROM users WHERE login = %s", (login,))
        return _user(row) if row else None

    async def lock(self, user: UserId) -> User | None:
        row = await self._tx.fetch_one("SELECT * FROM users WHERE id = %s FOR UPDATE", (user,))
        return _user(row) if row else None

    async def add(self, user: User) -> bool:
        """Return False when the login is taken."""
        return (
            await self._tx.execute(
                """
            INSERT INTO users (id, login, name, password_hash, roles, is_enabled, is_demo,
                version, created_at)
            VALUES (%(id)s, %(login)s, %(name)s, %(password_hash)s, %(roles)s, %(is_enabled)s,
                %(is_demo)s, %(version)s, %(created_at)s)
            ON CONFLICT (login) DO NOTHING
            """,
                _columns(user),
            )
            == 1
        )

    async def save(self, user: User) -> None:
        await self._tx.execute(
            """
            UPDATE users SET name = %(name)s, password_hash = %(password_hash)s, roles = %(roles)s,
                is_enabled = %(is_enabled)s, is_demo = %(is_demo)s, version = %(version)s
            WHERE id = %(id)s
            """,
            _columns(user),
        )

    async def lock_administrators(self) -> set[UserId]:
        """Return the enabled administrators, locked so that two cannot remove each other."""
        rows = await self._tx.fetch_all(
            "SELECT id FROM users WHERE is_enabled AND %s = ANY (roles) ORDER BY id FOR UPDATE",
            (Role.ADMINISTRATOR,),
        )
        return {UserId(row["id"]) for row in rows}


class SessionStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def add(self, token_hash: bytes, session: Session, address: str) -> None:
        await self._tx.execute(
            """
            INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at, address)
            VALUES (%s, %s, %s, %s, %s, %s)
            """,
            (
                token_hash,
                session.user.id,
                session.created_at,
                session.seen_at,
                session.expires_at,
                address,
            ),
        )

    async def find(self, token_hash: bytes) -> Session | None:
        row = await self._tx.fetch_one(
            """
            SELECT u.*, s.created_at AS began_at, s.seen_at, s.expires_at
            FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = %s
            """,
            (token_hash,),
        )
        if row is None:
            return None
        return Session(_user(row), row["began_at"], row["seen_at"], row["expires_at"])

    async def seen(self, token_hash: bytes, at: datetime, expires_at: datetime) -> None:
        await self._tx.execute(
            "UPDATE sessions SET seen_at = %s, expires_at = %s WHERE token_hash = %s",
            (at, expires_at, token_hash),
        )

    async def remove(self, token_hash: bytes) -> None:
        await self._tx.execute("DELETE FROM sessions WHERE token_hash = %s", (token_hash,))

    async def remove_of(self, user: UserId, *, but: bytes = b"") -> None:
        await self._tx.execute(
            "DELETE FROM sessions WHERE user_id = %s AND token_hash <> %s", (user, but)
        )

    async def remove_ended(self, now: datetime) -> int:
        return await self._tx.execute("DELETE FROM sessions WHERE expires_at < %s", (now,))


class GuessStore:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def lock(self, scope: Scope, subject: str) -> Guesses:
        """Return the guesses and hold them; all callers lock the login before the address."""
        await self._tx.execute(
            "INSERT INTO sign_on_guesses (scope, subject) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (scope, subject),
        )
        row = await self._tx.fetch_one(
            """
            SELECT failed_count, failed_at, locked_until FROM sign_on_guesses
            WHERE scope = %s AND subject = %s FOR UPDATE
            """,
            (scope, subject),
        )
        return Guesses(**row) if row else Guesses()

    async def save(self, scope: Scope, subject: str, guesses: Guesses) -> None:
        await self._tx.execute(
            """
            UPDATE sign_on_guesses SET failed_count = %s, failed_at = %s, locked_until = %s
            WHERE scope = %s AND subject = %s
            """,
            (guesses.failed_count, guesses.failed_at, guesses.locked_until, scope, subject),
        )

    async def clear(self, scope: Scope, subject: str) -> None:
        await self._tx.execute(
            "DELETE FROM sign_on_guesses WHERE scope = %s AND subject = %s", (scope, subject)
        )

    async def remove_before(self, moment: datetime) -> int:
        return await self._tx.execute(
            """
            DELETE FROM sign_on_guesses
            WHERE failed_at < %(moment)s AND coalesce(locked_until, %(moment)s) <= %(moment)s
            """,
            {"moment": moment},
        )


def _user(row: Row) -> User:
    names = ("id", "login", "name", "password_hash", "is_enabled", "is_demo", "version")
    known = frozenset(Role(role) for role in row["roles"] if role in set(Role))
    return User(**{name: row[name] for name in names}, roles=known, created_at=row["created_at"])


def _columns(user: User) -> dict[str, Any]:
    return asdict(user) | {"roles": sorted(user.roles)}
