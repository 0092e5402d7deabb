"""`python -m analysis`, or `who-says-what`: the command line.

Python has imported the package by now, and in it the handler of Ctrl-C for the time until then.
"""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from analysis.cli import INTERRUPTED, main


def end(number: int, _: FrameType | None) -> None:
    """Exit with the shell's status for a signal; sys.exit runs exit handlers, so nothing half-written stays."""
    signal.signal(number, signal.SIG_IGN)  # a second one must not stop the handlers
    sys.exit(128 + number)


def handle_signals() -> None:
    """Handle Ctrl-C as Python does, and the end of the terminal like SIGTERM, except where `nohup` ignores them."""
    handlers = {"SIGINT": signal.default_int_handler, "SIGTERM": end, "SIGHUP": end}
    for name, handler in handlers.items():
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def run() -> NoReturn:
    """Run the command line and exit with its status."""
    handle_signals()
    if sys.stderr is None:  # it is closed
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (it stays open)
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # outside of a command
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
