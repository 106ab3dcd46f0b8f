"""What a pack or an import may say about customers."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from yingda.kit.words import Spec

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ProductSpec(Spec):
    """Something the customer holds: a line, an account, a booking."""

    code: Name
    name: Name
    status: Line = "active"
    since: date | None = None
    detail: dict[str, str | int | float | bool] = Field(default_factory=dict)


class PreferencesSpec(Spec):
    """How the customer likes to be served; what is not said is unknown."""

    channel: Literal["voice", "chat", "email", "sms", "video", "fax"] | None = None
    address_as: Line = ""
    """How to speak to the customer, e.g. 王女士."""
    call_time: Line = ""
    agent: Line = ""
    """Staff number of the agent the customer asks for."""
    do_not_call: bool = False
    do_not_sms: bool = False
    do_not_email: bool = False
    do_not_survey: bool = False
    is_elderly: bool = False
    """Goes to a person without a menu."""
    notes: tuple[Line, ...] = Field(default=(), max_length=20)


class CustomerSpec(Spec):
    """A customer of the demo. `key` is stable: loading the pack again finds the same customer."""

    key: Name
    name: Name
    kind: Literal["person", "company", "colleague"] = "person"
    company: Line = ""
    region: Line = ""
    language: Literal["zh-CN", "en"] = "zh-CN"
    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    since: date | None = None
    preferences: PreferencesSpec = PreferencesSpec()
    note: Annotated[str, Field(max_length=20_000)] = ""
    phones: tuple[Name, ...] = ()
    emails: tuple[Name, ...] = ()
    accounts: tuple[Name, ...] = ()
    products: tuple[ProductSpec, ...] = ()
    figures: dict[str, float] = Field(default_factory=dict)
    """What the tier is computed from; the names stand in the pack's weights."""
