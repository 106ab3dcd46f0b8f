import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from yingda.agents.ports import PhoneCredentials
from yingda.calls.errors import WebPhoneClosed, WebPhonesBusy
from yingda.calls.flow import FlowBook
from yingda.calls.web_phone import DemoCaller, Turnstile, WebPhone
from yingda.kit.db import Database, Tx

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SPAN = timedelta(minutes=10)


@dataclass
class StoppedClock:
    at: datetime = NINE

    def now(self) -> datetime:
        return self.at


@dataclass
class Phones:
    made: list[str] = field(default_factory=list)

    async def web_phone(self, name: str, shown: str) -> PhoneCredentials:
        self.made.append(name)
        return PhoneCredentials(url="", uri=shown, user=name, password="", realm="")


class Nobody:
    async def some(self) -> Sequence[DemoCaller]:
        return ()

    async def number_of(self, customer: UUID) -> str | None:
        return None


def nobody(_: Tx) -> Nobody:
    return Nobody()


def a_web_phone(phones: Phones, clock: StoppedClock, *, is_open: bool = True) -> WebPhone:
    return WebPhone(
        database=Database("postgresql://nobody@127.0.0.1/x"),
        callers=nobody,
        phones=phones,
        book=FlowBook.model_construct,
        is_open=is_open,
        clock=clock,
        turnstile=Turnstile(2, SPAN),
    )


def test_one_too_many_is_told_when_to_come_again() -> None:
    turnstile = Turnstile(2, SPAN)
    turnstile.enter(NINE)
    turnstile.enter(NINE + timedelta(minutes=4))

    with pytest.raises(WebPhonesBusy) as refused:
        turnstile.enter(NINE + SPAN - timedelta(milliseconds=1))

    assert refused.value.details == {"until": (NINE + SPAN).isoformat()}
    turnstile.enter(NINE + SPAN)
    with pytest.raises(WebPhonesBusy):
        turnstile.enter(NINE + SPAN)


def test_who_was_refused_made_no_phone_and_does_not_count() -> None:
    phones, clock = Phones(), StoppedClock()
    web_phone = a_web_phone(phones, clock)

    async def ask(times: int) -> None:
        for _ in range(times):
            await web_phone.session(None)

    asyncio.run(ask(2))
    for _ in range(5):
        with pytest.raises(WebPhonesBusy):
            asyncio.run(ask(1))
    assert len(phones.made) == 2

    clock.at = NINE + SPAN
    asyncio.run(ask(2))
    assert len(phones.made) == 4


def test_a_closed_web_phone_counts_nobody() -> None:
    web_phone = a_web_phone(Phones(), StoppedClock(), is_open=False)

    for _ in range(3):
        with pytest.raises(WebPhoneClosed):
            asyncio.run(web_phone.session(uuid4()))
