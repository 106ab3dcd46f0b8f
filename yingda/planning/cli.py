"""The planner's commands: `yingda erlang …`, `yingda twin …` and `yingda forecast …`."""

from yingda.planning.erlang.cli import erlang_app
from yingda.planning.forecast.cli import forecast_command
from yingda.planning.twin.cli import twin_app

__all__ = ["erlang_app", "forecast_command", "twin_app"]
