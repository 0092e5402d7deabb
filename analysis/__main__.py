"""`python -m analysis`: the command line."""

import signal
import sys

from analysis.cli import main

if __name__ == "__main__":
    # sys.exit runs exit handlers, so nothing half-written stays; 143 is the shell's status for SIGTERM
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
