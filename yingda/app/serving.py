"""Running a centre until told to stop."""

import asyncio
import gc
import logging
import sys
from pathlib import Path
from typing import Final

import structlog
import uvicorn

from yingda.app.centre import Centre, Work
from yingda.app.web import application
from yingda.pack import PackRefused, load_pack
from yingda.settings import Settings

log = structlog.get_logger(__name__)

PACKS: Final = Path(__file__).parent.parent.parent / "packs"
_GRACE_S = 3
_RETRY_S = 1.0
_YOUNG = 10_000


def serve(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; return the exit code."""
    _log_to_stderr()
    try:
        pack = load_pack(PACKS / settings.pack)
    except PackRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    asyncio.run(_serve(Centre(settings, pack)))
    return 0


async def _serve(centre: Centre) -> None:
    await centre.start()
    _collect_less()
    server = uvicorn.Server(
        uvicorn.Config(
            application(centre),
            host=centre.settings.http.host,
            port=centre.settings.http.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
    )
    works = [asyncio.create_task(_kept_up(work)) for work in centre.works()]
    try:
        await server.serve()
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        await centre.stop()


def _collect_less() -> None:
    """Leave what was loaded out of every collection: to look through it stops every call."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG)


async def _kept_up(work: Work) -> None:
    """Run a work; one that fails is logged and begun again, one that ends is done."""
    while True:
        try:
            return await work()
        except Exception:
            log.exception("work-failed", work=getattr(work, "__qualname__", "?"))
            await asyncio.sleep(_RETRY_S)


def _log_to_stderr() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s"
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
