"""Whatever happens, in whatever order: nobody is forgotten, nothing comes back from the end."""

from hypothesis import given
from hypothesis import strategies as st

from yingda.accounts import SYSTEM
from yingda.calls import inputs
from yingda.calls.effects import (
    CloseRoom,
    Drop,
    Enqueue,
    JoinRoom,
    MoveAgent,
    PutEar,
    RingSupervisor,
    TellRouter,
)
from yingda.calls.model import Mode, Timer
from yingda.calls.tests.calls import (
    CONTACT,
    LI,
    WANG,
    after,
    begun,
    called_back,
    offered,
    parked,
)
from yingda.calls.turn import Turn
from yingda.contacts import Stage
from yingda.kit.errors import YingdaError

AGENTS = st.sampled_from([LI, WANG])
BEGINNINGS = st.sampled_from([begun("mass"), begun("gold"), offered(), parked(), called_back()])
CANCELLED = inputs.CancelCallback(SYSTEM, "")
LEGS = st.integers(1, 3).map(lambda count: f"a-{CONTACT}-{count}")
BOSS_LEGS = st.integers(1, 9).map(lambda count: f"s-{CONTACT}-{count}")
ANY = st.one_of(
    st.builds(inputs.PlaybackEnded, st.integers(1, 9).map(lambda n: f"p-{CONTACT}-{n}")),
    st.builds(inputs.KeyPressed, st.sampled_from("159#")),
    st.builds(inputs.Fell, st.sampled_from(Timer)),
    st.builds(inputs.Offered, AGENTS),
    st.builds(inputs.AgentUp, LEGS),
    st.builds(inputs.AgentGone, LEGS, st.sampled_from([16, 17, 20, 41])),
    st.just(inputs.CustomerGone()),
    st.builds(inputs.CustomerGone, st.sampled_from([17, 19, 20])),
    st.builds(inputs.CustomerUp, st.integers(1, 3).map(lambda count: f"k-{CONTACT}-{count}")),
    st.builds(inputs.Offered, AGENTS, is_dial=st.just(value=True), is_calling=st.booleans()),
    st.builds(inputs.Fell, st.just(Timer.ANNOUNCE), is_reachable=st.booleans()),
    st.builds(inputs.KeyPressed, st.just("1")),
    st.just(inputs.CalledAgain(CONTACT)),
    st.just(CANCELLED),
    st.just(inputs.EngineLost()),
    st.builds(inputs.Hold, AGENTS),
    st.builds(inputs.Resume, AGENTS),
    st.builds(inputs.HangUp, AGENTS),
    st.builds(inputs.Reject, AGENTS),
    st.builds(inputs.TransferToQueue, AGENTS, st.just("fault")),
    st.builds(inputs.TransferToAgent, AGENTS, AGENTS),
    st.builds(inputs.WrapUpDone, AGENTS, st.booleans()),
    st.builds(inputs.WrapUpExtended, AGENTS),
    st.builds(inputs.MovePhone, AGENTS),
    st.builds(inputs.Supervise, AGENTS, st.sampled_from(Mode), st.just(SYSTEM)),
    st.builds(inputs.StopSupervising, AGENTS, st.just(SYSTEM)),
    st.builds(inputs.AgentUp, BOSS_LEGS),
    st.builds(inputs.AgentGone, BOSS_LEGS, st.just(16)),
    st.builds(inputs.EarUp, st.integers(1, 9).map(lambda count: f"n-{CONTACT}-{count}")),
    st.builds(inputs.Adopted, st.booleans(), st.booleans()),
)
MUST_END = {
    Stage.MENU: {Timer.PROMPT, Timer.KEY},
    Stage.QUEUED: {Timer.LONGEST_WAIT},
    Stage.CALLBACK: {Timer.CALLBACK, Timer.LONGEST_WAIT},
    Stage.DIALLING: {Timer.DIAL},
    Stage.OFFERED: {Timer.RING},
    Stage.HELD: {Timer.HOLD},
    Stage.WRAP_UP: {Timer.WRAP_LIMIT},
}


def tried(turn: Turn, happened: inputs.Input) -> Turn:
    try:
        return after(turn, happened, seconds=30)
    except YingdaError:
        return turn


@given(BEGINNINGS, st.lists(ANY, max_size=25))
def test_every_stage_that_waits_has_a_time_out(turn: Turn, story: list[inputs.Input]) -> None:
    for happened in story:
        turn = tried(turn, happened)
        timers = MUST_END.get(turn.call.contact.stage, set())
        assert not timers or timers & set(turn.call.live.due)


@given(BEGINNINGS, st.lists(ANY, max_size=25), ANY)
def test_a_contact_that_is_done_stays_as_it_is(
    turn: Turn, story: list[inputs.Input], more: inputs.Input
) -> None:
    for happened in story:
        turn = tried(turn, happened)
    done = tried(tried(turn, inputs.CustomerGone()), CANCELLED)
    while done.call.contact.stage is not Stage.DONE:
        done = tried(done, inputs.Fell(Timer.WRAP_LIMIT))

    assert tried(done, more).call.contact == done.call.contact


@given(BEGINNINGS, st.lists(ANY, max_size=25))
def test_every_change_of_the_contact_leaves_a_trace(turn: Turn, story: list[inputs.Input]) -> None:
    for happened in story:
        before = turn.call.contact
        turn = tried(turn, happened)
        assert turn.call.contact == before or turn.happened


@given(BEGINNINGS, st.lists(ANY, max_size=25))
def test_an_agent_who_was_bound_is_freed(turn: Turn, story: list[inputs.Input]) -> None:
    bound: dict[object, str] = {}
    for happened in [*story, inputs.CustomerGone(), CANCELLED, inputs.Fell(Timer.WRAP_LIMIT)]:
        before, turn = turn, tried(turn, happened)
        if turn is before:
            continue
        for effect in turn.effects:
            if isinstance(effect, MoveAgent):
                bound[effect.agent] = effect.move.value
    free = {"rejected", "ring-timeout", "unreachable", "withdrawn", "wrap-up-done"}
    assert set(bound.values()) <= free


@given(BEGINNINGS, st.lists(ANY, max_size=25))
def test_the_router_hears_of_every_end_of_a_wait(turn: Turn, story: list[inputs.Input]) -> None:
    is_waiting = turn.call.contact.stage is not Stage.MENU
    for happened in [*story, inputs.CustomerGone(), CANCELLED]:
        before, turn = turn, tried(turn, happened)
        if turn is before:
            continue
        for effect in turn.effects:
            if isinstance(effect, Enqueue):
                is_waiting = True
            elif isinstance(effect, TellRouter) and effect.news.value in {
                "abandoned",
                "completed",
                "lost",
                "unreached",
            }:
                is_waiting = False
    assert not is_waiting


def put_and_taken(turn: Turn) -> tuple[set[str], set[str]]:
    """Return what was put at the call for a supervisor in this turn, and what was taken away."""
    put = {each.channel for each in turn.effects if isinstance(each, RingSupervisor)}
    put |= {each.ear for each in turn.effects if isinstance(each, PutEar)}
    put |= {each.room for each in turn.effects if isinstance(each, JoinRoom)}
    taken = {each.channel for each in turn.effects if isinstance(each, Drop)}
    return put, taken | {each.room for each in turn.effects if isinstance(each, CloseRoom)}


@given(st.lists(ANY, max_size=25))
def test_what_was_put_at_a_call_for_a_supervisor_is_taken_away_with_it(
    story: list[inputs.Input],
) -> None:
    turn = after(begun("gold"), inputs.Offered(LI), inputs.AgentUp(f"a-{CONTACT}-1"))
    there: set[str] = set()
    for happened in [*story, inputs.CustomerGone()]:
        before, turn = turn, tried(turn, happened)
        if turn is not before:
            put, taken = put_and_taken(turn)
            there = (there | put) - taken
    assert there == set()
    assert turn.call.live.supervision is None
