"""`python -m yingda.planning.jobs_worker`: the planner's own process, a child of the service.

Reads one JSON object a line: `{"id", "do", "with"}` or `{"cancel": id}`; writes `{"id", "result"}`,
`{"id", "error"}` or `{"id", "progress"}`. Short work is answered in turn, long work in a thread
beside it. It yields the processor to the centre, and ends with its parent, however that ends: the
pipe is then closed.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import IO, Any, Final

from yingda.kit.errors import YingdaError
from yingda.planning import jobs_work as work
from yingda.planning.forecast.work import answer as forecast
from yingda.planning.jobs_errors import PlannerAway, told

NICENESS: Final = 5
SHORT: Final = {"erlang": work.erlang, "check": work.check, "forecast": forecast}
LONG: Final = {"what-if": work.what_if, "staff": work.staffing}

Message = Mapping[str, Any]


class Worker:
    """Answers messages on `out`; `take` is called from one thread."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._writing = threading.Lock()
        self._stops: dict[int, threading.Event] = {}
        self._is_loaded = threading.Event()

    def load(self) -> None:
        """Let long work begin once the twin is in memory, compiled if this machine never did."""
        try:
            work.warm_up()
        finally:
            self._is_loaded.set()

    def take(self, message: Message) -> None:
        """Do what a message asks, or begin it."""
        if "cancel" in message:
            if stop := self._stops.get(message["cancel"]):
                stop.set()
            return
        number, do = message["id"], message["do"]
        if do in SHORT:
            self._answer(number, lambda: SHORT[do](message["with"]))
            return
        stop = self._stops[number] = threading.Event()
        threading.Thread(target=self._labour, args=(message, stop), daemon=True).start()

    def _labour(self, message: Message, stop: threading.Event) -> None:
        number = message["id"]
        self._say({"id": number, "progress": {"phase": "load"}})
        self._is_loaded.wait()
        self._say({"id": number, "progress": {"phase": "run"}})
        self._answer(
            number,
            lambda: LONG[message["do"]](
                message["with"],
                lambda progress: self._say({"id": number, "progress": progress}),
                stop.is_set,
            ),
        )
        del self._stops[number]

    def _answer(self, number: int, act: Callable[[], Mapping[str, Any]]) -> None:
        try:
            self._say({"id": number, "result": act()})
        except YingdaError as refused:
            self._say({"id": number, "error": told(refused)})
        except Exception:  # noqa: BLE001 -- the outermost loop of this process
            traceback.print_exc()
            self._say({"id": number, "error": told(PlannerAway())})

    def _say(self, answer: Message) -> None:
        line = json.dumps(answer)
        with self._writing:
            self._out.write(line + "\n")
            self._out.flush()


def main() -> None:
    """Work until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    worker = Worker(out)
    threading.Thread(target=worker.load, daemon=True).start()
    for line in sys.stdin:
        worker.take(json.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()
