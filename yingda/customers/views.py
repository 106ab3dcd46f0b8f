"""How a customer looks from outside; numbers are masked unless the permissions say otherwise."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from yingda.accounts import Permission
from yingda.customers.masking import shown
from yingda.customers.model import CustomerFile, Identity, IdentityKind, Product

View = dict[str, Any]


def view(file: CustomerFile, permissions: Collection[Permission] = ()) -> View:
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
        "since": iso(customer.since),
        "preferences": customer.preferences.model_dump(),
        "note": customer.note,
        "identities": [identity_view(one, permissions) for one in file.identities],
        "products": [product_view(one) for one in file.products],
        "version": customer.version,
    }


def row_view(
    file: CustomerFile, permissions: Collection[Permission], tier: Mapping[str, Any] | None
) -> View:
    """Return a line of a list; `phone` is the first number."""
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


def identity_view(identity: Identity, permissions: Collection[Permission]) -> View:
    return {
        "kind": identity.kind,
        "value": shown(identity.kind, identity.value, permissions),
        "label": identity.label,
        "confirmed_at": iso(identity.confirmed_at),
    }


def product_view(product: Product) -> View:
    return {
        "id": str(product.id),
        "code": product.code,
        "name": product.name,
        "status": product.status,
        "since": iso(product.since),
        "detail": product.detail,
    }


def iso(moment: datetime | date | None) -> str | None:
    """Return a day as `2026-01-31`, a moment as ISO-8601 in UTC."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.isoformat() if moment else None
