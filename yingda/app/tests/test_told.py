"""What the live feed tells is what the API's document says of it."""

from collections.abc import Mapping
from typing import Final

import pytest
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from yingda.agents import Agent, Profile
from yingda.agents.tests.examples import LI, signed_off
from yingda.agents.views import view as agent_view
from yingda.app.queues import queue_view
from yingda.app.told import Entities, Hello
from yingda.calls.events import supervision_view
from yingda.calls.model import Mode
from yingda.calls.tests.test_supervision import supervised
from yingda.contacts.tests.examples import NINE, a_contact
from yingda.contacts.views import view as contact_view
from yingda.kit.outbox import Fact
from yingda.livefeed.rules import SEEN_WITH, FactMessage, message
from yingda.routing import ClassKey, ClassOverview, Overview, Policy

AGENT = Agent(Profile(LI, "8001", "李静", 3, "gold", {"fault": 2}, {"voice": 1}), signed_off())
GOLD = ClassOverview(
    key=ClassKey("gold", "fault", "voice"),
    waiting=1,
    longest_wait_ms=4_000,
    share=0.95,
    abandoned=0.01,
    beta=1.2,
    target=0.9,
    within_ms=10_000,
    abandon_cap=0.05,
    resolved=40,
)
VIEWS: Final[Mapping[str, Mapping[str, object] | None]] = {
    "agent": agent_view(AGENT),
    "contact": contact_view(a_contact(queued_at=NINE, agent_id=LI, customer_id=LI)),
    "queue": queue_view(GOLD, Overview(1_000_000, 1, Policy.SLD, (GOLD,), ())),
    "supervision": supervision_view(supervised(Mode.WHISPER).call),
}


def test_every_kind_that_desks_see_is_in_the_document() -> None:
    assert set(Entities.__annotations__) == set(VIEWS)
    assert set(SEEN_WITH) <= set(VIEWS)


@pytest.mark.parametrize("entity", VIEWS)
def test_the_first_view_is_as_the_document_says(entity: str) -> None:
    hello = {"type": "hello", "entities": {entity: [VIEWS[entity]]}, "now": NINE}

    assert same(Hello, hello)


def test_a_fact_is_as_the_document_says() -> None:
    fact = Fact("contact.queued", "contact", "7", 2, VIEWS["contact"], NINE)

    assert same(FactMessage, message(fact, fact.body))


def same(kind: type, told: Mapping[str, object]) -> bool:
    """Return whether nothing is missing of what is told, and nothing of it unknown."""
    text = to_json(told)
    adapter = TypeAdapter[object](kind)
    known = adapter.validate_json(text, strict=True)
    return bool(from_json(adapter.dump_json(known)) == from_json(text))
