"""The shape of everything that people write for us to read: strict, frozen, in two languages."""

from pydantic import BaseModel, ConfigDict, Field


class Spec(BaseModel):
    """A section of a pack or of a request: unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Words(Spec):
    """The same words in Chinese (the source) and English."""

    zh: str = Field(min_length=1, max_length=2000)
    en: str = Field(min_length=1, max_length=2000)
