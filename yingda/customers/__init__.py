"""Who contacts us: one customer, many identities, what they hold and how they like to be served.

`CustomerService(tx, clock, numbering)` finds by any form of a number; `masked_number` hides the
middle of one, and the masking of every other identity stands beside it.
"""

from yingda.customers.errors import CustomerChanged, CustomerNotFound
from yingda.customers.identities import normalise_phone
from yingda.customers.masking import masked, masked_number, readable, shown
from yingda.customers.model import (
    Customer,
    CustomerFile,
    CustomerId,
    Identity,
    IdentityKind,
    Numbering,
    Product,
)
from yingda.customers.service import CustomerService, seeded_id
from yingda.customers.specs import CustomerSpec, PreferencesSpec, ProductSpec

__all__ = [
    "Customer",
    "CustomerChanged",
    "CustomerFile",
    "CustomerId",
    "CustomerNotFound",
    "CustomerService",
    "CustomerSpec",
    "Identity",
    "IdentityKind",
    "Numbering",
    "PreferencesSpec",
    "Product",
    "ProductSpec",
    "masked",
    "masked_number",
    "normalise_phone",
    "readable",
    "seeded_id",
    "shown",
]
