"""The WebSocket of the desks: `/api/live`, with `?seat=…` when an agent sits there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from starlette.websockets import WebSocketState

from yingda.accounts import SESSION_COOKIE, Caller, NotSignedIn
from yingda.kit.errors import YingdaError
from yingda.livefeed.desk import SIGNED_OUT, TRY_LATER, Closed, Desk, Feed
from yingda.livefeed.seats import Seats


def router(feed: Feed) -> APIRouter:
    """Return the route of the live feed."""
    routes = APIRouter(prefix="/api")
    seats = Seats(feed.presence)

    @routes.websocket("/live")
    async def live(socket: WebSocket, seat: Annotated[str, Query(max_length=64)] = "") -> None:
        await socket.accept()
        try:
            caller = await _caller(feed, socket)
            async with _seated(seats, caller, seat):
                await Desk(socket, caller, feed).serve()
        except Closed as closed:
            await _close(socket, closed.code, closed.reason)
        except YingdaError as refused:
            await _close(socket, TRY_LATER, refused.code)

    return routes


async def _caller(feed: Feed, socket: WebSocket) -> Caller:
    token = socket.cookies.get(SESSION_COOKIE)
    address = socket.client.host if socket.client else ""
    try:
        return await feed.sessions.caller(token, address)
    except NotSignedIn as stranger:
        raise Closed(SIGNED_OUT, stranger.code) from stranger


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    """Tell the desk why, unless it has gone meanwhile."""
    if socket.client_state is WebSocketState.CONNECTED:
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(code, reason)


@asynccontextmanager
async def _seated(seats: Seats, caller: Caller, seat: str) -> AsyncIterator[None]:
    """Count the desk on its seat as long as it is connected."""
    if not seat:
        yield
        return
    await seats.enter(caller.id, seat)
    try:
        yield
    finally:
        await seats.leave(caller.id, seat)
