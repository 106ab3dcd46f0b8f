"""Async tests run on asyncio, on a database and a NATS server of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from yingda.kit.tests.natsserver import NatsServer


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def connection(own_database_url: str) -> AsyncIterator[AsyncConnection[DictRow]]:
    made = await AsyncConnection.connect(own_database_url, autocommit=True, row_factory=dict_row)
    async with made:
        yield made


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    own = NatsServer(tmp_path)
    await own.start()
    yield own
    own.kill()
