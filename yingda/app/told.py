"""What the live feed tells a desk, in types: OpenAPI itself has no place for a WebSocket."""

from datetime import datetime
from typing import Any, Final, Literal

from fastapi import FastAPI
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from yingda.agents.views import AgentView
from yingda.app.queues import QueueView
from yingda.calls.events import SupervisionView
from yingda.contacts.views import ContactView
from yingda.livefeed.rules import FactMessage


class Entities(TypedDict, total=False):
    """Everything live that a desk may see; a kind of which there is nothing is left out."""

    agent: list[AgentView]
    contact: list[ContactView]
    queue: list[QueueView]
    supervision: list[SupervisionView]


class Hello(TypedDict):
    """The first message: a fresh view, instead of all that was known."""

    type: Literal["hello"]
    entities: Entities
    now: datetime


class Beat(TypedDict):
    """Said when nothing else is, so that a desk knows a dead connection."""

    type: Literal["beat"]
    now: datetime


TOLD: Final = TypeAdapter[Hello | FactMessage | Beat](Hello | FactMessage | Beat)
_SCHEMAS: Final = TOLD.json_schema(
    mode="serialization", ref_template="#/components/schemas/{model}"
)["$defs"]


class Application(FastAPI):
    """A web application whose document also says what the live feed tells."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        schemas = document["components"]["schemas"]
        document["components"]["schemas"] = dict(sorted({**_SCHEMAS, **schemas}.items()))
        return document
