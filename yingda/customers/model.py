"""A customer, the identities by which one is known, and what is held."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from yingda.customers.specs import PreferencesSpec

CustomerId = NewType("CustomerId", UUID)


class IdentityKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Numbering:
    """How numbers without a country are read; `area_code` completes local fixed lines."""

    region: str = "CN"
    area_code: str = ""


CHINA: Final = Numbering()


@dataclass(frozen=True, slots=True)
class Identity:
    """`value` is in its normal form, see `identities`."""

    kind: IdentityKind
    value: str
    label: str = ""
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Product:
    id: UUID
    code: str
    name: str
    status: str
    since: date | None = None
    detail: dict[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Customer:
    id: CustomerId
    name: str
    created_at: datetime
    name_pinyin: str = ""
    kind: str = "person"
    company: str = ""
    region: str = ""
    language: str = "zh-CN"
    birth_year: int | None = None
    since: date | None = None
    preferences: PreferencesSpec = field(default_factory=PreferencesSpec)
    note: str = ""
    is_demo: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """Everything on a customer; identities in a fixed order (kind, value)."""

    customer: Customer
    identities: tuple[Identity, ...] = ()
    products: tuple[Product, ...] = ()
