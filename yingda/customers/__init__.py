"""Who contacts us: one customer, many identities, what they hold and how they like to be served."""

from yingda.customers.specs import CustomerSpec, PreferencesSpec, ProductSpec

__all__ = ["CustomerSpec", "PreferencesSpec", "ProductSpec"]
