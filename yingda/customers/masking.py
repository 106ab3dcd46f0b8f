"""What may be shown of a number or an address, decided in this one place."""

from collections.abc import Collection

import phonenumbers
from phonenumbers import NumberParseException

from yingda.accounts import Permission
from yingda.customers.model import IdentityKind


def shown(kind: IdentityKind, value: str, permissions: Collection[Permission]) -> str:
    """Return the identity as a caller with these permissions sees it."""
    return readable(kind, value) if Permission.NUMBERS_SEE in permissions else masked(kind, value)


def readable(kind: IdentityKind, value: str) -> str:
    """Return the whole identity as people write it: `13800000001`, `010-88888888`."""
    if kind is not IdentityKind.PHONE or not value.startswith("+"):
        return value
    try:
        number = phonenumbers.parse(value)
    except NumberParseException:
        return value
    if number.country_code != 86:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    return f"0{digits[:area]}-{digits[area:]}" if area else digits


def masked(kind: IdentityKind, value: str) -> str:
    """Return enough to recognise the identity: `138****0001`, `010-****8888`, `z***@example.cn`."""
    if kind is IdentityKind.EMAIL:
        name, at, domain = value.partition("@")
        return f"{name[:1]}***{at}{domain}"
    return masked_number(readable(kind, value))


def masked_number(number: str) -> str:
    """Return a number of any form with its middle hidden; up to five characters stay whole.

    Those are extensions and service numbers, which name nobody.
    """
    head, dash, rest = number.partition("-")
    if dash and head.isdigit() and len(rest) > 4:
        return f"{head}-{'*' * (len(rest) - 4)}{rest[-4:]}"
    if len(number) <= 5:
        return number
    keep = 3 if len(number) >= 10 else 1
    return (
        f"{number[:keep]}{'*' * max(4, len(number) - keep - 4)}{number[-4:][: len(number) - keep]}"
    )
