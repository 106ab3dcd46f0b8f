"""The planner's commands: `yingda erlang …` and `yingda twin …`."""

from yingda.planning.erlang.cli import erlang_app
from yingda.planning.twin.cli import twin_app

__all__ = ["erlang_app", "twin_app"]
