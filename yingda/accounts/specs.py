"""What a pack may say about users."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from yingda.accounts.model import Role

Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]{0,63}$")]


class UserSpec(BaseModel):
    """A demo user: the password is published with the pack, so it never works beyond loopback."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    login: Login
    name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=4, max_length=256, repr=False)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
