"""Refusals of planning: each carries the sentence that says what was expected."""

from yingda.kit.errors import Kind, YingdaError


class _Refusal(YingdaError):
    kind = Kind.INVALID

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class DemandRefused(_Refusal):
    """The numbers given to an Erlang model cannot be answered."""

    code = "demand-refused"


class Infeasible(_Refusal):
    """No staffing within the limits keeps every promise; the sentence says whose and why.

    `why` says the same for those who have words of their own: a `cause` and its figures.
    """

    code = "staffing-infeasible"

    def __init__(self, sentence: str, **why: object) -> None:
        super().__init__(sentence)
        self.why = why

    def as_json(self) -> dict[str, object]:
        return {"feasible": False, "reason": self.sentence, "why": self.why}


class RunCancelled(_Refusal):
    """The twin was stopped before it had a result."""

    kind = Kind.CONFLICT
    code = "run-cancelled"


class CentreFlooded(_Refusal):
    """More calls wait in the twin than a machine can hold."""

    kind = Kind.LIMITED
    code = "centre-flooded"
