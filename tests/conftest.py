"""What every test from outside shares."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """Run `async def test_...` marked `anyio` on asyncio."""
    return "asyncio"
