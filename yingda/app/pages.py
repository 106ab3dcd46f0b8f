"""The built pages: the desk at `/`, the customers' web phone at `/phone`."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

WEB: Final = Path(__file__).parent.parent / "web"
_NOT_BUILT: Final = (
    "<!doctype html><meta charset=utf-8><title>Yingda 应答</title>"
    "<p>网页尚未构建，请运行 <code>make setup</code>。</p>"
    "<p>The pages are not built yet: run <code>make setup</code>.</p>"
)
_FRESH: Final = {"cache-control": "no-cache"}


def add_pages(app: FastAPI, web: Path = WEB) -> None:
    """Serve the built pages; the desk's own router decides what a path below `/` shows."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/phone")
    def phone() -> Response:
        return _page(web / "phone.html")

    @pages.get("/{path:path}")
    def desk(path: str) -> Response:
        file = (web / path).resolve()
        if path and file.is_relative_to(web.resolve()) and file.is_file():
            return FileResponse(file, headers=_FRESH)
        return Response(status_code=404) if path.startswith("api/") else _page(web / "index.html")

    if (web / "assets").is_dir():
        app.mount("/assets", _Kept(directory=web / "assets"), name="assets")
    app.include_router(pages)


class _Kept(StaticFiles):
    """Files whose names carry their content's hash: a browser may keep them for good."""

    def file_response(self, *args: object, **named: object) -> Response:
        response = super().file_response(*args, **named)  # type: ignore[arg-type] # passed through
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def _page(file: Path) -> Response:
    return FileResponse(file, headers=_FRESH) if file.is_file() else HTMLResponse(_NOT_BUILT, 503)
