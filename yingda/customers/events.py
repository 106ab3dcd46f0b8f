"""Facts about customers."""

from datetime import datetime

from yingda.customers.model import CustomerFile
from yingda.customers.views import view
from yingda.kit.outbox import Fact


def customer_changed(file: CustomerFile, at: datetime) -> Fact:
    """Return the fact with the masked view: a fact goes further than a reply."""
    customer = file.customer
    body = {**view(file), "preferences": customer.preferences.model_dump()}
    return Fact("customer.changed", "customer", str(customer.id), customer.version, body, at)
