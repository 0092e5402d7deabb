"""`python -m analysis`, or `who-says-what`: the command line.

Python has imported the package by now, and in it the handler of Ctrl-C for the time until then.
"""

import _thread
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, NoReturn

from analysis.cli import INTERRUPTED, main

RETRY_SECONDS = 0.05  # long enough for Python to leave the finalizer or callback


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


def send_to_main_thread(number: signal.Signals) -> None:
    """Send a signal to the main thread, and wake it where the system allows (Windows does not)."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        _thread.interrupt_main(number)


def repeat_signal(unraisable: Any) -> None:
    """Deliver a signal again if its exception was lost.

    A signal may arrive while Python runs a finalizer (`__del__`) or a callback from C. Neither can raise:
    Python hands it to `sys.unraisablehook`, which this function replaces, and continues.
    """
    lost = unraisable.exc_value
    if isinstance(lost, KeyboardInterrupt):
        number = signal.SIGINT
    elif isinstance(lost, SystemExit) and isinstance(lost.code, int) and lost.code > 128:
        number = signal.Signals(lost.code - 128)
        signal.signal(number, end)
    else:
        sys.__unraisablehook__(unraisable)
        return
    threading.Timer(RETRY_SECONDS, send_to_main_thread, (number,)).start()


def run() -> NoReturn:
    """Run the command line and exit with its status."""
    handle_signals()
    sys.unraisablehook = repeat_signal
    if sys.stderr is None:  # it is closed
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (it stays open)
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # outside of a command
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
