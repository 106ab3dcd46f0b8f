"""Ending for certain: a task that was told to end, ends."""

import asyncio


def heed_cancel() -> None:
    """Raise the cancellation of the present task if a library has swallowed it.

    Until Python 3.12 `asyncio.wait_for` loses a cancellation that arrives together with its
    result; a loop without end calls this once a turn.

    Raises:
        asyncio.CancelledError: the task was told to end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
