"""A relay in a process that will be killed: `python -m yingda.kit.tests.teller DATABASE NATS`."""

import asyncio
import sys

from yingda.kit.clock import SystemClock
from yingda.kit.relay import Relay

if __name__ == "__main__":
    asyncio.run(Relay(sys.argv[1], sys.argv[2], SystemClock()).run())
