"""A small house and its callers, for tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from yingda.agents import AgentId
from yingda.calls import rules
from yingda.calls.flow import FlowBook
from yingda.calls.inputs import CustomerUp, Fell, Input, KeyPressed, Offered, PlaybackEnded
from yingda.calls.model import Call, Caller, House, Live, Patience, Timer
from yingda.calls.turn import Turn
from yingda.contacts import Channel, Contact, ContactId, Direction, Stage
from yingda.standards import Calendar, CalendarSpec

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
LI, WANG = AgentId(UUID(int=1)), AgentId(UUID(int=2))
CONTACT = ContactId(UUID(int=7))
BACK_LEG = f"k-{CONTACT}-1"

BOOK = FlowBook.model_validate(
    {
        "access_numbers": {
            "10000": {
                "name": {"zh": "人工服务", "en": "Staffed service"},
                "flow": "main",
                "by_tier": {"gold": "short", "silver": "short"},
            }
        },
        "flows": {
            "main": {
                "start": "hours",
                "steps": {
                    "hours": {"do": "hours", "calendar": "day", "open": "greet", "closed": "shut"},
                    "greet": {"do": "say", "prompt": "greeting", "next": "menu"},
                    "menu": {
                        "do": "menu",
                        "prompt": "menu",
                        "wrong": "wrong",
                        "tries": 2,
                        "keys": {
                            "1": {"label": {"zh": "咨询", "en": "Consult"}, "next": "consult"}
                        },
                        "otherwise": "consult",
                    },
                    "consult": {"do": "queue", "service_kind": "consult", "waiting": "waiting"},
                    "shut": {"do": "say", "prompt": "closed", "next": "bye"},
                    "bye": {"do": "hang_up", "outcome": "closed-hours"},
                },
            },
            "short": {
                "start": "consult",
                "steps": {"consult": {"do": "queue", "service_kind": "consult"}},
            },
        },
        "prompts": {
            name: {"zh": zh, "en": name, "by_tier": {}}
            for name, zh in {
                "greeting": "{name}您好",
                "menu": "咨询请按一",
                "wrong": "按键有误",
                "waiting": "您前面还有{position}位",
                "closed": "现在是休息时间",
                "offer": "不想等待请按一",
                "taken": "我们会拨打{number}",
                "called-back": "您预约的回呼",
            }.items()
        },
        "callback": {
            "key": "1",
            "offer": "offer",
            "taken": "taken",
            "greeting": "called-back",
            "hours": "day",
            "after_ms": 20_000,
            "above_ms": 60_000,
            "attempts": 2,
        },
    }
)


def day() -> Calendar:
    """Open from eight to ten in the evening, every day, in Shanghai."""
    spec = {"time_zone": "Asia/Shanghai", "week": {"daily": ["08:00-22:00"]}}
    return CalendarSpec.model_validate(spec).calendar()


HOUSE = House(
    book=BOOK,
    calendars={"day": day()},
    within_ms={
        ("mass", "consult"): 30_000,
        ("silver", "consult"): 15_000,
        ("gold", "consult"): 10_000,
    },
    callback_ms={("silver", "consult"): 3_600_000},
    patience=Patience(),
)


def arriving(tier: str = "mass", at: datetime = NOON, remote: str = "13800000001") -> Call:
    contact = Contact(
        id=CONTACT,
        channel=Channel.VOICE,
        direction=Direction.IN,
        remote=remote,
        stage=Stage.ARRIVED,
        arrived_at=at,
        customer_name="王芳",
        access_number="10000",
        tier=tier,
    )
    return Call(contact, Live(channel="c-1", caller=Caller()))


def begun(tier: str = "mass", at: datetime = NOON) -> Turn:
    return rules.begin(arriving(tier, at), at, HOUSE)


def after(turn: Turn, *happened: Input, seconds: float = 1) -> Turn:
    """Return the turn after these inputs, a little later each."""
    for input_ in happened:
        now = turn.now + timedelta(seconds=seconds)
        turn = rules.step(turn.call, input_, now, HOUSE)
    return turn


def offered() -> Turn:
    """A silver caller who waits and has just been offered a call-back."""
    return after(begun("silver"), Fell(Timer.ANNOUNCE, is_reachable=True), seconds=30)


def promised() -> Turn:
    """The caller has taken it and hears the promise."""
    return after(offered(), KeyPressed("1"))


def parked() -> Turn:
    """The caller has heard the promise: the call-back is due."""
    turn = promised()
    return after(turn, PlaybackEnded(turn.call.live.playing))


def dialling() -> Turn:
    return after(parked(), Offered(LI, is_dial=True))


def called_back() -> Turn:
    """The customer has answered and hears who calls."""
    return after(dialling(), CustomerUp(BACK_LEG))


def renumbered(call: Call, number: str) -> Call:
    return replace(call, contact=replace(call.contact, access_number=number))
