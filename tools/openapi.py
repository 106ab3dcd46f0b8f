"""Print the OpenAPI document of the service. Nothing is started, nothing is connected to."""

import json
import sys
from pathlib import Path

from yingda.app.centre import Centre
from yingda.app.web import application
from yingda.pack import load_pack
from yingda.settings import Settings

PACK = Path(__file__).parents[1] / "packs" / "telecom"
NOWHERE = Settings(
    database_url="postgresql://nobody@127.0.0.1:1/none",
    nats_url="nats://127.0.0.1:1",
    ari_url="http://nobody:none@127.0.0.1:1",
)

json.dump(application(Centre(NOWHERE, load_pack(PACK))).openapi(), sys.stdout)
