"""Sessions, users and the audit over HTTP; and the doorkeeper of every other route."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from starlette.requests import HTTPConnection

from yingda.accounts import SESSION_COOKIE, SignedOn
from yingda.accounts.model import Caller, Permission, Role, UserId
from yingda.accounts.rules import SESSION_LONGEST, require
from yingda.accounts.service import AccountService, Admission
from yingda.accounts.specs import Login
from yingda.accounts.users import NewUser, UserChange
from yingda.accounts.views import (
    AuditView,
    DemoLoginView,
    SessionView,
    UserView,
    audit_view,
    session_view,
    user_view,
)
from yingda.kit.words import Spec

Password = Annotated[str, Field(max_length=1024)]
Name = Annotated[str, Field(min_length=1, max_length=64)]


class SignOnBody(Spec):
    login: str = Field(max_length=200)
    password: Password


class PasswordBody(Spec):
    old: Password
    new: Password


class NewUserBody(Spec):
    login: Login
    name: Name
    password: Password
    roles: tuple[Role, ...] = Field(min_length=1)


class UserChangeBody(Spec):
    version: int
    name: Name | None = None
    roles: tuple[Role, ...] | None = Field(default=None, min_length=1)
    is_enabled: bool | None = None
    password: Password | None = None


def address_of(connection: HTTPConnection) -> str:
    """Return where a request comes from."""
    return connection.client.host if connection.client else ""


def is_local(connection: HTTPConnection) -> bool:
    """Return whether a request comes from this machine and calls us by a name only it has."""
    return all(map(_is_loopback, (address_of(connection), connection.url.hostname or "")))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def doorkeeper(accounts: AccountService) -> SignedOn:
    """Return the factory of the dependency by which every route learns who is calling."""

    def signed_on(permission: Permission | None) -> Any:
        async def caller(connection: HTTPConnection) -> Caller:
            token = connection.cookies.get(SESSION_COOKIE)
            found = await accounts.caller(token, address_of(connection))
            if permission is not None:
                require(found, permission)
            return found

        return caller

    return signed_on


def router(accounts: AccountService, *, is_demo_local: bool = False) -> APIRouter:
    """Return the routes of this room.

    `is_demo_local`: demo users come in only from this machine and under its own name, so that no
    web server in front, and no foreign page whose name was made to point here, opens the demo.
    """
    signed_on = doorkeeper(accounts)
    routes = APIRouter(prefix="/api")
    _add_sign_on(routes, accounts, lambda asked: not is_demo_local or is_local(asked))
    _add_session(routes, accounts, signed_on)
    _add_users(routes, accounts, signed_on)
    return routes


def _add_sign_on(
    routes: APIRouter, accounts: AccountService, may_demo: Callable[[Request], bool]
) -> None:
    @routes.post("/session")
    async def sign_on(body: SignOnBody, request: Request, response: Response) -> SessionView:
        admission = await accounts.sign_on(
            body.login, body.password, address_of(request), is_local=may_demo(request)
        )
        _keep(response, admission, is_secure=request.url.scheme == "https")
        return session_view(admission.caller)

    @routes.get("/demo-logins")
    async def demo_logins(request: Request) -> list[DemoLoginView]:
        return [
            {
                "login": spec.login,
                "password": spec.password,
                "name": spec.name,
                "role": spec.roles[0],
            }
            for spec in await accounts.demo_logins(is_local=may_demo(request))
        ]


def _add_session(routes: APIRouter, accounts: AccountService, signed_on: SignedOn) -> None:
    anybody = Annotated[Caller, Depends(signed_on(None))]

    @routes.get("/session")
    async def session(caller: anybody) -> SessionView:
        return session_view(caller)

    @routes.delete("/session", status_code=204)
    async def sign_off(caller: anybody, request: Request, response: Response) -> None:
        await accounts.sign_off(request.cookies[SESSION_COOKIE], caller)
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")

    @routes.put("/session/password", status_code=204)
    async def change_password(caller: anybody, body: PasswordBody, request: Request) -> None:
        token = request.cookies[SESSION_COOKIE]
        await accounts.change_own_password(caller, token, body.old, body.new)


def _add_users(routes: APIRouter, accounts: AccountService, signed_on: SignedOn) -> None:
    edits, audits = signed_on(Permission.USERS_EDIT), signed_on(Permission.AUDIT_READ)
    editor = Annotated[Caller, Depends(edits)]

    @routes.get("/users", dependencies=[Depends(edits)])
    async def users() -> list[UserView]:
        return [user_view(user) for user in await accounts.users()]

    @routes.post("/users", status_code=201)
    async def create_user(caller: editor, body: NewUserBody) -> UserView:
        new = NewUser(body.login, body.name, body.password, frozenset(body.roles))
        return user_view(await accounts.create_user(caller, new))

    @routes.patch("/users/{user}")
    async def change_user(caller: editor, user: UserId, body: UserChangeBody) -> UserView:
        roles = frozenset(body.roles) if body.roles else None
        change = UserChange(body.version, body.name, roles, body.is_enabled, body.password)
        return user_view(await accounts.change_user(caller, user, change))

    @routes.get("/audit", dependencies=[Depends(audits)])
    async def audit(
        before: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> list[AuditView]:
        return [audit_view(line) for line in await accounts.audit(before, limit)]


def _keep(response: Response, admission: Admission, *, is_secure: bool) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        admission.token,
        max_age=int(SESSION_LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=is_secure,
    )
