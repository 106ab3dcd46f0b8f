"""A database of each test's own: the router commits."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from yingda.kit.db import Database
from yingda.routing import LiveRouter
from yingda.routing.tests.examples import a_router

Launch = Callable[..., Awaitable[LiveRouter]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(own_database_url: str) -> AsyncIterator[Database]:
    database = Database(own_database_url, size=4)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def launch(database: Database) -> AsyncIterator[Launch]:
    """Starts routers on the test's database, and stops them whatever happens."""
    started: list[LiveRouter] = []

    async def start(*given: object, **named: object) -> LiveRouter:
        router = a_router(database, *given, **named)  # type: ignore[arg-type]  # passed on
        started.append(router)
        await router.start()
        return router

    yield start
    for router in started:
        await router.stop()
