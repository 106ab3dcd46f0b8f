"""Customers over HTTP."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from typing_extensions import TypedDict

from yingda.accounts import Caller, Permission, SignedOn
from yingda.customers.changes import CustomerChange, NewIdentity
from yingda.customers.model import CHINA, CustomerFile, CustomerId, IdentityKind, Numbering
from yingda.customers.ports import Tiers
from yingda.customers.service import CustomerService
from yingda.customers.specs import CustomerSpec, Line, Name, PreferencesSpec, ProductSpec
from yingda.customers.views import CustomerRow, CustomerView, row_view, view
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.words import Spec

Note = Annotated[str, Field(max_length=20_000)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Language = Literal["zh-CN", "en"]


@dataclass(frozen=True, slots=True)
class CustomersEdge:
    """What the routes stand on."""

    database: Database
    clock: Clock
    tiers: Tiers
    numbering: Numbering = CHINA

    def service(self, tx: Tx) -> CustomerService:
        return CustomerService(tx, self.clock, self.numbering)

    async def view(self, tx: Tx, file: CustomerFile, caller: Caller) -> CustomerView:
        customer = file.customer.id
        tier = (await self.tiers.views(tx, [customer])).get(customer)
        return {**view(file, caller.permissions), "tier": tier}


class IdentityBody(Spec):
    kind: IdentityKind
    value: Name
    label: Line = ""
    is_confirmed: bool = False


class IdentitiesBody(Spec):
    add: tuple[IdentityBody, ...] = Field(default=(), max_length=50)
    remove: tuple[int, ...] = Field(default=(), max_length=50)


class NewCustomerBody(Spec):
    name: Name
    kind: Literal["person", "company", "colleague"] = "person"
    company: Line = ""
    region: Line = ""
    language: Language = "zh-CN"
    birth_year: Year | None = None
    preferences: PreferencesSpec = PreferencesSpec()
    note: Note = ""
    phones: tuple[Name, ...] = Field(default=(), max_length=50)
    emails: tuple[Name, ...] = Field(default=(), max_length=50)
    accounts: tuple[Name, ...] = Field(default=(), max_length=50)
    products: tuple[ProductSpec, ...] = Field(default=(), max_length=200)


class ChangeBody(Spec):
    version: int
    name: Name | None = None
    company: Line | None = None
    region: Line | None = None
    language: Language | None = None
    birth_year: Year | None = None
    note: Note | None = None
    preferences: PreferencesSpec | None = None
    identities: IdentitiesBody = IdentitiesBody()

    def change(self) -> CustomerChange:
        """Return the change that the body asks for."""
        plain = {name: getattr(self, name) for name in type(self).model_fields}
        plain.pop("identities")
        added = tuple(NewIdentity(**one.model_dump()) for one in self.identities.add)
        return CustomerChange(**plain, add=added, remove=self.identities.remove)


class Revealed(TypedDict):
    value: str


class RevealBody(Spec):
    field: str = Field(min_length=1, max_length=64)
    reason: Annotated[str, Field(min_length=2, max_length=500)]


def router(edge: CustomersEdge, signed_on: SignedOn) -> APIRouter:
    """Return the routes of this room."""
    routes = APIRouter(prefix="/api/customers")
    reader = Annotated[Caller, Depends(signed_on(Permission.CUSTOMERS_READ))]
    editor = Annotated[Caller, Depends(signed_on(Permission.CUSTOMERS_EDIT))]
    revealer = Annotated[Caller, Depends(signed_on(Permission.NUMBERS_REVEAL))]

    @routes.get("")
    async def search(
        caller: reader,
        q: Annotated[str, Query(max_length=200)] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> list[CustomerRow]:
        async with edge.database.transaction() as tx:
            sees = caller.may(Permission.NUMBERS_SEE)
            files = await edge.service(tx).search(q, limit, sees_numbers=sees)
            tiers = await edge.tiers.views(tx, [file.customer.id for file in files])
        return [row_view(file, caller.permissions, tiers.get(file.customer.id)) for file in files]

    @routes.get("/{customer}")
    async def get(caller: reader, customer: CustomerId) -> CustomerView:
        async with edge.database.transaction() as tx:
            return await edge.view(tx, await edge.service(tx).get(customer), caller)

    @routes.post("", status_code=201)
    async def create(caller: editor, body: NewCustomerBody) -> CustomerView:
        spec = CustomerSpec(
            key="-", **{name: getattr(body, name) for name in body.model_fields_set}
        )
        async with edge.database.transaction() as tx:
            return await edge.view(tx, await edge.service(tx).create(caller, spec), caller)

    @routes.patch("/{customer}")
    async def change(caller: editor, customer: CustomerId, body: ChangeBody) -> CustomerView:
        async with edge.database.transaction() as tx:
            file = await edge.service(tx).change(caller, customer, body.change())
            return await edge.view(tx, file, caller)

    @routes.post("/{customer}/reveal")
    async def reveal(caller: revealer, customer: CustomerId, body: RevealBody) -> Revealed:
        async with edge.database.transaction() as tx:
            value = await edge.service(tx).reveal(caller, customer, body.field, body.reason)
        return {"value": value}

    return routes
