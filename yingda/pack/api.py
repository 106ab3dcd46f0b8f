"""What the desk learns of the pack."""

from typing import Annotated

from fastapi import APIRouter, Depends

from yingda.accounts import Caller, Permission, SignedOn
from yingda.pack.model import Pack
from yingda.pack.views import PackView, view


def router(pack: Pack, signed_on: SignedOn) -> APIRouter:
    """Return the route of this room."""
    routes = APIRouter(prefix="/api")
    reader = Annotated[Caller, Depends(signed_on(Permission.DESK_USE))]
    shown = view(pack)

    @routes.get("/pack")
    async def read(_: reader) -> PackView:
        return shown

    return routes
