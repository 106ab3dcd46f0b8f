"""`python -m yingda.planning erlang|twin|forecast …`: a program of their own."""

import typer

from yingda.planning.cli import erlang_app, forecast_command, twin_app

if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.add_typer(erlang_app, name="erlang")
    app.add_typer(twin_app, name="twin")
    app.command(name="forecast")(forecast_command)
    app(prog_name="yingda")
