"""One error type: a refusal that the caller can understand and the desk can translate."""

from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    DENIED = "denied"
    INVALID = "invalid"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


class YingdaError(Exception):
    """A refusal: `code` is stable and public, `details` fill the sentence of the desk."""

    kind: ClassVar[Kind]
    code: ClassVar[str]

    def __init__(self, **details: str | int | float | bool | None) -> None:
        self.details = details
        told = ", ".join(f"{name}={value}" for name, value in details.items())
        super().__init__(f"{self.code}: {told}" if told else self.code)
