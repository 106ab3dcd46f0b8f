"""Refusals of the forecast."""

from yingda.kit.errors import Kind, YingdaError


class HistoryTooShort(YingdaError):
    """There are fewer known days than weekdays can be told apart by."""

    kind = Kind.CONFLICT
    code = "history-too-short"

    def __init__(self, *, days: int, needed: int) -> None:
        super().__init__(days=days, needed=needed)

    def __str__(self) -> str:
        return (
            f"too little history: expected at least {self.details['needed']} days with calls"
            f" (three of each weekday), found {self.details['days']}"
        )


class HistoryRefused(YingdaError):
    """A file of calls means nothing; `mistakes` are lines of `file:line: what was expected`."""

    kind = Kind.INVALID
    code = "history-refused"

    def __init__(self, *, mistakes: str, count: int) -> None:
        super().__init__(mistakes=mistakes, count=count)

    def __str__(self) -> str:
        return str(self.details["mistakes"])
