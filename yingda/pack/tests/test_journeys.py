"""Calls walked through the telecom pack by the rules of calls: what is heard and pressed."""

from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest

from yingda.calls import inputs, rules
from yingda.calls.effects import Play
from yingda.calls.model import Call, Caller, House, Live, Timer
from yingda.calls.turn import Turn
from yingda.contacts import Channel, Contact, ContactId, Direction, Outcome, Stage
from yingda.pack import load_pack

PACK = load_pack(Path(__file__).parents[3] / "packs" / "telecom")
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
HOUSE = House(book=PACK.book, calendars=PACK.calendars, within_ms={})
FIGURES = {"name": "王女士", "bill": "128.5", "points": "1200", "orders_open": "1"}


class Journey:
    """A caller who listens to every prompt, then presses a key or waits."""

    def __init__(self, number: str, tier: str, moment: datetime, language: str = "zh-CN") -> None:
        contact = Contact(
            id=ContactId(UUID(int=7)),
            channel=Channel.VOICE,
            direction=Direction.IN,
            remote="13800000007",
            stage=Stage.ARRIVED,
            arrived_at=moment,
            access_number=number,
            tier=tier,
            customer_name="王芳",
        )
        live = Live(channel="c-1", caller=Caller(language=language, figures=FIGURES))
        self.moment = moment
        self.heard: list[str] = []
        self._take(rules.begin(Call(contact, live), moment, HOUSE))

    @property
    def contact(self) -> Contact:
        return self.call.contact

    def press(self, key: str) -> "Journey":
        self.listen()
        return self._step(inputs.KeyPressed(key))

    def wait(self) -> "Journey":
        self.listen()
        return self._step(inputs.Fell(Timer.KEY))

    def listen(self) -> "Journey":
        """Hear what is said, to the next menu, queue or hang-up."""
        while self.call.live.playing and self.contact.stage is Stage.MENU:
            self._step(inputs.PlaybackEnded(self.call.live.playing))
        return self

    def _step(self, happened: inputs.Input) -> "Journey":
        self._take(rules.step(self.call, happened, self.moment, HOUSE))
        return self

    def _take(self, turn: Turn) -> None:
        self.call: Call = turn.call
        self.heard += [effect.text for effect in turn.effects if isinstance(effect, Play)]


TIERS = ("gold", "silver", "mass")


@pytest.mark.parametrize(("number", "tier"), list(product(("10000", "10001"), TIERS)))
def test_one_key_leads_to_a_person_by_day(number: str, tier: str) -> None:
    asked = Journey(number, tier, NOON).press("0")

    assert asked.contact.stage is Stage.QUEUED
    assert [step.key for step in asked.contact.menu_path] == ["0"]


@pytest.mark.parametrize("tier", TIERS)
def test_whoever_presses_nothing_reaches_a_person_too(tier: str) -> None:
    caller = Journey("10000", tier, NOON)
    while caller.contact.stage is Stage.MENU:
        caller.wait()

    assert (caller.contact.stage, caller.contact.service_kind) == (Stage.QUEUED, "consult")


@pytest.mark.parametrize(
    ("tier", "keys", "kind"),
    [
        ("gold", "1", "consult"),
        ("gold", "2", "order"),
        ("gold", "3", "fault"),
        ("gold", "4", "complaint"),
        ("silver", "10", "query"),
        ("silver", "3", "order"),
        ("silver", "5", "complaint"),
        ("mass", "10", "query"),
        ("mass", "2", "consult"),
        ("mass", "3", "order"),
        ("mass", "4", "fault"),
        ("mass", "51", "complaint"),
        ("mass", "52", "suggestion"),
        ("mass", "94", "fault"),
    ],
)
def test_keys_lead_to_the_kind_they_name(tier: str, keys: str, kind: str) -> None:
    caller = Journey("10000", tier, NOON)
    for key in keys:
        caller.press(key)

    assert (caller.contact.stage, caller.contact.service_kind) == (Stage.QUEUED, kind)


def test_the_greeting_of_gold_is_by_name_and_short() -> None:
    gold, mass = Journey("10000", "gold", NOON), Journey("10000", "mass", NOON)

    assert gold.heard[0] == "尊敬的王女士，您好，金卡专席竭诚为您服务。"
    assert mass.heard[0] == "您好，欢迎致电客户服务热线。"
    assert len(gold.listen().heard[1]) < len(mass.listen().heard[1])


def test_an_english_caller_hears_english() -> None:
    heard = Journey("10000", "gold", NOON, language="en").listen().heard

    assert all(text.isascii() or "王女士" in text for text in heard)


def test_the_bill_is_told_without_a_person() -> None:
    caller = Journey("10001", "mass", NOON).press("1").listen()
    assert "您本月的费用合计128.5元。" in caller.heard

    caller.wait().listen()
    assert (caller.contact.stage, caller.contact.outcome) == (Stage.DONE, Outcome.SELF_SERVED)
    assert "再见" in caller.heard[-1]


@pytest.mark.parametrize(("tier", "stage"), [("gold", Stage.QUEUED), ("mass", Stage.MENU)])
def test_at_night_only_gold_reaches_a_person_by_zero(tier: str, stage: Stage) -> None:
    assert Journey("10000", tier, NIGHT).press("0").contact.stage is stage


def test_at_night_faults_are_taken_and_other_callers_are_told_the_hours() -> None:
    told = Journey("10000", "mass", NIGHT).press("2")
    assert "8点到22点" in told.heard[-1]
    assert told.press("4").contact.service_kind == "fault"

    left = Journey("10000", "mass", NIGHT).press("2")
    while left.contact.stage is Stage.MENU:
        left.wait()
    assert left.contact.outcome is Outcome.CLOSED_HOURS
