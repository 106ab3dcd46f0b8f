"""One decision in the making: the call so far, what happened, what shall be done. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yingda.agents import AgentId
from yingda.calls.effects import Drop, Effect, Move, MoveAgent, StopPlaying
from yingda.calls.errors import NotInThisStage, NotYourCall
from yingda.calls.model import Call, House, Timer, with_timer, without_timers
from yingda.contacts import ContactEvent, Stage


@dataclass(frozen=True, slots=True)
class Turn:
    """Built up by the rules, each method returns the next turn."""

    call: Call
    now: datetime
    house: House
    happened: tuple[ContactEvent, ...] = ()
    effects: tuple[Effect, ...] = ()

    def note(self, kind: str, agent: UUID | None = None, **detail: Any) -> "Turn":
        """Return the turn with an event of the contact's raw history."""
        event = ContactEvent(kind=kind, at=self.now, agent_id=agent, detail=detail)
        return replace(self, happened=(*self.happened, event))

    def do(self, *effects: Effect) -> "Turn":
        return replace(self, effects=(*self.effects, *effects))

    def contact(self, **changes: Any) -> "Turn":
        changed = replace(self.call.contact, **changes)
        return replace(self, call=replace(self.call, contact=changed))

    def live(self, **changes: Any) -> "Turn":
        return replace(self, call=replace(self.call, live=replace(self.call.live, **changes)))

    def start(self, timer: Timer, after_ms: int) -> "Turn":
        due = self.now + timedelta(milliseconds=after_ms)
        return replace(self, call=with_timer(self.call, timer, due))

    def stop(self, *timers: Timer) -> "Turn":
        """Return the turn with these timers stopped; with none named, all of them."""
        return replace(self, call=without_timers(self.call, *timers))


def hush(turn: Turn) -> Turn:
    """Stop what is being said."""
    playing = turn.call.live.playing
    return turn.live(playing="").stop(Timer.PROMPT).do(StopPlaying(playing)) if playing else turn


def stop_moving(turn: Turn) -> Turn:
    """Hang up the new phone that rings for an agent in a talk."""
    moving_to = turn.call.live.moving_to
    return turn.live(moving_to="").do(Drop(moving_to)) if moving_to else turn


def finish_hand_over(turn: Turn) -> Turn:
    """The agent who handed the call on is done with it."""
    earlier = turn.call.live.handed_over
    if earlier is None:
        return turn
    return turn.live(handed_over=None).do(MoveAgent(earlier, Move.WRAP_UP_DONE))


def must_have(turn: Turn, agent: AgentId, *stages: Stage) -> None:
    """Check that the agent has the call, in one of these stages.

    Raises:
        NotYourCall: another agent has it.
        NotInThisStage: the call is elsewhere.
    """
    contact = turn.call.contact
    if contact.agent_id != agent:
        raise NotYourCall(contact=str(contact.id))
    if contact.stage not in stages:
        raise NotInThisStage(contact=str(contact.id), stage=contact.stage.value)
