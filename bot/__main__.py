"""`python -m bot`."""

import io
import sys

from bot.cli.main import app


def _print_anywhere() -> None:
    """Let a terminal or a log that has no such sign as ▲ show a question mark in its place, and not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    _print_anywhere()
    app(prog_name="python -m bot")
