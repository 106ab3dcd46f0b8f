"""How a customer looks from outside; numbers are masked unless the permissions say otherwise."""

from collections.abc import Collection, Mapping
from datetime import date

from typing_extensions import TypedDict

from yingda.accounts import Permission
from yingda.customers.masking import shown
from yingda.customers.model import CustomerFile, Identity, IdentityKind, Product
from yingda.customers.ports import TierView
from yingda.customers.specs import PreferencesSpec
from yingda.kit.clock import iso


class IdentityView(TypedDict):
    kind: IdentityKind
    value: str
    label: str
    confirmed_at: str | None


class ProductView(TypedDict):
    """Something the customer holds; `since` is a day."""

    id: str
    code: str
    name: str
    status: str
    since: str | None
    detail: Mapping[str, str | int | float | bool]


class _Named(TypedDict):
    id: str
    name: str
    name_pinyin: str
    kind: str
    company: str
    region: str


class FileView(_Named):
    """A customer; `since` is a day."""

    language: str
    birth_year: int | None
    since: str | None
    preferences: PreferencesSpec
    note: str
    identities: list[IdentityView]
    products: list[ProductView]
    version: int


class CustomerView(FileView):
    """A customer with the tier, if there is one yet."""

    tier: TierView | None


class CustomerRow(_Named):
    """A line of a list; `phone` is the first number."""

    phone: str | None
    tier: TierView | None


def view(file: CustomerFile, permissions: Collection[Permission] = ()) -> FileView:
    """Return the whole customer, without the tier."""
    customer = file.customer
    return {
        "id": str(customer.id),
        "name": customer.name,
        "name_pinyin": customer.name_pinyin,
        "kind": customer.kind,
        "company": customer.company,
        "region": customer.region,
        "language": customer.language,
        "birth_year": customer.birth_year,
        "since": _day(customer.since),
        "preferences": customer.preferences,
        "note": customer.note,
        "identities": [identity_view(one, permissions) for one in file.identities],
        "products": [product_view(one) for one in file.products],
        "version": customer.version,
    }


def row_view(
    file: CustomerFile, permissions: Collection[Permission], tier: TierView | None
) -> CustomerRow:
    """Return a line of a list."""
    customer = file.customer
    phones = [one for one in file.identities if one.kind is IdentityKind.PHONE]
    return {
        "id": str(customer.id),
        "name": customer.name,
        "name_pinyin": customer.name_pinyin,
        "kind": customer.kind,
        "company": customer.company,
        "region": customer.region,
        "phone": shown(phones[0].kind, phones[0].value, permissions) if phones else None,
        "tier": tier,
    }


def identity_view(identity: Identity, permissions: Collection[Permission]) -> IdentityView:
    return {
        "kind": identity.kind,
        "value": shown(identity.kind, identity.value, permissions),
        "label": identity.label,
        "confirmed_at": iso(identity.confirmed_at) if identity.confirmed_at else None,
    }


def product_view(product: Product) -> ProductView:
    return {
        "id": str(product.id),
        "code": product.code,
        "name": product.name,
        "status": product.status,
        "since": _day(product.since),
        "detail": product.detail,
    }


def _day(since: date | None) -> str | None:
    return since.isoformat() if since else None
