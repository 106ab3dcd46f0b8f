"""The program: every role of a centre in one process, wired by hand. `serve(settings)` runs it."""

from yingda.app.serving import serve

__all__ = ["serve"]
