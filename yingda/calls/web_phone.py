"""The customers' web phone: a browser that dials in, as a demo caller or as a stranger."""

import re
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from yingda.agents.ports import PhoneCredentials
from yingda.calls.errors import NoSuchCaller, WebPhoneClosed, WebPhonesBusy
from yingda.calls.flow import FlowBook
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.words import Words

_STRANGER = "anonymous"
_DIGITS = re.compile(r"[^0-9+]")


@dataclass(frozen=True, slots=True)
class DemoCaller:
    """A demo customer one may call as."""

    id: UUID
    name: str
    number: str
    tier: str
    tier_name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPhoneSession(PhoneCredentials):
    """What the customer's phone registers with, and the `number` it calls from."""

    number: str


class DemoCallers(Protocol):
    async def some(self) -> Sequence[DemoCaller]:
        """Return a few demo customers of every tier, best tier first."""
        ...

    async def number_of(self, customer: UUID) -> str | None:
        """Return the number a demo customer calls from; nothing for anybody else."""
        ...


class WebPhones(Protocol):
    async def web_phone(self, name: str, shown: str) -> PhoneCredentials:
        """Return how a phone registers that shows this number.

        Raises:
            WebPhonesFull: too many are open.
        """
        ...


class Turnstile:
    """Lets `most` through in any `span`: anybody may ask for a web phone, the engine keeps each."""

    def __init__(self, most: int = 60, span: timedelta = timedelta(minutes=10)) -> None:
        self._most = most
        self._span = span
        self._passed: deque[datetime] = deque()

    def enter(self, now: datetime) -> None:
        """Count one more.

        Raises:
            WebPhonesBusy: it would be one too many; whoever is refused does not count.
        """
        while self._passed and now - self._passed[0] >= self._span:
            self._passed.popleft()
        if len(self._passed) >= self._most:
            raise WebPhonesBusy(until=(self._passed[0] + self._span).isoformat())
        self._passed.append(now)


@dataclass(frozen=True, slots=True)
class WebPhone:
    """Who may call over the web, and how. `is_open` follows the demo setting."""

    database: Database
    callers: Callable[[Tx], DemoCallers]
    phones: WebPhones
    book: Callable[[], FlowBook]
    is_open: bool
    clock: Clock
    turnstile: Turnstile = field(default_factory=Turnstile)

    async def choices(self) -> Sequence[DemoCaller]:
        if not self.is_open:
            return ()
        async with self.database.transaction() as tx:
            return await self.callers(tx).some()

    async def session(self, customer: UUID | None) -> WebPhoneSession:
        """Return how to register and the number one calls from.

        Raises:
            WebPhoneClosed: it is not offered here.
            NoSuchCaller: not a demo customer.
            WebPhonesBusy: too many were given out just now.
            WebPhonesFull: too many are open.
        """
        if not self.is_open:
            raise WebPhoneClosed
        number = _STRANGER if customer is None else await self._number(customer)
        self.turnstile.enter(self.clock.now())
        name = secrets.token_hex(8)
        credentials = await self.phones.web_phone(name, number)
        return WebPhoneSession(**asdict(credentials), number=number)

    async def _number(self, customer: UUID) -> str:
        async with self.database.transaction() as tx:
            number = await self.callers(tx).number_of(customer)
        if number is None:
            raise NoSuchCaller(customer=str(customer))
        return _DIGITS.sub("", number)
