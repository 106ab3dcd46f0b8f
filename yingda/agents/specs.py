"""What a pack may say about agents."""

from datetime import timedelta
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from yingda.agents.model import AgentPolicy, State
from yingda.kit.words import Spec, Words

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Channel = Literal["voice", "video", "chat", "email", "sms", "fax"]
_ONE_CALL: Final[dict[Channel, int]] = {"voice": 1}
Slots = Annotated[int, Field(ge=0, le=20)]
StaffNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,20}$")]
Level = Annotated[int, Field(ge=1, le=9)]


class NamedSpec(Spec):
    """An agent group or a skill."""

    code: Code
    name: Words


class ReasonSpec(NamedSpec):
    """A reason not to be ready. After `limit_minutes` the desk points the time out."""

    is_productive: bool
    limit_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None


class MissedSpec(Spec):
    """What follows an unanswered ring: aside for `seconds` (none: until the agent acts)."""

    seconds: Annotated[int, Field(ge=5, le=86_400)] | None = 120
    then: Literal["ready", "not-ready"] = "not-ready"
    reason: str = ""


class AgentRulesSpec(Spec):
    lost_seconds: Annotated[int, Field(ge=5, le=3600)] = 60
    missed: MissedSpec = MissedSpec()

    def policy(self, reasons: frozenset[str], zone: ZoneInfo) -> AgentPolicy:
        """Return the policy that the rules understand."""
        missed = self.missed
        return AgentPolicy(
            reasons=reasons,
            lost_for=timedelta(seconds=self.lost_seconds),
            missed_for=None if missed.seconds is None else timedelta(seconds=missed.seconds),
            after_missed=State(missed.then),
            after_missed_reason=missed.reason,
            zone=zone,
        )


class AgentSpec(Spec):
    """An agent of the demo; `login` names the user."""

    login: str
    staff_no: StaffNumber
    grade: Annotated[int, Field(ge=1, le=5)]
    group: Code
    skills: dict[Code, Level] = Field(default_factory=dict)
    capacity: dict[Channel, Slots] = Field(default_factory=_ONE_CALL.copy)
