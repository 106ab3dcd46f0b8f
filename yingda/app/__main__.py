"""`python -m yingda.app`: the service alone, without the command line's libraries in memory."""

import sys

from yingda.app.serving import serve
from yingda.settings import SettingsRefused, load_settings

if __name__ == "__main__":
    try:
        sys.exit(serve(load_settings()))
    except SettingsRefused as refused:
        sys.exit(str(refused))
