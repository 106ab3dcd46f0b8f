"""`GET /healthz`: 200 only when every part serves, and which one does not. `GET /metrics`."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Probe = Callable[[], Awaitable[bool]]


def router(probes: Mapping[str, Probe]) -> APIRouter:
    """Return the routes; a probe says whether its part serves, and never raises."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def health() -> JSONResponse:
        parts = {name: await probe() for name, probe in probes.items()}
        status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        told = {name: "up" if is_up else "down" for name, is_up in parts.items()}
        return JSONResponse({"status": "ok" if all(parts.values()) else "down", **told}, status)

    @routes.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes
