import asyncio
import contextlib

import pytest

from yingda.kit.cancelling import heed_cancel

pytestmark = pytest.mark.anyio


async def test_a_swallowed_cancellation_is_raised_again() -> None:
    begun = asyncio.Event()

    async def deaf() -> None:
        begun.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        heed_cancel()
        await asyncio.Event().wait()

    task = asyncio.create_task(deaf())
    await begun.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_task_nobody_cancelled_goes_on() -> None:
    heed_cancel()
