"""What may be changed of a customer, and the customer after it."""

from dataclasses import dataclass, replace
from typing import Any

from yingda.customers.model import Customer, IdentityKind
from yingda.customers.pinyin import typed
from yingda.customers.specs import PreferencesSpec


@dataclass(frozen=True, slots=True)
class NewIdentity:
    kind: IdentityKind
    value: str
    label: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class CustomerChange:
    """None leaves a field as it is. Identities to remove are named by their place in the list.

    Their values are masked to most readers; `version` makes the place certain.
    """

    version: int
    name: str | None = None
    company: str | None = None
    region: str | None = None
    language: str | None = None
    birth_year: int | None = None
    note: str | None = None
    preferences: PreferencesSpec | None = None
    add: tuple[NewIdentity, ...] = ()
    remove: tuple[int, ...] = ()


_FIELDS = ("name", "company", "region", "language", "birth_year", "note", "preferences")


def changed(customer: Customer, change: CustomerChange) -> Customer:
    """Return the customer after the change, one version on."""
    given: dict[str, Any] = {
        name: value for name in _FIELDS if (value := getattr(change, name)) is not None
    }
    if "name" in given:
        given["name_pinyin"] = typed(given["name"])
    return replace(customer, **given, version=customer.version + 1)


def difference(before: Customer, after: Customer) -> dict[str, Any]:
    """Return before and after of each changed field; of the note only its lengths."""
    told: dict[str, Any] = {
        name: [getattr(before, name), getattr(after, name)]
        for name in _FIELDS
        if getattr(before, name) != getattr(after, name)
    }
    if "note" in told:
        told["note"] = [len(before.note), len(after.note)]
    if "preferences" in told:
        told["preferences"] = [before.preferences.model_dump(), after.preferences.model_dump()]
    return told
