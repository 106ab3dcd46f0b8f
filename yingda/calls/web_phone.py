"""The customers' web phone: a browser that dials in, as a demo caller or as a stranger."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yingda.agents.ports import PhoneCredentials
from yingda.calls.errors import NoSuchCaller, WebPhoneClosed
from yingda.calls.flow import FlowBook
from yingda.kit.db import Database, Tx

_STRANGER = "anonymous"
_DIGITS = re.compile(r"[^0-9+]")


@dataclass(frozen=True, slots=True)
class DemoCaller:
    """A demo customer one may call as; `tier_name` by language."""

    id: UUID
    name: str
    number: str
    tier: str
    tier_name: Mapping[str, str]


class DemoCallers(Protocol):
    async def some(self) -> Sequence[DemoCaller]:
        """Return a few demo customers of every tier, best tier first."""
        ...

    async def number_of(self, customer: UUID) -> str | None:
        """Return the number a demo customer calls from; nothing for anybody else."""
        ...


class WebPhones(Protocol):
    async def web_phone(self, name: str, shown: str) -> PhoneCredentials: ...


@dataclass(frozen=True, slots=True)
class WebPhone:
    """Who may call over the web, and how. `is_open` follows the demo setting."""

    database: Database
    callers: Callable[[Tx], DemoCallers]
    phones: WebPhones
    book: Callable[[], FlowBook]
    is_open: bool

    async def choices(self) -> Sequence[DemoCaller]:
        if not self.is_open:
            return ()
        async with self.database.transaction() as tx:
            return await self.callers(tx).some()

    async def session(self, customer: UUID | None) -> tuple[PhoneCredentials, str]:
        """Return how to register and the number one calls from.

        Raises:
            WebPhoneClosed: it is not offered here.
            NoSuchCaller: not a demo customer.
        """
        if not self.is_open:
            raise WebPhoneClosed
        number = _STRANGER if customer is None else await self._number(customer)
        name = secrets.token_hex(8)
        return await self.phones.web_phone(name, number), number

    async def _number(self, customer: UUID) -> str:
        async with self.database.transaction() as tx:
            number = await self.callers(tx).number_of(customer)
        if number is None:
            raise NoSuchCaller(customer=str(customer))
        return _DIGITS.sub("", number)
