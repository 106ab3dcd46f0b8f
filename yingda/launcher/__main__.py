"""`python -m yingda.launcher`: the launcher alone, without the service's libraries in memory."""

import sys

from rich.console import Console

from yingda.launcher.up import up

if __name__ == "__main__":
    sys.exit(up(Console(stderr=False)))
